import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseAccount } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { makeSocketDir, prepareCluster } from './embedded/cluster.ts'
import { own } from './embedded/owner.ts'
import { runningPostmaster } from './embedded/postmaster.ts'
import { EmbeddedRefusal } from './embedded/refusal.ts'
import { socketUrl, startServer, stopServer, watchServer } from './embedded/server.ts'

export type EmbeddedOptions = {
  readonly dataDir: string
  /** Off only where losing everything in a power cut is fine: tests. */
  readonly fsync: boolean
  readonly log: (line: string) => void
  /** False keeps root from using a user namespace even where it could. */
  readonly namespaces?: boolean
  /** Called once the directory is ours, long before the server answers. */
  readonly onOwned?: () => void
}

export type Embedded = AsyncDisposable & {
  /** For `pg`: a Unix socket, never a port. */
  readonly url: string
  /** True when the server was already running, left behind by an owner that was killed. */
  readonly adopted: boolean
  readonly pid: number
  /** Aborts when the server ends although nobody stopped it. Whoever owns it should end too and start anew. */
  readonly lost: AbortSignal
}

/** The one that every cluster has: nothing else lives in this cluster. */
const database = 'postgres'
const socketPathBytesMax = 100
const socketName = '.s.PGSQL.5432'

/** Starts the PostgreSQL that lives in a data directory, which this process then owns. Throws an EmbeddedRefusal when a person must act. */
export async function startEmbedded({ dataDir, fsync, log, namespaces, onOwned }: EmbeddedOptions): Promise<Embedded> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const home = realpathSync(dataDir)
  await using undo = new AsyncDisposableStack()
  undo.use(own(home))
  onOwned?.()

  const binaries = findBinaries({ dataDir: home })
  const folder = clusterFolder(home)
  const account = chooseAccount(folder, namespaces)
  // Somebody else must be able to pass through to their own folder; what else lies here is closed by its own mode.
  if (account.kind === 'other') chmodSync(home, 0o711)
  await prepareCluster(folder, { binaries, account, fsync })
  const socketDir = socketFolder(home)
  makeSocketDir(socketDir, account)
  undo.defer(() => rmSync(socketDir, { recursive: true, force: true }))

  const server = await startServer({ folder, socketDir, binaries, account, fsync, log })
  undo.defer(() => stopServer(server))
  const watch = undo.use(watchServer(server))
  const owned = undo.move()
  return {
    url: socketUrl(server.socketDir, database),
    adopted: server.adopted,
    pid: server.pid,
    lost: watch.lost,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** The address of the server that another process runs in this data directory; undefined when none does. */
export function connectRunning(dataDir: string): string | undefined {
  const running = runningPostmaster(clusterFolder(dataDir))
  return running === undefined || running.status !== 'ready' ? undefined : socketUrl(running.socketDir, database)
}

function clusterFolder(home: string): string {
  return join(home, 'postgres')
}

/** A socket's address has some hundred bytes: a deep data directory gets a short folder of its own among the temporary files. */
function socketFolder(home: string): string {
  const near = join(home, 'socket')
  if (Buffer.byteLength(join(near, socketName)) <= socketPathBytesMax) return near

  const far = join(tmpdir(), `punte-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`)
  const found = lstatSync(far, { throwIfNoEntry: false })
  const ours = found === undefined || (found.isDirectory() && (process.getuid?.() === 0 || found.uid === process.getuid?.()))
  if (!ours)
    throw new EmbeddedRefusal(
      `${far}, which the database needs for its socket, belongs to somebody else: remove it or use a shorter DATA_DIR.`,
    )
  return far
}
