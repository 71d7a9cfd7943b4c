import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createExecutor, type Executor, type SdkHandler } from '../index.ts'

/**
 * A stand-in for an Inngest server, over HTTP: takes an application's registration, its events and checkpoints, and calls
 * its functions where it says that they are. What runs behind it is the embedded executor; it proves the way, not the server.
 */
export async function standInServer(connectionString: string): Promise<{ url: string; stop(): Promise<void> }> {
  const executor = createExecutor({ connectionString, random: () => 0 })
  const server = createServer((request, response) => {
    void answer(executor, request).then(async (answered) => {
      response.writeHead(answered.status, { 'content-type': 'application/json' })
      response.end(await answered.text())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      await executor.stop()
      server.close()
      server.closeAllConnections()
    },
  }
}

async function answer(executor: Executor, request: IncomingMessage): Promise<Response> {
  const body = await text(request)
  if (request.url?.startsWith('/fn/register')) {
    const { url, functions } = JSON.parse(body) as { url: string; functions: unknown[] }
    await executor.start(application(url, functions))
    return Response.json({ ok: true, modified: true })
  }
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  return executor.fetch(`http://stand-in${request.url}`, { method: request.method ?? 'GET', body, headers })
}

/** The application behind an address, as the executor wants it. */
const application =
  (at: string, functions: unknown[]): SdkHandler =>
  async ({ method, url, headers, body }) => {
    if (method === 'PUT') return { status: 200, headers: {}, body: JSON.stringify({ functions }) }
    const address = new URL(at)
    address.search = url.search
    const { host: _, ...sent } = headers
    const response = await fetch(address, { method, headers: sent, body: JSON.stringify(body) })
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
  }
