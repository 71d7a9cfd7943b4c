/** A process of its own that reads what it is sent and answers others meanwhile: for measuring. Only tests start it. */
import { createServer } from 'node:http'
import { readTable } from '../read-table.ts'

const peak = { heap: 0 }
const look = () => (peak.heap = Math.max(peak.heap, process.memoryUsage().heapUsed))
setInterval(look, 20).unref()

const server = createServer((request, response) => {
  const answer = (body: object) => response.end(JSON.stringify(body))
  if (request.method === 'GET') return void answer({})
  const before = process.memoryUsage().heapUsed
  peak.heap = before
  void (async () => {
    try {
      // What is refused early is still taken off the line, so that the answer arrives.
      const table = await readTable(request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>)
      for await (const _ of table.rows) look()
      return { code: 'read' }
    } catch (error) {
      return { code: (error as { code?: string }).code ?? String(error) }
    }
  })().then(({ code }) => {
    request.resume()
    answer({ code, megabytes: (peak.heap - before) / 1024 / 1024 })
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port))
