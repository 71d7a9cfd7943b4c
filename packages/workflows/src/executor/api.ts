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
    const request = new Request(input, init)
    const { pathname } = new URL(request.url)
    if (request.method === 'POST' && EVENTS.test(pathname)) return acceptEvents(request, handlers)
    const [, runId] = CHECKPOINT.exec(pathname) ?? []
    if (request.method === 'POST' && runId) return saveCheckpoint(request, decodeURIComponent(runId), handlers)
    return answer(404, { error: `The embedded executor doesn't offer ${request.method} ${pathname}.`, status: 404 })
  }
}

const answer = (status: number, body: unknown) => Response.json(body, { status })
const json = (request: Request): Promise<unknown> => request.json().catch(() => undefined)

async function acceptEvents(request: Request, { accept }: ApiHandlers): Promise<Response> {
  const read = sentEvents.safeParse(await json(request))
  if (!read.success) return answer(400, { error: `Not an event: ${read.error.message}`, status: 400 })
  const reserved = read.data.find(({ name }) => name.startsWith('inngest/'))
  if (reserved) return answer(400, { error: `The event name ${reserved.name} is reserved.`, status: 400 })
  const ids = await accept(read.data, request.headers.get('x-inngest-event-id-seed') ?? undefined)
  return answer(200, { ids, status: 200 })
}

async function saveCheckpoint(request: Request, runId: string, handlers: ApiHandlers): Promise<Response> {
  const read = checkpoint.safeParse(await json(request))
  if (!read.success) return answer(400, { error: `Not a checkpoint: ${read.error.message}`, status: 400 })
  const { qi_id: jobId, generation_id: generation, steps } = read.data
  const goOn = await handlers.checkpoint({ runId, jobId, generation, steps })
  return goOn ? answer(200, { data: null }) : answer(409, { error: 'stale', code: 'stale_dispatch' })
}
