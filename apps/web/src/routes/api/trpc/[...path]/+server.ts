/** The typed procedures over HTTP. Source: API-1. */
import { answerProcedures, running } from '@ministry/api'
import type { RequestHandler } from '@sveltejs/kit'

const handler: RequestHandler = ({ request, locals, getClientAddress }) => {
  const { services, log } = running()
  const device = request.headers.get('user-agent')?.slice(0, 300)
  return answerProcedures(request, {
    services,
    caller: {
      principal: locals.account?.principal ?? null,
      request: { id: locals.requestId, address: getClientAddress(), device },
    },
    onDefect: (err, path) => log.error({ request: locals.requestId, path, err }, 'defect'),
  })
}

export { handler as GET, handler as POST }
