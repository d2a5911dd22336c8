import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { asAccount, checkReach, giveTo, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { EmbeddedRefusal } from './refusal.ts'

export const superuser = 'punte'

const outputCharsMax = 4_000

/** Linux makes a whole file system durable by one call, which takes a fraction of the time that a call for each of a thousand files takes. */
const durably = process.platform === 'linux' ? ['--sync-method=syncfs'] : []

type Making = { readonly binaries: Binaries; readonly account: Account; readonly fsync: boolean }

/** Makes the cluster unless it is there. It gets its name when it is whole, so a half-made one is never taken for one. */
export async function prepareCluster(cluster: string, making: Making): Promise<void> {
  const { account, binaries } = making
  checkReach(account, [cluster, binaries.postgres])
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    checkVersion(cluster, binaries.major)
    return giveTo(account, cluster)
  }

  const unfinished = `${cluster}.new`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  giveTo(account, unfinished)
  await initdb(unfinished, making)
  renameSync(unfinished, cluster)
}

function checkVersion(cluster: string, major: number): void {
  const found = Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'))
  if (found === major) return
  throw new EmbeddedRefusal(
    `${cluster} was written by PostgreSQL ${found} and this program brings PostgreSQL ${major}: set DATABASE_URL to a PostgreSQL ${found} server that holds the data.`,
  )
}

async function initdb(folder: string, { binaries, account, fsync }: Making): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const sync = fsync ? durably : ['--no-sync']
  // Whoever reaches the socket is trusted: its folder is closed to all but its owner and there is no port.
  const args = ['-D', folder, '-U', superuser, '--auth=trust', '--no-instructions', ...locale, ...sync]
  const { file, args: spawnArgs, ...ids } = asAccount(account, binaries.initdb, args)
  const child = spawn(file, spawnArgs, { ...ids, env: binaries.environment, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })

  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-outputCharsMax)
  })
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject).once('close', resolve)
  const code = await promise
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${complaint.trim()}`)
}

/** The socket's folder keeps everybody else away: who reaches the socket is the superuser. */
export function makeSocketDir(folder: string, account: Account): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  giveTo(account, folder)
  chmodSync(folder, 0o700)
}
