import type { Io } from '#core/seam.ts'
import { callAdmin, type Call, type Connection, type Reply } from './transport.ts'

/** The Admin API of one shop. */
export type Admin = {
  read(document: string, variables: Record<string, unknown>): Promise<Reply>
  /** A lost answer is an `unknown-outcome`. */
  write(document: string, variables: Record<string, unknown>): Promise<Reply>
}

export function admin(io: Pick<Io, 'fetch' | 'deadline'>, connection: Connection): Admin {
  return {
    read: (document, variables) => call({ document, variables, writes: false }),
    write: (document, variables) => call({ document, variables, writes: true }),
  }

  function call(one: Call): Promise<Reply> {
    return callAdmin(io, connection, one)
  }
}
