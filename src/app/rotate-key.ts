import type { TenantId } from '#core/tenant.ts'
import { transaction, type Db, type Tx } from '#db/client.ts'
import { replaceValue, sealedColumns, sealingKeyIds, takeTurnWithKeys, valuesWithoutPrefix, type SealedColumn } from '#db/sealed.ts'
import { allTenants } from '#db/tenants.ts'
import { createSealer, prefixOf, type Place, type Sealer } from './sealer.ts'
import { linesOf, newSecret, replaceKeys, type KeyRing } from './secrets.ts'

/** Why the key is not changed, in one sentence for the person who asked. Nothing was changed. */
export class RotationRefusal extends Error {
  override readonly name = 'RotationRefusal'
}

/**
 * Makes a new key and seals everything with it, in one transaction. The file names the new and the old ones from before the first value is sealed anew,
 * so that both open whatever dies. A Punte that runs meanwhile reads the file and seals with the new key from that moment. Gives how many values it sealed.
 */
export function rotateKey(db: Db, ring: KeyRing): Promise<number> {
  const next = newSecret()
  return transaction(db, async (tx) => {
    await takeTurnWithKeys(tx)
    await refuseUnknownKeys(tx, ring)
    if (ring.file !== null && ring.keys()[0] !== next) replaceKeys(ring.file, [next, ...linesOf(ring.file)])
    return sealAnew(tx, ring)
  })
}

/**
 * Ends a change of keys that was made while Punte ran, or that died on its way: seals what is left with the first key and forgets the others of the file.
 * Only for whoever is alone with the database: another may have sealed something with an old key and be about to store it.
 */
export async function forgetOldKeys(db: Db, ring: KeyRing): Promise<void> {
  const { file } = ring
  if (file === null || linesOf(file).length < 2) return
  await transaction(db, async (tx) => {
    await takeTurnWithKeys(tx)
    await refuseUnknownKeys(tx, ring)
    await sealAnew(tx, ring)
  })
  await transaction(db, async (tx) => {
    await takeTurnWithKeys(tx)
    const [first = ''] = linesOf(file)
    const others = (await sealingKeyIds(tx)).filter((id) => id !== idOf(first))
    if (others.length === 0) replaceKeys(file, [first])
  })
}

async function refuseUnknownKeys(tx: Tx, ring: KeyRing): Promise<void> {
  const here = new Set(ring.keys().map(idOf))
  const [unknown] = (await sealingKeyIds(tx)).filter((id) => !here.has(id))
  if (unknown !== undefined)
    throw new RotationRefusal(
      `Something is sealed with key ${unknown}, which is not here: nothing was changed. Set PUNTE_OTHER_SECRET_KEY to it.`,
    )
}

function idOf(secret: string): string {
  return prefixOf(secret).split('.')[1] ?? ''
}

async function sealAnew(tx: Tx, ring: KeyRing): Promise<number> {
  const [first = ''] = ring.keys()
  const sealer = createSealer(ring.keys)
  let count = 0
  for (const { tenantId } of await allTenants(tx)) {
    for (const column of Object.keys(sealedColumns) as SealedColumn[])
      count += await sealColumnAnew(tx, { place: { tenantId, column }, prefix: prefixOf(first), sealer })
  }
  return count
}

type Task = { readonly place: Place & { readonly tenantId: TenantId }; readonly prefix: string; readonly sealer: Sealer }

async function sealColumnAnew(tx: Tx, { place, prefix, sealer }: Task): Promise<number> {
  for (let count = 0; ;) {
    const values = await valuesWithoutPrefix(tx, { ...place, prefix })
    if (values.length === 0) return count
    for (const { key, sealed } of values) await replaceValue(tx, place, { key, sealed: sealer.seal(opened(sealer, place, sealed), place) })
    count += values.length
  }
}

function opened(sealer: Sealer, place: Place, sealed: string): string {
  try {
    return sealer.open(sealed, place)
  } catch (error) {
    const why = error instanceof Error ? `: ${error.message}` : ''
    throw new RotationRefusal(`A value of ${place.column} of shop ${place.tenantId} does not open, so no value was changed${why}`)
  }
}
