import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { asAccount, dyingWithUs, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { superuser } from './cluster.ts'
import { mistakenPid, pidFilePath, runningPostmaster } from './postmaster.ts'
import { processFacts } from './process-facts.ts'

const startRetryMs = 5_000
const recoveryMsMax = 120_000
const fastStopMs = 10_000
const immediateStopMs = 2_000
const pollMs = 5
const retryPauseMs = 100
const keptLines = 20
const lookMs = 500

export type Cluster = {
  readonly folder: string
  readonly socketDir: string
  readonly binaries: Binaries
  readonly account: Account
  readonly fsync: boolean
  readonly log: (line: string) => void
}

export type Server = { readonly pid: number; readonly socketDir: string; readonly adopted: boolean }

/**
 * Starts the server of a cluster, or adopts the one that its last owner left running.
 * One that is just stopping because its owner died is waited for.
 */
export async function startServer(cluster: Cluster): Promise<Server> {
  const deadline = performance.now() + startRetryMs
  for (;;) {
    const attempt = await startOnce(cluster)
    if (attempt.ok) return attempt.server
    if (performance.now() > deadline) throw new Error(`PostgreSQL did not start: ${attempt.reason}`)
    await sleep(retryPauseMs)
  }
}

type Attempt = { readonly ok: true; readonly server: Server } | { readonly ok: false; readonly reason: string }

async function startOnce(cluster: Cluster): Promise<Attempt> {
  const survivor = runningPostmaster(cluster.folder)
  if (survivor === undefined) return launch(cluster)

  const refusal = await refusalOf(survivor.socketDir)
  if (refusal !== undefined) return { ok: false, reason: `process ${survivor.pid} holds the cluster and answers: ${refusal}` }
  return { ok: true, server: { pid: survivor.pid, socketDir: survivor.socketDir, adopted: true } }
}

async function launch(cluster: Cluster): Promise<Attempt> {
  if (mistakenPid(cluster.folder) !== undefined) rmSync(pidFilePath(cluster.folder))
  const child = spawnPostgres(cluster)
  const lines = follow(child, cluster.log)
  for (const deadline = performance.now() + recoveryMsMax; performance.now() < deadline; await sleep(pollMs)) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return { ok: false, reason: lines.join(' | ') }
    const running = runningPostmaster(cluster.folder)
    if (running?.pid !== child.pid || running.status !== 'ready') continue

    child.unref()
    return { ok: true, server: { pid: child.pid, socketDir: cluster.socketDir, adopted: false } }
  }
  child.kill('SIGQUIT')
  return { ok: false, reason: `it was not ready after ${recoveryMsMax} ms: ${lines.join(' | ')}` }
}

function spawnPostgres({ binaries, folder, socketDir, account, fsync }: Cluster): ChildProcess {
  const settings = Object.entries({ ...steady(socketDir), ...(fsync ? durable : hasty) })
  const args = ['-D', folder, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const tied = dyingWithUs(binaries.postgres, args)
  const { file, args: spawnArgs, ...ids } = asAccount(account, tied.file, tied.args)
  // Its own session keeps a Ctrl-C for us from being one for the database, which must outlive our clean stop.
  return spawn(file, spawnArgs, { ...ids, env: binaries.environment, cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
}

function steady(socketDir: string): Record<string, string> {
  return {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '32MB',
    work_mem: '4MB',
    maintenance_work_mem: '16MB',
    max_wal_size: '256MB',
    jit: 'off',
    // Disks without arms: what is read in the order of an index need not be read whole and sorted.
    random_page_cost: '1.1',
    // One small machine: helpers for parallel queries and asynchronous reads would cost more memory than they save time.
    max_parallel_workers: '0',
    max_worker_processes: '2',
    autovacuum_max_workers: '2',
    io_method: 'sync',
    max_logical_replication_workers: '0',
    max_wal_senders: '0',
    wal_level: 'minimal',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A refused statement is the caller's to report; the server's own line could carry a customer's data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
  }
}

const durable = { fsync: 'on', synchronous_commit: 'on' }
const hasty = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }

function follow(child: ChildProcess, log: (line: string) => void): readonly string[] {
  const lines: string[] = []
  child.once('error', (error) => lines.push(error.message))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((part) => part.trim() !== '')) {
      lines.push(line)
      log(line)
    }
    lines.splice(0, lines.length - keptLines)
  })
  return lines
}

/** Why a server does not talk to us; undefined when it does. */
async function refusalOf(socketDir: string): Promise<string | undefined> {
  const client = new Client({ connectionString: socketUrl(socketDir, 'postgres'), connectionTimeoutMillis: startRetryMs })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await client.end()
  }
}

export function socketUrl(socketDir: string, database: string): string {
  return `postgresql://${superuser}@localhost/${database}?host=${encodeURIComponent(socketDir)}`
}

/** Aborts when the server is gone although nobody stopped it. An adopted one is no child of ours, so it is looked at rather than waited for. */
export function watchServer({ pid }: Server): Disposable & { readonly lost: AbortSignal } {
  const gone = new AbortController()
  const timer = setInterval(look, lookMs).unref()
  function look(): void {
    if (alive(pid)) return
    clearInterval(timer)
    gone.abort(new Error(`PostgreSQL (process ${pid}) has ended`))
  }
  return { lost: gone.signal, [Symbol.dispose]: () => clearInterval(timer) }
}

/** Stops it cleanly; one that does not end in time is stopped at once and recovers at its next start. */
export async function stopServer({ pid }: Server): Promise<void> {
  if (signalled(pid, 'SIGINT') && (await ended(pid, fastStopMs))) return
  if (signalled(pid, 'SIGQUIT') && !(await ended(pid, immediateStopMs))) throw new Error(`PostgreSQL (process ${pid}) does not stop`)
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  return alive(pid) && process.kill(pid, signal)
}

async function ended(pid: number, withinMs: number): Promise<boolean> {
  for (const deadline = performance.now() + withinMs; performance.now() < deadline; await sleep(pollMs)) {
    if (!alive(pid)) return true
  }
  return false
}

function alive(pid: number): boolean {
  return processFacts(pid)?.command === 'postgres'
}
