import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type Sweep = {
  /** Every order changed until then is imported; null before the first complete reading. */
  readonly sweptTo: Date | null
  readonly beganAt: Date | null
  readonly catalogueAt: Date | null
  readonly polledAt: Date | null
  /** A whole reading is wanted then, to prove that what was missing is sold out. */
  readonly proofAt: Date | null
  /** When what had been kept long enough was last looked for. */
  readonly forgotAt: Date | null
}

export async function readSweep(db: Kysely<Schema>, tenantId: TenantId): Promise<Sweep> {
  const row = await db
    .selectFrom('sweeps')
    .select(['swept_to', 'began_at', 'catalogue_at', 'polled_at', 'proof_at', 'forgot_at'])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return {
    sweptTo: row?.swept_to ?? null,
    beganAt: row?.began_at ?? null,
    catalogueAt: row?.catalogue_at ?? null,
    polledAt: row?.polled_at ?? null,
    proofAt: row?.proof_at ?? null,
    forgotAt: row?.forgot_at ?? null,
  }
}

/** `sweptTo` null: some changed orders are not known yet, so that the time until which all are stands. */
export async function keepSweep(
  db: Kysely<Schema>,
  tenantId: TenantId,
  { sweptTo, beganAt }: { readonly sweptTo: Date | null; readonly beganAt: Date },
): Promise<void> {
  await keep(db, tenantId, { began_at: beganAt, ...(sweptTo === null ? {} : { swept_to: sweptTo }) })
}

export async function keepCatalogueRead(db: Kysely<Schema>, tenantId: TenantId, at: Date): Promise<void> {
  await keep(db, tenantId, { catalogue_at: at })
}

export async function keepPolled(db: Kysely<Schema>, tenantId: TenantId, at: Date): Promise<void> {
  await keep(db, tenantId, { polled_at: at })
}

export async function keepProofDue(db: Kysely<Schema>, tenantId: TenantId, at: Date | null): Promise<void> {
  await keep(db, tenantId, { proof_at: at })
}

export async function keepForgot(db: Kysely<Schema>, tenantId: TenantId, at: Date): Promise<void> {
  await keep(db, tenantId, { forgot_at: at })
}

type Change = { swept_to?: Date; began_at?: Date; catalogue_at?: Date; polled_at?: Date; proof_at?: Date | null; forgot_at?: Date }

const nothingYet = { swept_to: null, began_at: null, catalogue_at: null, polled_at: null, proof_at: null, forgot_at: null }

async function keep(db: Kysely<Schema>, tenantId: TenantId, change: Change): Promise<void> {
  await db
    .insertInto('sweeps')
    .values({ tenant_id: tenantId, ...nothingYet, ...change })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(change))
    .execute()
}
