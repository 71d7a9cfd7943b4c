/** The one door to rows: transactions that carry who asks, for row-level security, over Prisma and plain SQL alike. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { unavailable } from '@ministry/kernel/errors'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient, type Prisma } from './generated/client.ts'
import type { Sql } from './sql.ts'

/** What the policies of row-level security read. `scope` maps a right (`Person.read`) to the nodes whose subtree it covers. */
export interface RowContext {
  scope: Record<string, readonly string[]>
  personId?: string | undefined
  accountId?: string | undefined
  /** `role@node` of the seats that the person speaks for, own and as a deputy: whose requests they see. Source: APR-2. */
  seats?: readonly string[] | undefined
  /** The movement whose requests are moved on now: the power of the approvals' engine alone. Source: APR-7. */
  engine?: string | undefined
}
export interface TransactionOptions {
  /** PostgreSQL itself refuses every write: what queries run in. */
  readOnly?: boolean
  /** Milliseconds; long ones are for import chunks. */
  timeout?: number
}
/** One transaction: Prisma for the usual, `rows` for hand-written SQL, both on the same connection. */
export interface Transaction {
  prisma: Prisma.TransactionClient
  rows<Row extends object>(query: Sql): Promise<Row[]>
  /** The connection itself, for COPY. */
  client: pg.ClientBase
  /**
   * Goes on in another row context within the same transaction, and returns to the former one: for what is done with another
   * power than the asker's (an approved request is executed so). Never two at once on one transaction.
   */
  as<T>(context: RowContext, run: () => Promise<T>): Promise<T>
}
export interface Database {
  transaction<T>(context: RowContext, options: TransactionOptions, run: (tx: Transaction) => Promise<T>): Promise<T>
  /** One statement by itself, without a context: policies that ask for one show it nothing. */
  rows<Row extends object>(query: Sql): Promise<Row[]>
  /** Statements sent since the start: tests and metrics count with it. */
  statements(): number
  ping(): Promise<void>
  close(): Promise<void>
}

interface Opening {
  begin: string
  client?: pg.PoolClient
}

/** Opens a pool of connections as one of the product's roles; `url` never is the owner's. */
export function openDatabase(url: string, { max = 10 }: { max?: number } = {}): Database {
  const opening = new AsyncLocalStorage<Opening>()
  const count = { statements: 0 }
  const pool = new ContextPool({ connectionString: url, max, connectionTimeoutMillis: 10_000 }, opening, count)
  pool.on('error', () => {}) // an idle connection was cut; the next query opens another
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  })
  return {
    transaction(context, { readOnly = false, timeout }, run) {
      const state: Opening = { begin: beginStatement(context, readOnly) }
      return opening.run(state, () =>
        prisma.$transaction(
          (tx) =>
            run({
              prisma: tx,
              client: state.client!,
              rows: (query) => rowsOf(state.client!, query),
              as: (other, act) => switched(state.client!, context, other, act),
            }),
          timeout === undefined ? {} : { timeout },
        ),
      )
    },
    rows: (query) => rowsOf(pool, query),
    statements: () => count.statements,
    async ping() {
      await pool.query('select 1').catch((cause: unknown) => {
        throw unavailable('database.away', cause)
      })
    },
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

async function rowsOf<Row extends object>(client: pg.ClientBase | pg.Pool, { text, values }: Sql): Promise<Row[]> {
  // A prepared statement per shape: PostgreSQL parses and plans each text once a connection.
  const name = createHash('sha1').update(text).digest('base64')
  return (await client.query<Row>({ name, text, values: values })).rows
}

const literal = (value: string) => pg.escapeLiteral(value)
/** Rights grouped by the nodes they cover: most people hold all of theirs at one node. Policies unpack it for every statement. */
function packScope(scope: RowContext['scope']): string {
  const groups = Map.groupBy(Object.keys(scope), (right) => scope[right]!.join())
  return JSON.stringify([...groups.values()].map((rights) => ({ n: scope[rights[0]!], r: rights })))
}

/** BEGIN and the context in one round trip. Local settings: the pool's next user never inherits them. */
const beginStatement = (context: RowContext, readOnly: boolean) =>
  `begin${readOnly ? ' read only' : ''}; ${contextStatement(context)}`

function contextStatement({ scope, personId = '', accountId = '', seats = [], engine = '' }: RowContext) {
  const settings = {
    'app.scope': packScope(scope),
    'app.person': personId,
    'app.account': accountId,
    'app.seats': seats.join(),
    'app.engine': engine,
  }
  const calls = Object.entries(settings).map(([name, value]) => `set_config('${name}', ${literal(value)}, true)`)
  return `select ${calls.join(', ')}`
}

async function switched<T>(client: pg.ClientBase, from: RowContext, to: RowContext, act: () => Promise<T>): Promise<T> {
  await client.query(contextStatement(to))
  try {
    return await act()
  } finally {
    // Where the transaction has failed nothing can be set any more, and nothing needs to be.
    await client.query(contextStatement(from)).catch(() => {})
  }
}

/** A pool whose connections begin Prisma's transactions with our context, and hand the connection to the transaction. */
class ContextPool extends pg.Pool {
  readonly #opening: AsyncLocalStorage<Opening>
  readonly #count: { statements: number }

  constructor(config: pg.PoolConfig, opening: AsyncLocalStorage<Opening>, count: { statements: number }) {
    super(config)
    this.#opening = opening
    this.#count = count
    this.on('connect', (client) => this.#counted(client))
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: (...result: unknown[]) => void): void
  override connect(callback?: (...result: never[]) => void): Promise<pg.PoolClient> | void {
    if (callback) return super.connect(callback as never)
    return super.connect().then((client) => {
      const state = this.#opening.getStore()
      if (state) beginWith(client, state)
      return client
    })
  }

  #counted(client: pg.PoolClient) {
    // Asked of the prototype each time, so that whoever watches the driver sees every statement.
    client.query = ((...args: unknown[]) => {
      this.#count.statements++
      // Asked of the prototype each time, so that whoever watches the driver sees every statement.
      return Reflect.apply(pg.Client.prototype.query as (...rest: unknown[]) => unknown, client, args)
    }) as typeof client.query
  }
}

/** Prisma's first statement on the connection is BEGIN: it is replaced, once, by ours. */
function beginWith(client: pg.PoolClient, state: Opening) {
  const query = client.query
  client.query = ((...args: unknown[]) => {
    client.query = query
    const first = args[0] as string | { text: string }
    if (!/^begin$/i.test(typeof first === 'string' ? first : first.text))
      throw new Error('A transaction must begin with BEGIN')
    state.client = client
    return client.query(state.begin).then(() => ({ rows: [], fields: [], rowCount: 0 }))
  }) as typeof client.query
}
