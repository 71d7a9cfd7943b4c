import { isRefusedData } from './database.ts'
import { checkpoint, sentEvents, type Op, type SentEvent } from './protocol.ts'

export interface ApiHandlers {
  accept(events: SentEvent[], seed: string | undefined): Promise<string[]>
  /** False if the call that reports must end here. */
  checkpoint(reported: { runId: string; jobId: string; generation: number; steps: Op[] }): Promise<boolean>
}

const EVENTS = /^\/e\/[^/]+$/
const CHECKPOINT = /^\/v1\/checkpoint\/([^/]+)\/async$/

/**
 * What an Inngest server offers its SDK, as a `fetch`: events and checkpoints. Anything else is answered with 404 and a
 * sentence. Source: SDK spec §5 (event API), §10.3.1 (checkpoint).
 */
export function apiFetch(handlers: ApiHandlers): typeof globalThis.fetch {
  return async (input, init) => {
    const call = await read(input, init)
    const { pathname } = call.url
    if (call.method === 'POST' && EVENTS.test(pathname)) return acceptEvents(call, handlers)
    const [, runId] = CHECKPOINT.exec(pathname) ?? []
    if (call.method === 'POST' && runId) return saveCheckpoint(call, decodeURIComponent(runId), handlers)
    return answer(404, { error: `The embedded executor doesn't offer ${call.method} ${pathname}.`, status: 404 })
  }
}

interface ApiCall {
  method: string
  url: URL
  /** Undefined if the body isn't JSON. */
  body: unknown
  header(name: string): string | undefined
}

/** The SDK gives a text as the body, which needs no stream to be read. */
async function read(input: string | URL | Request, init: RequestInit = {}): Promise<ApiCall> {
  const plain = !(input instanceof Request) && typeof init.body === 'string'
  const request = plain ? undefined : new Request(input, init)
  return {
    method: request?.method ?? init.method ?? 'GET',
    url: new URL(input instanceof Request ? input.url : input),
    body: parse(request ? await request.text() : (init.body as string)),
    header: (name) => (request?.headers ?? new Headers(init.headers)).get(name) ?? undefined,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const answer = (status: number, body: unknown) => Response.json(body, { status })

async function acceptEvents({ body, header }: ApiCall, { accept }: ApiHandlers): Promise<Response> {
  const read = sentEvents.safeParse(body)
  if (!read.success) return answer(400, { error: `Not an event: ${read.error.message}`, status: 400 })
  const reserved = read.data.find(({ name }) => name.startsWith('inngest/'))
  if (reserved) return answer(400, { error: `The event name ${reserved.name} is reserved.`, status: 400 })
  try {
    const ids = await accept(read.data, header('x-inngest-event-id-seed'))
    return answer(200, { ids, status: 200 })
  } catch (error) {
    if (!isRefusedData(error)) throw error
    return answer(400, { error: `An event can't be kept: ${(error as Error).message}`, status: 400 })
  }
}

async function saveCheckpoint({ body }: ApiCall, runId: string, handlers: ApiHandlers): Promise<Response> {
  const read = checkpoint.safeParse(body)
  if (!read.success) return answer(400, { error: `Not a checkpoint: ${read.error.message}`, status: 400 })
  const { qi_id: jobId, generation_id: generation, steps } = read.data
  const goOn = await handlers.checkpoint({ runId, jobId, generation, steps })
  // The SDK looks at the status only.
  return goOn ? new Response(null) : answer(409, { error: 'stale', code: 'stale_dispatch' })
}
