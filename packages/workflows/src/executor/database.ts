import { unavailable } from '@ministry/kernel/errors'
import pg from 'pg'

type Statement = string | pg.QueryConfig

/** Anything that carries statements: the pool or a transaction. */
export interface Queryable {
  query<Row extends object>(statement: Statement, values?: unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** Statements that come true together or not at all. */
export interface Transaction extends Queryable {
  /** Sends a statement whose answer nobody needs, without waiting for it: if it fails, the transaction fails. */
  send(statement: Statement, values?: unknown[]): void
}

export interface Database extends Queryable {
  /** Runs the work in one transaction, again if PostgreSQL chose it as the victim of a deadlock. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /**
   * Sends what both ask for in one round trip: the second statement sees all that was committed before the first ended.
   * Each is a transaction of its own. If one fails the other's result is lost.
   */
  bothInTurn<A, B>(
    first: (connection: Queryable) => Promise<A>,
    second: (connection: Queryable) => Promise<B>,
  ): Promise<[A, B]>
  close(): Promise<void>
}

/** Whether PostgreSQL will never take this, however often it is sent: a byte, a nesting or a size that it doesn't keep. */
export const isRefusedData = (error: unknown): boolean => /^(22|54)/.test((error as { code?: string }).code ?? '')

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
    // Statements are sent without waiting for the answer to those before them.
    pipeline: true,
  })
  let closing = false
  const onError = (error: unknown) => {
    if (!closing) options.onError(error)
  }
  pool.on('error', onError)
  // The pool hears idle connections only; one that breaks between two statements of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', onError))

  return {
    query: (statement, values) => pool.query(statement, values),
    async transaction(work) {
      for (let tried = 1; ; tried++) {
        try {
          return await once(pool, work)
        } catch (error) {
          if (tried >= TRIES || !DEADLOCK.has((error as { code?: string }).code ?? '')) throw error
        }
      }
    },
    async bothInTurn<A, B>(first: (of: Queryable) => Promise<A>, second: (of: Queryable) => Promise<B>) {
      const client = await pool.connect()
      const [one, other] = await Promise.allSettled([first(client), second(client)])
      client.release()
      if (one.status === 'rejected') throw one.reason
      if (other.status === 'rejected') throw other.reason
      return [one.value, other.value] as [A, B]
    },
    close() {
      closing = true
      return pool.end()
    },
  }
}

async function once<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const sent: Promise<pg.QueryResult>[] = []
  const send = (statement: Statement, values?: unknown[]) => {
    const answer = client.query(statement, values)
    // Heard below.
    answer.catch(() => undefined)
    sent.push(answer)
    return answer
  }
  let broken: Error | undefined
  try {
    send('begin').catch(() => undefined)
    const result = await work({
      query: (statement, values) => client.query(statement, values),
      send: (statement, values) => void send(statement, values),
    })
    const committed = send('commit')
    await Promise.all(sent)
    // A commit after a statement that failed unheard is answered like this, and not with an error.
    if ((await committed).command === 'ROLLBACK') throw unavailable('workflows.rolled-back')
    return result
  } catch (error) {
    await client.query('rollback').catch((failed: Error) => (broken = failed))
    // What comes after a failed statement fails because of it.
    throw (await firstFailure(sent)) ?? error
  } finally {
    client.release(broken)
  }
}

async function firstFailure(answers: Promise<unknown>[]): Promise<unknown> {
  const settled = await Promise.allSettled(answers)
  return settled.find((answer) => answer.status === 'rejected')?.reason
}
