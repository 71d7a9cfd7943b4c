/** The typed procedures over HTTP. Source: API-1. */
import { answerProcedures, running } from '@ministry/api'
import type { RequestHandler } from '@sveltejs/kit'

const handler: RequestHandler = ({ request, locals }) => {
  const { services, log } = running()
  return answerProcedures(request, {
    services,
    caller: locals.caller,
    onDefect: (err, path) => log.error({ request: locals.requestId, path, err }, 'defect'),
  })
}

export { handler as GET, handler as POST }
