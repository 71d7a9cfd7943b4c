/** Where an Inngest server calls the durable functions: there only if one is configured, and only for signed requests. Source: OPS-4. */
import { running } from '@ministry/api'
import type { RequestHandler } from '@sveltejs/kit'

const handler: RequestHandler = ({ request }) =>
  running().answerInngest?.(request) ?? new Response('Nothing is expected here.\n', { status: 404 })

export { handler as GET, handler as POST, handler as PUT }
