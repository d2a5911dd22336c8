import { Client } from 'pg'

/** Held by one worker of all instances; given up when its holder ends, and by the database when its process dies. */
export type Lock = AsyncDisposable & {
  /** Aborts when the connection that held the lock is gone: somebody else may hold it now. */
  readonly lost: AbortSignal
}

export type Locks = AsyncDisposable & {
  /** The lock of that name, or undefined while somebody has it. Never waits. */
  tryLock(name: string): Promise<Lock | undefined>
}

type Session = { readonly ask: Ask; readonly end: () => Promise<void>; readonly lost: AbortController }
/** Whether what was asked about the name is so. */
type Ask = (statement: string, name: string) => Promise<boolean>

/** Named locks of one process: advisory locks of one connection, so that they outlive no process. */
export function openLocks(url: string): Locks {
  const held = new Set<string>()
  let session: Promise<Session> | undefined

  return { tryLock, [Symbol.asyncDispose]: close }

  async function tryLock(name: string): Promise<Lock | undefined> {
    if (held.has(name)) return undefined
    held.add(name)
    try {
      const session = await connected()
      if (await session.ask('select pg_try_advisory_lock(hashtextextended($1, 0)) as so', name))
        return { lost: session.lost.signal, [Symbol.asyncDispose]: () => unlock(name, session) }
      held.delete(name)
      return undefined
    } catch (error) {
      held.delete(name)
      throw error
    }
  }

  async function unlock(name: string, { ask, lost }: Session): Promise<void> {
    held.delete(name)
    if (!lost.signal.aborted) await ask('select pg_advisory_unlock(hashtextextended($1, 0)) as so', name)
  }

  function connected(): Promise<Session> {
    session ??= connect(url, () => {
      session = undefined
    })
    return session
  }

  async function close(): Promise<void> {
    const open = session
    session = undefined
    if (open !== undefined) await (await open).end()
  }
}

async function connect(url: string, onEnd: () => void): Promise<Session> {
  const lost = new AbortController()
  const client = new Client({ connectionString: url, application_name: 'punte locks', keepAlive: true })
  client.on('error', end)
  client.on('end', end)
  function end(): void {
    onEnd()
    lost.abort(new Error('the connection that held the lock is gone'))
  }
  try {
    await client.connect()
    return { ask: oneAtATime(client), end: () => client.end(), lost }
  } catch (error) {
    onEnd()
    throw error
  }
}

/** Many ask at one moment and the connection answers one: the others wait here. */
function oneAtATime(client: Client): Ask {
  let last: Promise<unknown> = Promise.resolve()
  return (statement, name) => {
    const answer = last.then(async () => (await client.query<{ so: boolean }>(statement, [name])).rows[0]?.so === true)
    last = answer.catch(() => undefined)
    return answer
  }
}
