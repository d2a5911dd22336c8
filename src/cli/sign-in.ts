import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Config } from '#app/config.ts'
import { keepSignInCode } from '#db/access.ts'
import { openDb } from '#db/client.ts'
import { exitCode, type Answer } from './answer.ts'
import { withDatabase } from './database.ts'
import type { RunningPunte } from './running.ts'

const codeMs = 10 * 60_000
const codeBytes = 24

const Session = z.object({ now: z.iso.datetime() })

/** Another address that signs one browser in, once, within ten minutes of the product's own clock. */
export async function signIn(punte: RunningPunte, config: Config): Promise<Answer> {
  const { now } = await punte.get('/session', Session)
  const code = randomBytes(codeBytes).toString('base64url')
  const expiresAt = new Date(Date.parse(now) + codeMs)
  await withDatabase(config, async (url) => {
    await using db = openDb(url, { connectionsMax: 1 })
    await keepSignInCode(db, createHash('sha256').update(code).digest('base64url'), expiresAt)
  })
  const address = `${punte.url}/sign-in?code=${code}`
  return { code: exitCode.done, lines: [address], json: { url: address, expiresAt: expiresAt.toISOString() } }
}
