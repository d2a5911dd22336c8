import { z } from 'zod'
import { dumpShop, loadShop } from './shopify/face.ts'
import { FgoFile, OblioFile } from './kept-files.ts'
import { ShopFile } from './shopify/shop-file.ts'
import { CompanyFile } from './smartbill/company-file.ts'
import { dumpCompany, loadCompany } from './smartbill/load.ts'
import { ControlProblem, problemOf } from './problem.ts'
import { emptyWorld, type Surroundings, type World } from './world.ts'

const accountsMax = 1_000
/** The whole world as a file says it. */
export const WorldFile = z.strictObject({
  seed: z.int().default(1),
  now: z.iso.datetime({ offset: true }),
  clock: z.enum(['still', 'real']).default('still'),
  shops: z.array(ShopFile).max(accountsMax).default([]),
  smartbill: z.array(CompanyFile).max(accountsMax).default([]),
  oblio: z.array(OblioFile).max(accountsMax).default([]),
  fgo: z.array(FgoFile).max(accountsMax).default([]),
})
export type WorldFile = z.infer<typeof WorldFile>

/** Replaces everything in the world. Throws ControlProblem (422) on a mistake, and the world is then as it was. */
export function loadWorld(world: World, file: unknown): void {
  const parsed = WorldFile.safeParse(file)
  if (!parsed.success) throw problemOf(parsed.error)
  const start = { seed: parsed.data.seed, nowMs: Date.parse(parsed.data.now), clock: parsed.data.clock }
  fill(emptyWorld(nowhere, { ...start, clock: 'still' }), parsed.data)
  world.restart(start)
  fill(world, parsed.data)
}

/** Where a file is tried first: nothing leaves that world and no time passes in it. */
const nowhere: Surroundings = {
  realTime: { now: () => 0, after: () => () => undefined },
  send: () => Promise.reject(new Error('a world on trial sends nothing')),
}

/** The shape of the world file, with ids and present figures. */
export function dumpWorld(world: World): WorldFile {
  return {
    seed: world.seed(),
    now: new Date(world.clock.now()).toISOString(),
    clock: world.clock.mode(),
    shops: [...world.shops.values()].map(dumpShop),
    smartbill: [...world.smartbill.values()].map((company) => dumpCompany(world, company)),
    oblio: [...world.kept.oblio],
    fgo: [...world.kept.fgo],
  }
}

function fill(world: World, file: WorldFile): void {
  for (const [index, shop] of file.shops.entries()) at(`/shops/${index}`, () => loadShop(world, shop))
  for (const [index, company] of file.smartbill.entries()) at(`/smartbill/${index}`, () => loadCompany(world, company))
  world.kept.oblio = file.oblio.map((account, index) => ({ ...account, id: index + 1 }))
  world.kept.fgo = file.fgo.map((account, index) => ({ ...account, id: index + 1 }))
}

/** What an account's own loader points at, it points at from the account. */
function at(pointer: string, load: () => void): void {
  try {
    load()
  } catch (error) {
    if (!(error instanceof ControlProblem)) throw error
    const inside = error.errors.length === 0 ? [{ pointer: '', detail: error.message }] : error.errors
    throw new ControlProblem(
      422,
      error.message,
      inside.map((one) => ({ ...one, pointer: `${pointer}${one.pointer}` })),
    )
  }
}
