import { running } from '@ministry/api'
import { newId } from '@ministry/kernel/id'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { apiFor } from '#lib/server/api.ts'
import { readSession } from '#lib/server/session.ts'

const themes = ['light', 'dark', 'system'] as const

export const handle: Handle = async ({ event, resolve }) => {
  const { locals, request, url } = event
  const { services, log } = running()
  const started = performance.now()
  locals.requestId = newId()
  locals.theme = themes.find((theme) => theme === event.cookies.get('theme')) ?? 'system'
  locals.account = await readSession(event)
  const origin = {
    id: locals.requestId,
    address: event.getClientAddress(),
    device: request.headers.get('user-agent')?.slice(0, 300),
  }
  const caller = { principal: locals.account?.principal ?? null, request: origin }
  locals.api = apiFor({ services, caller }, url.pathname)
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%theme%', locals.theme),
    filterSerializedResponseHeaders: (name) => name === 'content-type',
  })
  response.headers.set('x-request-id', locals.requestId)
  for (const [name, value] of Object.entries(safetyHeaders))
    if (!response.headers.has(name)) response.headers.set(name, value)
  log.info(
    {
      request: locals.requestId,
      method: request.method,
      route: event.route.id,
      status: response.status,
      ms: Math.round(performance.now() - started),
    },
    'request',
  )
  return response
}

const safetyHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
}

/** Whoever sees an error sees its id, and the log has the rest. Personal data stays out of both. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const id = event.locals.requestId ?? newId()
  if (kind !== 'unknown') return { id }
  running().log.error({ request: id, route: event.route.id, err: error }, 'defect')
  return { id, message: 'Something went wrong.' }
}
