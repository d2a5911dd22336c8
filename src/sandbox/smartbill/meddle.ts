import type { Happening } from '#sandbox/faults.ts'
import type { World } from '#sandbox/world.ts'
import { issueInvoice } from './issue-invoice.ts'
import { pushMoved } from './push.ts'
import type { SmartBillCompany } from './state.ts'
import { dayOf, move, toTenThousandths, wasStocked } from './stock.ts'

/** What other people do in the service just before a call is handled, when a fault asks for it. */
export function meddle(world: World, company: SmartBillCompany, happening: Happening): void {
  const human = world.faults.take('smartbill', 'humanInvoice', happening)
  if (human !== undefined) issueByHand(world, company, human.series)
  const sale = world.faults.take('smartbill', 'concurrentSale', happening)
  if (sale !== undefined) sell(world, company, sale.sku, sale.quantity)
}

function issueByHand(world: World, company: SmartBillCompany, series: string): void {
  const rate = company.vatPayer ? company.taxes[0] : undefined
  const tax = rate === undefined ? {} : { taxName: rate.name, taxPercentage: rate.percentage }
  issueInvoice(
    world,
    company,
    {
      seriesName: series,
      client: { name: 'Client la tejghea', country: 'Romania' },
      products: [{ name: 'Serviciu', code: 'SERVICIU', quantity: 1, price: 100, measuringUnitName: 'buc', isService: true, ...tax }],
    },
    true,
  )
}

function sell(world: World, company: SmartBillCompany, code: string, units: number): void {
  const article = company.articles.find((one) => one.code === code)
  const quantity = toTenThousandths(units)
  const warehouse = company.warehouses.find(
    ({ name }) => article !== undefined && wasStocked(company, { warehouse: name, articleId: article.id }),
  )?.name
  if (article === undefined || warehouse === undefined || quantity === undefined) return
  const day = dayOf(world.clock.now())
  move(company, world.clock.now(), { warehouse, articleId: article.id, quantity: -quantity, day, cause: 'consume', documentId: null })
  pushMoved(world, company, [{ warehouse, articleId: article.id }])
}
