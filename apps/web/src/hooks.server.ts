import { running } from '@ministry/api'
import { newId } from '@ministry/kernel/id'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { cookieName } from '#lib/cookie-name.ts'
import { become } from '#lib/server/become.ts'
import { isForeign } from '#lib/server/foreign.ts'
import { requestLevel } from '#lib/server/request-level.ts'
import { readSession } from '#lib/server/session.ts'

const themes = ['light', 'dark', 'system'] as const

export const handle: Handle = async ({ event, resolve }) => {
  const { locals, request } = event
  const { log } = running()
  const started = performance.now()
  locals.requestId = newId()
  locals.theme = themes.find((theme) => theme === event.cookies.get(cookieName(event.url, 'theme'))) ?? 'system'
  const origin = {
    id: locals.requestId,
    address: event.getClientAddress(),
    device: request.headers.get('user-agent')?.slice(0, 300),
  }
  locals.caller = { principal: null, request: origin }
  const refused = isForeign(request, event.url) && event.route.id !== cookieless
  if (!refused) become(event, await readSession(event))
  const response = refused
    ? new Response('This request came from another site.', { status: 403 })
    : await resolve(event, {
        transformPageChunk: ({ html }) => html.replace('%theme%', locals.theme),
        filterSerializedResponseHeaders: (name) => name === 'content-type',
      })
  response.headers.set('x-request-id', locals.requestId)
  // The framework leaves it out, and what is unsaid may be guessed wrong.
  if (response.headers.get('content-type') === 'text/html')
    response.headers.set('content-type', 'text/html; charset=utf-8')
  for (const [name, value] of Object.entries(defaults))
    if (!response.headers.has(name)) response.headers.set(name, value)
  const { status } = response
  log[requestLevel(status)](
    {
      request: locals.requestId,
      account: locals.account?.account.id,
      address: origin.address,
      method: request.method,
      route: event.route.id,
      status,
      ms: Math.round(performance.now() - started),
    },
    'request',
  )
  return response
}

/** Where only what a program brings along counts, and no cookie: whose page sends it says nothing there. */
const cookieless = '/api/v1/[...path]'

/** Beside what every answer of the server carries. Pages bring a policy of their own; nothing else may load anything. */
const defaults = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}

/** Whoever sees an error sees its id, and the log has the rest. Personal data stays out of both. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const id = event.locals.requestId ?? newId()
  if (kind !== 'unknown') return { id }
  running().log.error({ request: id, route: event.route.id, err: error }, 'defect')
  return { id, message: 'Something went wrong.' }
}
