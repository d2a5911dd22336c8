import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/** Encrypts what must not be read from the database or a back-up: AES-256-GCM, bound to the tenant and column it belongs to. */
export type Sealer = {
  seal(plain: string, place: Place): string
  /** Throws when the text was sealed for another place or with another key. */
  open(sealed: string, place: Place): string
}

export type Place = { readonly tenantId: string; readonly column: string }

const ivBytes = 12
const tagBytes = 16

/** A sealer with one key; its records carry the key's id, so that a rotation can tell them apart. */
export function createSealer(secret: string): Sealer {
  const key = Buffer.from(hkdfSync('sha256', secret, 'punte', 'credentials at rest', 32))
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 8)

  return {
    seal(plain, place) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(associated(place))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `1.${keyId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, place) {
      const [version, id, body] = sealed.split('.')
      if (version !== '1' || body === undefined) throw new Error('a sealed record of an unknown kind')
      if (id !== keyId) throw new Error(`sealed with key ${id ?? ''}, the key in use is ${keyId}: check PUNTE_SECRET_KEY`)
      const bytes = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes)).setAAD(associated(place))
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
    },
  }
}

function associated(place: Place): Buffer {
  return Buffer.from(`${place.tenantId}/${place.column}`)
}
