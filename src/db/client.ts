import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely } from 'kysely'
import { Pool, types, type CustomTypesConfig, type PoolClient } from 'pg'
import { dialectOver } from './driver.ts'
import type { Schema } from './schema.ts'

const connectionsMax = 10
const connectMsMax = 10_000
const statementMsMax = 60_000
/** A transaction that waits for us this long is holding locks for nothing. */
const idleInTransactionMsMax = 30_000
const triesMax = 5
/** The longest first rest before another try; each further one may be twice as long. */
const restMs = 50

/** Lets one thing that the database does for us go on. The simulation decides when; everybody else at once. */
export type Step = <Result>(label: string, run: () => Promise<Result>) => Promise<Result>

/** Waits for a part of so many milliseconds that chance chooses. The simulation has its own chance and time. */
export type Rest = (upToMs: number) => Promise<void>

export type DbOptions = {
  readonly step?: Step
  readonly rest?: Rest
  readonly connectionsMax?: number
  /** An idle connection broke. The next statement takes another, so this is for the log. */
  readonly onLost?: (error: Error) => void
}

export type Db = Kysely<Schema> & { readonly seam: Seam }

/** A handle that lives as long as its transaction. */
export type Tx = Kysely<Schema> & {
  /** Does this once the transaction is committed, and never when it is not. */
  readonly onCommit: (effect: Effect) => void
}

type Seam = { readonly pool: Pool; readonly step: Step; readonly rest: Rest }

/** Opens a pool on a `postgresql://` address. Nothing connects before the first statement. */
export function openDb(url: string, options: DbOptions = {}): Db {
  const pool = new Pool({
    connectionString: url,
    types: typeParsers,
    max: options.connectionsMax ?? connectionsMax,
    connectionTimeoutMillis: connectMsMax,
    statement_timeout: statementMsMax,
    idle_in_transaction_session_timeout: idleInTransactionMsMax,
    application_name: 'punte',
  })
  pool.on('error', options.onLost ?? (() => undefined))
  const end = endOf(pool)
  const step = options.step ?? atOnce
  const dialect = dialectOver((text, values) => step(text, () => pool.query(text, [...values])))
  return Object.assign(new Kysely<Schema>({ dialect }), {
    seam: { pool, step, rest: options.rest ?? restOnMachine },
    destroy: end,
    [Symbol.asyncDispose]: end,
  })
}

/** A pool calls itself ended once it has said goodbye on every connection; this waits until each is closed, so that a server may stop after it. */
function endOf(pool: Pool): () => Promise<void> {
  const closed = Promise.withResolvers<undefined>()
  let open = 0
  pool.on('connect', () => void (open += 1))
  pool.on('remove', () => {
    open -= 1
    if (pool.ending && open === 0) closed.resolve(undefined)
  })
  return async () => {
    await pool.end()
    if (open > 0) await closed.promise
  }
}

function atOnce<Result>(_label: string, run: () => Promise<Result>): Promise<Result> {
  return run()
}

async function restOnMachine(upToMs: number): Promise<void> {
  await sleep(Math.random() * upToMs)
}

/**
 * Runs `work` in one transaction, again from its start when the database chose it to give way to another.
 * No call to the outside is made in it: the locks would last as long as somebody else's server pleases.
 */
export async function transaction<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const { result, effects } = await committed(db.seam, work)
  for (const effect of effects) await effect()
  return result
}

type Effect = () => void | Promise<void>
type Committed<Result> = { readonly result: Result; readonly effects: readonly Effect[] }

async function committed<Result>({ pool, step, rest }: Seam, work: (tx: Tx) => Promise<Result>): Promise<Committed<Result>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step('transaction', () => runOnce(pool, work))
    } catch (error) {
      if (attempt === triesMax || !gaveWay(error)) throw error
    }
    await rest(restMs * 2 ** (attempt - 1))
  }
}

const serializationFailure = '40001'
const deadlockDetected = '40P01'

function gaveWay(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === serializationFailure || code === deadlockDetected
}

async function runOnce<Result>(pool: Pool, work: (tx: Tx) => Promise<Result>): Promise<Committed<Result>> {
  const client = await pool.connect()
  const effects: Effect[] = []
  const handle = openHandle(client, effects)
  try {
    await client.query('begin')
    const result = await work(handle.tx)
    handle.close()
    await commit(client)
    client.release()
    return { result, effects }
  } catch (error) {
    handle.kill()
    await rollback(client)
    throw error
  }
}

type Handle = { readonly tx: Tx; close(): void; kill(): void }

/** After the end the connection is somebody else's, so a statement that was not awaited must be loud, not lost. */
function openHandle(client: PoolClient, effects: Effect[]): Handle {
  let open = true
  let unfinished = 0
  const dialect = dialectOver(async (text, values) => {
    if (!open) throw new Error(`a statement came after its transaction had ended, an await is missing: ${text}`)
    unfinished += 1
    try {
      return await client.query(text, [...values])
    } finally {
      unfinished -= 1
    }
  })
  const tx = Object.assign(new Kysely<Schema>({ dialect }), {
    onCommit(effect: Effect): void {
      if (!open) throw new Error('an effect came after its transaction had ended, an await is missing')
      effects.push(effect)
    },
  })
  return {
    tx,
    close() {
      open = false
      if (unfinished > 0) throw new Error(`${unfinished} statements of a transaction were not awaited before its end`)
    },
    kill() {
      open = false
    },
  }
}

async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('commit')
  // PostgreSQL answers a commit after a failed statement with a rollback, and without an error.
  if (command !== 'COMMIT') throw new Error('the transaction was rolled back: one of its statements had failed')
}

async function rollback(client: PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch (error) {
    client.release(error instanceof Error ? error : true)
  }
}

const dateType = 1082

/** Dates without a time are texts: a JavaScript date would put them into some time zone. 8-byte integers and numerics are texts by themselves. */
const typeParsers: CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') => {
    if (id === dateType && format !== 'binary') return (text: string) => text
    return format === undefined ? types.getTypeParser(id) : types.getTypeParser(id, format)
  },
}
