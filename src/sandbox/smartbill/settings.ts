import { z } from 'zod'
import { ControlProblem, parsed } from '#sandbox/problem.ts'
import type { World } from '#sandbox/world.ts'
import { Switches, type SettingsPatch } from './company-file.ts'
import { warehousesOf } from './load.ts'
import type { SmartBillCompany } from './state.ts'
import { dayOf } from './stock.ts'

const Text = z.string().min(1).max(255)
export const ArticlePatch = z.strictObject({ code: Text, name: Text.optional(), newCode: z.string().max(255).optional() })

/** Changes what the merchant may change in the service's own settings; a list replaces the old one. */
export function changeSettings(world: World, company: SmartBillCompany, { switches, warehouses, ...rest }: SettingsPatch): void {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const wanted = parsed(z.object({ switches: Switches }), { switches: { ...company.switches, ...switches } })
  Object.assign(company, given, wanted)
  if (warehouses === undefined) return
  const before = new Map(company.warehouses.map((warehouse) => [warehouse.name, warehouse]))
  const today = dayOf(world.clock.now())
  company.warehouses = warehousesOf(warehouses, today).map((warehouse) => ({
    ...warehouse,
    id: before.get(warehouse.name)?.id ?? warehouse.id,
  }))
}

/** Renames an article or gives it another code; every article of the code is changed. Throws ControlProblem (404). */
export function changeArticle(company: SmartBillCompany, { code, name, newCode }: z.infer<typeof ArticlePatch>): void {
  const found = company.articles.filter((article) => article.code === code)
  if (found.length === 0) throw new ControlProblem(404, `there is no article ${code}`)
  for (const article of found) {
    article.name = name ?? article.name
    article.code = newCode ?? article.code
  }
}
