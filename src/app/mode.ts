import { allTenants } from '#db/tenants.ts'
import { transaction, type Db } from '#db/client.ts'
import { ConfigError } from './config.ts'

/** sandbox: a demo shop and simulated services. live: what the configuration names. */
export type Mode = 'sandbox' | 'live'

/** A database belongs to one mode for ever: the first start marks it, and no start in the other mode touches it. Throws a ConfigError. */
export async function decideMode(db: Db, { asked }: { readonly asked: boolean }): Promise<Mode> {
  return transaction(db, async (tx) => {
    const marked = await tx.selectFrom('facts').select('value').where('name', '=', 'mode').executeTakeFirst()
    if (marked === undefined) {
      const mode: Mode = asked && (await allTenants(tx)).length === 0 ? 'sandbox' : 'live'
      await tx.insertInto('facts').values({ name: 'mode', value: mode }).execute()
      return mode
    }
    if (marked.value === 'sandbox' && !asked) throw new ConfigError('DATA_DIR: it holds a sandbox; choose an empty DATA_DIR for real shops')
    return marked.value === 'sandbox' ? 'sandbox' : 'live'
  })
}
