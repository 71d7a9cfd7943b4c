/** The product on a database of the bench's own, with a connection beside it that does the same work in plain SQL. */
import { createServer, request, Agent, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openProduct, setRunning, type Product } from '@ministry/api'
import { createPasswords, passwordPepper } from '@ministry/auth'
import { ensureLogins } from '@ministry/db'
import { migrate } from '@ministry/db/migrate'
import { startPostgres } from '@ministry/db/postgres'
import { systemClock } from '@ministry/kernel/calendar'
import { largeHandles, seedLarge } from '@ministry/seed'
import pg from 'pg'
import superjson from 'superjson'
import { setForHandler } from '../environment.ts'
import { receive } from '../receive.ts'

/** The header by which somebody comes from elsewhere. */
const ADDRESS = 'x-bench-address'
const SECRET = 'bench'.repeat(8)

export interface Stage {
  product: Product
  owner: pg.Pool
  ownerUrl: string
  /** One connection as the application's role, for the plain SQL side. */
  plain: pg.Client
  origin: string
  /** Calls a procedure over HTTP with a session, from an address of its own where one is given. */
  call(path: string, input: unknown, session: string, method?: 'GET' | 'POST', address?: string): Promise<unknown>
  sessionOf(accountId: string): Promise<string>
  close(): Promise<void>
}

/**
 * Makes the stage: embedded server, migrations, the large seed of this size, the web server. The folder goes at the end, unless it is
 * to be kept for the next run.
 */
export async function openStage(
  folder: string,
  size: { people: number; nodes: number },
  { keep = false } = {},
): Promise<Stage> {
  mkdirSync(folder, { recursive: true })
  const server = await startPostgres({ dataDir: join(folder, 'data'), database: 'bench' })
  await migrate(server.url)
  const { hash } = createPasswords({ pepper: passwordPepper(SECRET) })
  await seedLarge(server.url, { ...size, hash })
  await quiet(server.url)
  const urls = await ensureLogins(server.url, SECRET)
  const environment = {
    origin: 'http://127.0.0.1',
    secret: SECRET,
    // What is measured is never refused.
    callLimits: { account: 1e9, address: 1e9 },
    postmarkToken: undefined,
    mailFrom: 'Bench <bench@localhost>',
    logLevel: 'silent',
    files: {
      place: { folder: join(folder, 'files') },
      limits: { fileBytes: 10_000_000, perSubject: 10, dailyFiles: 100, dailyBytes: 200_000_000 },
    },
  }
  const product = await openProduct({ ...environment, secondFactor: 'asked', urls, clock: systemClock })
  setRunning(product)
  setForHandler()
  const web = await serve()
  const { port } = web.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const owner = new pg.Pool({ connectionString: server.url, max: 2 })
  // At the end the server may be quicker to close a connection than the pool.
  owner.on('error', () => {})
  // What the seed wrote goes to disk now, not in the middle of the first measurement.
  await owner.query('checkpoint')
  const plain = new pg.Client({ connectionString: urls.app })
  await plain.connect()
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  return {
    product,
    owner,
    ownerUrl: server.url,
    plain,
    origin,
    call: (path, input, session, method = 'GET', address) => call(agent, port, path, input, session, method, address),
    sessionOf: (accountId) =>
      product.services.authDb.transaction(
        { scope: {} },
        {},
        async (tx) => (await product.sessions.open(tx, accountId, {})).token,
      ),
    async close() {
      agent.destroy()
      web.close()
      web.closeAllConnections()
      await plain.end()
      await owner.end()
      await product.close()
      await server.stop()
      if (!keep) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Automations stand still: three hundred thousand people who come in at once would be written to while something else is measured. */
async function quiet(ownerUrl: string) {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(
    `insert into automation_setting (node_id, automation, enabled, updated_at, updated_by)
     select n.id, a, false, now(), $1 from org_node n cross join unnest(array['welcome', 'pre-graduate', 'alumni', 're-engage']) a
      where n.parent_id is null on conflict do nothing`,
    [largeHandles.national.personId],
  )
  await client.query(`insert into sign_watermark (id, gathered) values ('signs', now()) on conflict do nothing`)
  await client.end()
}

async function serve(): Promise<Server> {
  const { handler } = (await import(new URL('../build/handler.js', import.meta.url).href)) as {
    handler: (request: unknown, response: unknown) => void
  }
  const server = createServer((incoming, response) => {
    receive(incoming, response, { givenOrigin: undefined, addressFrom: { header: ADDRESS, proxies: 1 } })
    handler(incoming, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function call(
  agent: Agent,
  port: number,
  path: string,
  input: unknown,
  session: string,
  method: 'GET' | 'POST',
  address = '127.0.0.1',
) {
  const body = JSON.stringify(superjson.serialize(input))
  const query = method === 'GET' ? `?input=${encodeURIComponent(body)}` : ''
  return new Promise<unknown>((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method,
        path: `/api/trpc/${path}${query}`,
        headers: {
          cookie: `session=${session}`,
          [ADDRESS]: address,
          ...(method === 'POST' && { 'content-type': 'application/json' }),
        },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => {
          if (response.statusCode !== 200)
            return reject(new Error(`${path} answered ${response.statusCode}: ${text.slice(0, 300)}`))
          resolve(superjson.deserialize((JSON.parse(text) as { result: { data: never } }).result.data))
        })
      },
    )
    sent.once('error', reject)
    sent.end(method === 'POST' ? body : undefined)
  })
}
