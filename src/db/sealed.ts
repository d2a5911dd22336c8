import { sql, type RawBuilder } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from './client.ts'

/** `key` names a row within its tenant. */
type Column = {
  readonly table: string
  readonly key: string
  readonly value: RawBuilder<string | null>
  readonly set: (sealed: string) => RawBuilder<unknown>
}

/** Every column that holds sealed values: nothing can be sealed for another, and a new key reaches each of these. */
export const sealedColumns = {
  'tenants.access': { table: 'tenants', key: 'tenant_id', value: sql`access`, set: (sealed) => sql`access = ${sealed}` },
  'connections.credentials': { table: 'connections', key: 'kind', value: sql`credentials`, set: (sealed) => sql`credentials = ${sealed}` },
  'orders.typed_buyer': { table: 'orders', key: 'order_id', value: sql`typed_buyer`, set: (sealed) => sql`typed_buyer = ${sealed}` },
  'intents.body': {
    table: 'intents',
    key: 'intent_id',
    value: sql`body ->> 'sealed'`,
    set: (sealed) => sql`body = jsonb_set(body, '{sealed}', to_jsonb(${sealed}::text))`,
  },
} as const satisfies Readonly<Record<string, Column>>

export type SealedColumn = keyof typeof sealedColumns
export type SealedValue = { readonly key: string; readonly sealed: string }

/** Where a value lies, and what it must not begin with. */
type Other = { readonly tenantId: TenantId; readonly column: SealedColumn; readonly prefix: string }

/** Values that are read at once. */
const valuesMax = 500
const turnLock = 7_205_433

/** One at a time changes keys. The others wait here until its transaction has ended. */
export async function takeTurnWithKeys(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turnLock})`.execute(tx)
}

/** The ids of all keys with which something of any shop is sealed. */
export async function sealingKeyIds(tx: Tx): Promise<readonly string[]> {
  const ids = new Set<string>()
  for (const { table, value } of Object.values(sealedColumns)) {
    const found = sql<{
      id: string
    }>`select distinct split_part(${value}, '.', 2) as id from ${sql.table(table)} where ${value} is not null`
    for (const { id } of (await found.execute(tx)).rows) ids.add(id)
  }
  return [...ids]
}

/** Some of the values that do not begin so, locked until the end of the transaction. */
export async function valuesWithoutPrefix(tx: Tx, { tenantId, column, prefix }: Other): Promise<readonly SealedValue[]> {
  const { table, key, value } = sealedColumns[column]
  const { rows } = await sql<SealedValue>`
    select ${sql.ref(key)}::text as key, ${value} as sealed from ${sql.table(table)}
    where tenant_id = ${tenantId} and ${value} not like ${`${prefix}%`}
    order by ${sql.ref(key)} limit ${valuesMax} for update`.execute(tx)
  return rows
}

export async function replaceValue(tx: Tx, { tenantId, column }: Omit<Other, 'prefix'>, { key, sealed }: SealedValue): Promise<void> {
  const { table, key: name, set } = sealedColumns[column]
  await sql`update ${sql.table(table)} set ${set(sealed)} where tenant_id = ${tenantId} and ${sql.ref(name)} = ${key}`.execute(tx)
}
