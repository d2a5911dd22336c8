import { createHmac, timingSafeEqual } from 'node:crypto'

/** True when the body's bytes were signed with one of the secrets (an old one may sign for an hour after a rotation). */
export function isSignedByShopify(body: Uint8Array, header: string | null, secrets: readonly string[]): boolean {
  const got = Buffer.from(header ?? '', 'base64')
  return secrets.some((secret) => {
    const want = createHmac('sha256', secret).update(body).digest()
    return got.length === want.length && timingSafeEqual(got, want)
  })
}
