import type { Context } from '#app/context.ts'
import type { BillingProvider } from '#billing/provider.ts'
import type { ComposeFacts } from '#core/compose-invoice.ts'
import type { LineBinding } from '#core/invoice-product.ts'
import type { Order } from '#core/order.ts'
import type { ServiceSettings } from '#core/settings.ts'
import { matchesOf, type ItemMatch } from '#db/matches.ts'
import type { StoredOrder } from '#db/orders.ts'
import { gid, idOf } from '#shopify/gid.ts'
import type { ShopFacts } from './shop-facts.ts'
import { openBuyer } from './typed-buyer.ts'

type Composing = {
  readonly order: Order
  readonly known: StoredOrder
  readonly mark: string
  readonly day: string
  readonly provider: Pick<BillingProvider, 'kind' | 'capabilities'>
}

/** What an invoice is composed from; null while the service's own configuration has never been read. */
export async function composeFactsOf(context: Context, facts: ShopFacts, composing: Composing): Promise<ComposeFacts | null> {
  const { service, connection, settings, locations } = facts
  if (service === null || connection === undefined || connection.loaded === null) return null
  const { order, known, mark, day, provider } = composing
  const items = [...new Set(order.lines.flatMap(({ itemId }) => (itemId === null ? [] : [idOf(itemId)])))]
  const found = await matchesOf(context.db, { tenantId: facts.tenant.tenantId, connection: provider.kind }, items)
  const matches = new Map(found.map((match) => [match.itemId, match]))
  const byName = new Map(locations.map(({ name, locationId }) => [name, locationId]))
  const paired = service.stock.toReversed().flatMap(({ warehouse, location }) => {
    const locationId = byName.get(location)
    return locationId === undefined ? [] : [[gid('Location', locationId), warehouse] as const]
  })
  return {
    order,
    preferences: { ...settings.preferences, useStock: settings.preferences.useStock && !known.withoutStock },
    service,
    configuration: connection.loaded,
    limits: provider.capabilities,
    bindings: new Map(
      order.lines.map((line) => [line.id, bindingOf(line.itemId === null ? undefined : matches.get(idOf(line.itemId)), service)]),
    ),
    warehouses: new Map(paired),
    typedBuyer: known.typedBuyer === null ? null : openBuyer(context, facts.tenant.tenantId, known.typedBuyer),
    mark,
    day,
  }
}

function bindingOf(match: ItemMatch | undefined, { warehouse }: Pick<ServiceSettings, 'warehouse'>): LineBinding {
  if (match === undefined) return { is: 'unbound', reason: 'unmatched', key: null, suggestions: [] }
  if (match.is === 'bound') return { is: 'bound', code: match.code, name: match.name, unit: match.unit }
  const { reason, key } = match
  return {
    is: 'unbound',
    reason,
    key,
    suggestions: match.suggestions.map(({ code, name }) => (warehouse.codeType === 'name' ? name : code)),
  }
}
