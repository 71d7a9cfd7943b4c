/**
 * `node server.ts`: the whole product in one process tree: PostgreSQL from npm (unless DATABASE_URL names another),
 * migrations, demo movement, durable workflows, web. `--dev` serves the pages through Vite.
 */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Product } from '@ministry/api'
import { MinistryError } from '@ministry/kernel/errors'
import { systemClock } from '@ministry/kernel/calendar'
import { readEnvironment, setForHandler, type Environment } from './environment.ts'
import { announce } from './announce.ts'
import { assertPortFree } from './port.ts'
import { receive } from './receive.ts'
import { openStore } from './store.ts'

const dev = process.argv.includes('--dev')

try {
  await main(readEnvironment())
} catch (error) {
  console.error(`\n${sentenceOf(error)}\n`)
  process.exit(1)
}

async function main(environment: Environment) {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    while (stops.length) await stops.pop()!().catch((error: unknown) => console.error(sentenceOf(error)))
  }
  let stopping: Promise<void> | undefined
  const end = (code: number) => void (stopping ??= stop().then(() => process.exit(code)))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))
  try {
    await assertPortFree(environment)
    const store = await openStore(environment)
    stops.push(store.close)
    const { openProduct, setRunning } = await import('@ministry/api')
    const { urls, enliven } = store
    const begin = enliven && ((services: Product['services']) => enliven(services, systemClock))
    const product = await openProduct({ ...environment, urls, clock: systemClock, begin })
    stops.push(product.close)
    setRunning(product)
    setForHandler()
    const server = createServer()
    const pages = await listener(server)
    server.on('request', (request, response) => {
      receive(request, response, environment)
      pages(request, response)
    })
    await listen(server, environment)
    stops.push(() => closeServer(server))
    await announce(environment, product, store.demo)
  } catch (error) {
    await stop()
    throw error
  }
}

async function listener(server: Server): Promise<RequestListener> {
  if (dev) {
    const { createServer: createVite } = await import('vite')
    const vite = await createVite({ root: import.meta.dirname, server: { middlewareMode: true, hmr: { server } } })
    return vite.middlewares
  }
  const { handler } = (await import(new URL('build/handler.js', import.meta.url).href)) as { handler: RequestListener }
  return handler
}

function listen(server: Server, { port, host }: Environment) {
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

/** Lets requests at hand finish, for a few seconds at most. */
function closeServer(server: Server) {
  return new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => {
      server.closeAllConnections()
      // Sockets that a page of development holds open are no connections of the server's any more.
      resolve()
    }, 3000).unref()
  })
}

function sentenceOf(error: unknown): string {
  if (error instanceof MinistryError) return error.cause instanceof Error ? error.cause.message : error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
