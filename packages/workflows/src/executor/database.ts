import pg from 'pg'

/** Anything that carries statements: the pool or a transaction. */
export interface Queryable {
  query<Row extends object>(
    statement: string | pg.QueryConfig,
    values?: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>
}

export interface Database extends Queryable {
  /** Runs the work in one transaction, again if PostgreSQL chose it as the victim of a deadlock. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const DEADLOCK = new Set(['40P01', '40001'])
const TRIES = 5

/** A pool of connections for the executor. `connectionString` names its own role. */
export function openDatabase(options: {
  connectionString: string
  connections: number
  onError(error: unknown): void
}): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: 'ministry-executor',
    max: options.connections,
  })
  let closing = false
  const onError = (error: unknown) => {
    if (!closing) options.onError(error)
  }
  pool.on('error', onError)
  // The pool hears idle connections only; one that breaks between two statements of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', onError))

  const once = async <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch((failed: Error) => (broken = failed))
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    query: (statement, values) => pool.query(statement, values),
    async transaction(work) {
      for (let tried = 1; ; tried++) {
        try {
          return await once(work)
        } catch (error) {
          if (tried >= TRIES || !DEADLOCK.has((error as { code?: string }).code ?? '')) throw error
        }
      }
    },
    close() {
      closing = true
      return pool.end()
    },
  }
}
