/** The typed procedures over HTTP, for live widgets and for clients of our own. */
import type { Caller, Services } from '@ministry/domain'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
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
 * Answers a request to `/api/trpc/…`. A post from another site is refused with 403: the framework guards forms only.
 * Source: API-1, ACC-5.
 */
export function answerProcedures(
  request: Request,
  { services, caller, onDefect }: HttpCall,
): Promise<Response> | Response {
  const origin = request.headers.get('origin')
  if (request.method !== 'GET' && origin !== null && origin !== new URL(request.url).origin)
    return new Response('This request came from another site.', { status: 403 })
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: rootRouter,
    createContext: () => ({ services, caller }),
    maxBatchSize: BATCH,
    // Our own pages ask by POST too, so that what is typed stands in no address.
    allowMethodOverride: true,
    onError({ error, path }) {
      if (error.code === 'INTERNAL_SERVER_ERROR') onDefect?.(error.cause ?? error, path)
    },
  })
}
