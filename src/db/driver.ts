import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { QueryResult as Answer } from 'pg'

/** Runs one statement and gives what the database answered. */
export type Run = (text: string, values: readonly unknown[]) => Promise<Answer>

/** Kysely over one function. What a connection is, and when one is taken, is the business of that function alone. */
export function dialectOver(run: Run): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOver(run),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function driverOver(run: Run): Driver {
  return {
    init: async () => undefined,
    acquireConnection: async () => oneStatement(run),
    beginTransaction: refuseTransaction,
    commitTransaction: refuseTransaction,
    rollbackTransaction: refuseTransaction,
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  }
}

async function refuseTransaction(): Promise<never> {
  throw new Error('transactions begin with transaction() of db/client.ts')
}

/** Kysely takes a connection for each statement. Whoever wants several on one connection wants a transaction, and is told. */
function oneStatement(run: Run): DatabaseConnection {
  let used = false
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      if (used) throw new Error('a connection is for one statement; several belong in transaction() of db/client.ts')
      used = true
      return kyselyResult(await run(sql, parameters))
    },
    streamQuery: () => {
      throw new Error('rows are read in pages, not streamed')
    },
  }
}

const counted: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

function kyselyResult<Row>({ command, rowCount, rows }: Answer): QueryResult<Row> {
  return counted.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows }
}
