import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import type { SealedColumn } from '#db/sealed.ts'

/** Encrypts what must not be read from the database or a back-up: AES-256-GCM, bound to the tenant and column it belongs to. */
export type Sealer = {
  seal(plain: string, place: Place): string
  /** Throws when the text was sealed for another place or with a key that is not here. */
  open(sealed: string, place: Place): string
}

export type Place = { readonly tenantId: string; readonly column: SealedColumn }

const ivBytes = 12
const tagBytes = 16

type Key = { readonly id: string; readonly bytes: Buffer }

/** A sealer with the keys that are in force at each moment: the first seals, every one opens. Its records carry the id of their key. */
export function createSealer(secrets: () => readonly string[]): Sealer {
  const known = new Map<string, Key>()
  return {
    seal(plain, place) {
      const [key] = keys()
      if (key === undefined) throw new Error('there is no key to seal with')
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(associated(place))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `1.${key.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, place) {
      const [version, id, body] = sealed.split('.')
      if (version !== '1' || body === undefined) throw new Error('a sealed record of an unknown kind')
      const key = keys().find((one) => one.id === id)
      if (key === undefined) {
        const here = keys().map((one) => one.id)
        throw new Error(`sealed with key ${id ?? ''}, the keys in use are ${here.join(', ')}: check PUNTE_SECRET_KEY`)
      }
      const bytes = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, ivBytes)).setAAD(associated(place))
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
    },
  }

  function keys(): readonly Key[] {
    return secrets().map((secret) => {
      const key = known.get(secret) ?? keyOf(secret)
      known.set(secret, key)
      return key
    })
  }
}

/** What every record begins with that a secret has sealed. */
export function prefixOf(secret: string): string {
  return `1.${keyOf(secret).id}.`
}

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, 'punte', 'credentials at rest', 32))
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes }
}

function associated(place: Place): Buffer {
  return Buffer.from(`${place.tenantId}/${place.column}`)
}
