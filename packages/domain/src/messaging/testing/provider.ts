/** A local server that speaks Postmark's protocol, keeps what it takes and fails as it is told. Only tests import this. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What goes wrong with the next call: nothing, the answer is lost after the mail was taken, it never arrives, too many, an outage. */
export type Fault = 'none' | 'lost-answer' | 'cut' | 'too-many' | 'outage'

interface Taken {
  MessageID: string
  To: string
  Metadata: { mail: string }
  MessageStream: string
}

/** Starts it; `faults` are used up one call each, then all is well. */
export async function startProvider() {
  const taken: Taken[] = []
  const faults: Fault[] = []
  const say = (response: ServerResponse, status: number, body: object) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

  async function handle(request: IncomingMessage, response: ServerResponse) {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const fault = faults.shift() ?? 'none'
    if (fault === 'cut') return void response.destroy()
    if (fault === 'too-many') return say(response, 429, { ErrorCode: 429, Message: 'Rate limit exceeded' })
    if (fault === 'outage') return say(response, 500, { ErrorCode: 0, Message: 'Internal server error' })
    const { pathname, searchParams } = new URL(request.url!, 'http://provider')
    if (request.method === 'GET' && pathname === '/messages/outbound') {
      const Messages = taken.filter(
        ({ Metadata, MessageStream }) =>
          Metadata.mail === searchParams.get('metadata_mail') && MessageStream === searchParams.get('messageStream'),
      )
      return say(response, 200, { TotalCount: Messages.length, Messages })
    }
    const { To, Metadata, MessageStream } = JSON.parse(text) as Taken
    const MessageID = `message-${taken.length + 1}`
    taken.push({ MessageID, To, Metadata, MessageStream })
    if (fault === 'lost-answer') return void response.destroy()
    say(response, 200, { To, MessageID, ErrorCode: 0, Message: 'OK', SubmittedAt: '2026-11-16T09:00:00Z' })
  }
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { baseUrl, taken, faults, stop: () => void server.close() }
}
