import type { Kysely } from 'kysely'
import type { Context } from '#app/context.ts'
import { capabilitiesOf } from '#billing/registry.ts'
import type { InvoiceFacts, InvoiceQuestion } from '#core/decide-invoice.ts'
import { coveredFlows, flows, notCovered } from '#core/flows.ts'
import type { Order } from '#core/order.ts'
import type { ServiceSettings } from '#core/settings.ts'
import type { TenantId } from '#core/tenant.ts'
import { readConnection, type ConnectionRow } from '#db/connections.ts'
import { liveIntent } from '#db/intents.ts'
import { allLocations, type StoredLocation } from '#db/locations.ts'
import type { StoredOrder } from '#db/orders.ts'
import type { Schema } from '#db/schema.ts'
import { readSettings, type SavedSettings } from '#db/settings.ts'
import { tenantById, type Tenant } from '#db/tenants.ts'
import { idOf } from '#shopify/gid.ts'

/** What every job of a shop is decided by. */
export type ShopFacts = {
  readonly tenant: Tenant
  readonly settings: SavedSettings
  /** Null until a service is set up. */
  readonly service: ServiceSettings | null
  readonly connection: ConnectionRow | undefined
  readonly locations: readonly StoredLocation[]
  readonly cutOver: Date
  /** Flows that are set, allowed by the subscription and not paused. */
  readonly running: { readonly a: boolean; readonly b: boolean }
  /** The subscription covers invoices as they are set up. */
  readonly covered: boolean
}

export async function readShopFacts(context: Context, tenantId: TenantId): Promise<ShopFacts> {
  const tenant = await tenantById(context.db, tenantId)
  const { body: settings } = await readSettings(context.db, tenantId)
  const service = settings.services.find(({ enabled }) => enabled) ?? settings.services[0] ?? null
  const connection = service === null ? undefined : await readConnection(context.db, { tenantId, kind: service.kind })
  const { cutOver } = settings.preferences
  return {
    tenant,
    settings,
    service,
    connection,
    locations: await allLocations(context.db, tenantId),
    cutOver: cutOver === null ? tenant.cutOverAt : new Date(cutOver),
    ...flowsOf(tenant, settings, service),
  }
}

function flowsOf(tenant: Tenant, settings: SavedSettings, service: ServiceSettings | null): Pick<ShopFacts, 'running' | 'covered'> {
  if (service === null) return { running: { a: false, b: false }, covered: true }
  const missing = notCovered(tenant.subscription, service.warehouse)
  const meant = flows(settings.preferences, service.warehouse, capabilitiesOf[service.kind])
  const allowed = meant.do === 'run' ? coveredFlows(meant, missing) : { a: false, b: false }
  return {
    running: {
      a: allowed.a && service.enabled && tenant.pausedA === null,
      b: allowed.b && service.enabled && tenant.pausedB === null,
    },
    covered: !missing.includes('barcode'),
  }
}

const questions: readonly InvoiceQuestion[] = ['dispatched', 'beforeCutOver', 'cancelled']

/** What the decision about an order's invoice is made from. */
export async function invoiceFactsOf(
  db: Kysely<Schema>,
  { tenant, settings, service, cutOver, covered }: ShopFacts,
  order: Order,
  known: StoredOrder | undefined,
): Promise<InvoiceFacts> {
  const own = await liveIntent(db, tenant.tenantId, 'invoice', idOf(order.id))
  const answered = questions.filter((question) => known?.answers.includes(question))
  return {
    order,
    asked: known === undefined || known.askedAt === null ? null : { answered },
    preferences: settings.preferences,
    invoice: service?.invoice ?? { trigger: 'manual', methods: [], record: null },
    serviceEnabled: service?.enabled ?? false,
    cutOver,
    elsewhere: known?.elsewhere === true && settings.preferences.useStock,
    paused: tenant.pausedA !== null,
    covered,
    dispatched: known !== undefined && known.dispatchedAt !== null,
    own: ownState(own?.outcome, known),
  }
}

function ownState(outcome: string | null | undefined, known: StoredOrder | undefined): InvoiceFacts['own'] {
  if (known?.state === 'issued' || outcome === 'issued') return 'issued'
  if (outcome === undefined) return 'none'
  return outcome === 'unknown' ? 'unknown-outcome' : 'sending'
}
