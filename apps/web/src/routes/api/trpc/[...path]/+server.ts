/** The typed procedures over HTTP, for live widgets and for clients of our own. */
import { running } from '@ministry/api'
import { rootRouter } from '@ministry/api'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { error, type RequestHandler } from '@sveltejs/kit'

const handler: RequestHandler = ({ request, locals, url, getClientAddress }) => {
  // SvelteKit guards form posts only; a JSON post from another site is refused here.
  const origin = request.headers.get('origin')
  if (request.method !== 'GET' && origin !== null && origin !== url.origin) error(403, { message: 'This request came from another site.', id: locals.requestId })
  const caller = {
    principal: locals.account?.principal ?? null,
    request: { id: locals.requestId, address: getClientAddress(), device: request.headers.get('user-agent')?.slice(0, 300) },
  }
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: rootRouter,
    createContext: () => ({ services: running().services, caller }),
    maxBatchSize: 20,
    onError: ({ error: thrown, path }) => {
      if (thrown.code === 'INTERNAL_SERVER_ERROR') running().log.error({ request: locals.requestId, path, err: thrown.cause ?? thrown }, 'defect')
    },
  })
}

export { handler as GET, handler as POST }
