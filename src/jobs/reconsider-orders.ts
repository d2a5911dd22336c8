import type { Kysely } from 'kysely'
import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import { addOrderWork } from '#db/order-work.ts'
import { ordersWaitingFor } from '#db/orders-waiting.ts'
import type { Schema } from '#db/schema.ts'
import type { ShopFacts } from './shop-facts.ts'

/** What only the merchant's settings keep from being written as an invoice. */
export const endedBySettings: readonly string[] = [
  'serviceDisabled',
  'configurationMissing',
  'seriesNotChosen',
  'warehouseNotChosen',
  'currencyDiffers',
  'currencyNotOffered',
  'productNotBound',
  'vatUnknown',
  'vatNameNotChosen',
  'vatNameGone',
  'buyerHidden',
  'cuiInvalid',
  'cuiMissing',
]

/** What ends when the service's own lists are read again. */
export const endedByLoading: readonly string[] = ['configurationMissing', 'vatUnknown', 'vatNameGone', 'currencyNotOffered']

/** Orders that wait for one of these reasons are decided anew. */
export async function reconsiderOrders(
  { io }: Pick<Context, 'io'>,
  db: Kysely<Schema>,
  tenantId: TenantId,
  reasons: readonly string[],
): Promise<void> {
  const waiting = await ordersWaitingFor(db, tenantId, reasons)
  await addOrderWork(db, { tenantId, kind: 'invoice' }, waiting, io.clock.now())
}

/** The gates that stand open now: an order that waited at one of them goes on. */
export function openGates({ tenant, service, covered }: ShopFacts): readonly string[] {
  return [
    ...(tenant.pausedA === null ? ['paused'] : []),
    ...(covered ? ['subscription'] : []),
    ...(service?.enabled === true ? ['serviceDisabled'] : []),
  ]
}
