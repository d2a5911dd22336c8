import { isDeepStrictEqual } from 'node:util'
import type { Context } from '#app/context.ts'
import { shipmentsDischarge } from '#core/flows.ts'
import {
  defaultInvoicePreferences,
  defaultPreferences,
  defaultWarehousePreferences,
  type InvoicePreferences,
  type Pairing,
  type Preferences,
  type ServiceSettings,
  type SmartBillAccount,
  type WarehousePreferences,
} from '#core/settings.ts'
import { transaction } from '#db/client.ts'
import { keepCredentials } from '#db/connections.ts'
import { readSettings, saveSettings, type SavedSettings } from '#db/settings.ts'
import type { Tenant } from '#db/tenants.ts'
import { dischargeByShipment } from './discharge-by-shipment.ts'
import { sealToken } from './provider-of.ts'
import { endedBySettings, reconsiderOrders } from './reconsider-orders.ts'
import { wake } from './wake.ts'

type Some<Shape> = { readonly [Key in keyof Shape]?: Shape[Key] | undefined }

/** What is left out keeps its value. Services are told apart by kind; a token is kept apart from the rest. */
export type SettingsChange = {
  readonly preferences?: Some<Preferences> | undefined
  readonly services?:
    | readonly {
        readonly kind: ServiceSettings['kind']
        readonly enabled?: boolean | undefined
        readonly account?: (Some<SmartBillAccount> & { readonly token?: string | undefined }) | undefined
        readonly invoice?: Some<InvoicePreferences> | undefined
        readonly warehouse?: Some<WarehousePreferences> | undefined
        readonly stock?: readonly Pairing[] | undefined
      }[]
    | undefined
}

export type Changing = {
  readonly change: SettingsChange
  /** The version that the change was made to; null takes whatever is there. */
  readonly expected: number | null
  readonly by: string
  /** Throws when the result means nothing. */
  readonly check: (settings: SavedSettings) => void
  /** Keys that stand in punte.yaml keep the file's values. */
  readonly locked: readonly string[]
}

/** Saves the next version of a shop's settings and lets every job see it. */
export async function changeSettings(context: Context, tenant: Tenant, changing: Changing): Promise<'saved' | 'conflict'> {
  const { tenantId } = tenant
  const now = context.io.clock.now()
  const before = await readSettings(context.db, tenantId)
  if (changing.expected !== null && changing.expected !== before.version) return 'conflict'
  const body = merged(before.body, changing.change, new Set(changing.locked))
  changing.check(body)
  const saved = await transaction(context.db, async (tx) => {
    if (!isDeepStrictEqual(body, before.body)) {
      if (!(await saveSettings(tx, tenantId, body, { after: before.version, by: changing.by, now }))) return false
      await reconsiderOrders(context, tx, tenantId, endedBySettings)
      if (shipmentsDischarge(body.preferences) && !shipmentsDischarge(before.body.preferences))
        await dischargeByShipment(context, tx, tenantId)
    }
    for (const { kind, account } of changing.change.services ?? []) {
      const credentials = account?.token === undefined ? null : sealToken(context, tenantId, account.token)
      await keepCredentials(tx, { tenantId, kind }, { credentials, hookToken: context.io.random.uuid().replaceAll('-', '') })
    }
    for (const kind of ['stock', 'invoices'] as const) await wake(context, tx, { tenantId, kind, connection: 'smartbill' })
    tx.onCommit(() => context.tell(tenantId, { kind: 'settings' }))
    return true
  })
  return saved ? 'saved' : 'conflict'
}

function merged(before: SavedSettings, change: SettingsChange, locked: ReadonlySet<string>): SavedSettings {
  const services = new Map(before.services.map((service) => [service.kind, service]))
  for (const { kind, enabled, account, invoice, warehouse, stock } of change.services ?? []) {
    const known = services.get(kind)
    const path = `services.${kind}`
    const { token: _token, ...visible } = account ?? {}
    services.set(kind, {
      kind,
      enabled: locked.has(`${path}.enabled`) ? (known?.enabled ?? true) : (enabled ?? known?.enabled ?? true),
      account: over(known?.account ?? { email: '', cif: '' }, visible, { locked, path: `${path}.account` }),
      invoice: over({ ...defaultInvoicePreferences, ...known?.invoice }, invoice, { locked, path: `${path}.invoice` }),
      warehouse: over({ ...defaultWarehousePreferences, ...known?.warehouse }, warehouse, { locked, path: `${path}.warehouse` }),
      stock: locked.has(`${path}.stock`) ? (known?.stock ?? []) : (stock ?? known?.stock ?? []),
    })
  }
  const preferences = over({ ...defaultPreferences, ...before.preferences }, change.preferences, { locked, path: 'preferences' })
  return { preferences, services: [...services.values()] }
}

function over<Shape extends object>(
  known: Shape,
  change: Some<Shape> | undefined,
  of: { readonly locked: ReadonlySet<string>; readonly path: string },
): Shape {
  const present = Object.entries(change ?? {}).filter(([key, value]) => value !== undefined && !of.locked.has(`${of.path}.${key}`))
  return { ...known, ...Object.fromEntries(present) }
}
