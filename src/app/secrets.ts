import { randomBytes } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'

export type Secrets = { readonly secretKey: string; readonly adminToken: string }

/** The key and the operator's token: from the environment, or made once and kept in DATA_DIR, readable by their owner alone. */
export async function readSecrets(config: Config): Promise<Secrets> {
  return {
    secretKey: config.secretKey ?? (await kept(join(config.dataDir, 'secret-key'))),
    adminToken: config.adminToken ?? (await kept(join(config.dataDir, 'admin-token'))),
  }
}

async function kept(path: string): Promise<string> {
  try {
    await writeFile(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  await chmod(path, 0o600)
  return (await readFile(path, 'utf8')).trim()
}
