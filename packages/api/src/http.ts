/** The typed procedures over HTTP, for live widgets and for clients of our own. */
import type { Caller, Services } from '@ministry/domain'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { limitHeaders, takeCalls } from './limits.ts'
import { BODY_LIMIT, BodyTooLarge, readText } from './rest/read-input.ts'
import { rootRouter } from './root.ts'

/** Calls in one request at most. */
const BATCH = 20

export interface HttpCall {
  services: Services
  caller: Caller
  /** Told of defects, with the procedure's path; never of what the product itself refuses. */
  onDefect?: (error: unknown, path: string | undefined) => void
}

/**
 * Answers a request to `/api/trpc/…`. A post from another site is refused with 403: the framework guards forms only. Each call of a
 * batch counts against the limits of the account and the address (429), and a body has a megabyte at most (413).
 * Source: API-1, ACC-5.
 */
export async function answerProcedures(request: Request, { services, caller, onDefect }: HttpCall): Promise<Response> {
  const origin = request.headers.get('origin')
  if (request.method !== 'GET' && origin !== null && origin !== new URL(request.url).origin)
    return new Response('This request came from another site.', { status: 403 })
  const { principal } = caller
  const counted = await takeCalls(
    services,
    [['address', caller.request.address ?? ''], ...(principal ? [['account', principal.accountId] as const] : [])],
    callsIn(request),
  )
  const limits = limitHeaders(counted)
  if (!counted.passed) {
    const wait = Math.max(...counted.standings.filter(({ passed }) => !passed).map(({ resetIn }) => resetIn))
    return new Response('Too many calls.', { status: 429, headers: { ...limits, 'retry-after': String(wait) } })
  }
  let req = request
  if (request.method === 'POST')
    try {
      req = new Request(request.url, {
        ...{ method: 'POST', headers: request.headers },
        body: await readText(request, BODY_LIMIT),
      })
    } catch (error) {
      return new Response('The body is too long, or can’t be read.', {
        status: error instanceof BodyTooLarge ? 413 : 400,
      })
    }
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req,
    router: rootRouter,
    createContext: () => ({ services, caller }),
    maxBatchSize: BATCH,
    // Our own pages ask by POST too, so that what is typed stands in no address.
    allowMethodOverride: true,
    onError({ error, path }) {
      if (error.code === 'INTERNAL_SERVER_ERROR') onDefect?.(error.cause ?? error, path)
    },
  })
  for (const [name, value] of Object.entries(limits)) response.headers.set(name, value)
  return response
}

/** How many calls a request makes; also where its commas are written as `%2C`, for they are read so. */
function callsIn({ url }: Request): number {
  const { pathname } = new URL(url)
  return Math.min(BATCH, pathname.split(/,|%2c/i).length)
}
