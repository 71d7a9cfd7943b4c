/** The public procedures over HTTP. Source: API-1. */
import { answerRest, running } from '@ministry/api'
import type { RequestHandler } from '@sveltejs/kit'

/** Every method comes here, so that a wrong one is told which are right. */
export const fallback: RequestHandler = ({ request, locals, getClientAddress }) => {
  const { services, log } = running()
  return answerRest(request, {
    services,
    request: { id: locals.requestId, address: getClientAddress() },
    onDefect: (err, path) => log.error({ request: locals.requestId, path, err }, 'defect'),
  })
}
