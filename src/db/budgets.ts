import type { Kysely } from 'kysely'
import { spend, type Allowance, type Spending } from '#core/budget.ts'
import type { Schema } from './schema.ts'

/** Takes one call from an account's allowance, in a transaction of the caller's. All instances share the row. */
export async function spendCall(tx: Kysely<Schema>, account: string, allowance: Allowance, now: Date): Promise<Spending> {
  await tx
    .insertInto('budgets')
    .values({ account, calls: [], blocked_until: null })
    .onConflict((conflict) => conflict.column('account').doNothing())
    .execute()
  const row = await tx.selectFrom('budgets').selectAll().where('account', '=', account).forUpdate().executeTakeFirstOrThrow()
  const spending = spend({ calls: row.calls, blockedUntil: row.blocked_until }, allowance, now)
  await tx
    .updateTable('budgets')
    .set({ calls: [...spending.left.calls], blocked_until: spending.left.blockedUntil })
    .where('account', '=', account)
    .execute()
  return spending
}

/** The service said that it answers nothing until then. */
export async function blockAccount(db: Kysely<Schema>, account: string, until: Date): Promise<void> {
  await db.updateTable('budgets').set({ blocked_until: until }).where('account', '=', account).execute()
}
