/** The public procedures over HTTP: the same verbs, permissions, scopes and audit as everywhere. Source: API-1, ACC-6. */
import { includesScope } from '@ministry/access'
import type { CallingClient } from '@ministry/auth'
import type { Caller, Services } from '@ministry/domain'
import { invalidInput, MinistryError } from '@ministry/kernel/errors'
import { limitHeaders, takeCalls, type Counted } from '../limits.ts'
import { openApiDocument } from './document.ts'
import { operationAt, type Operation } from './operations.ts'
import { problemAnswer, statusOf } from './problem.ts'
import { BODY_LIMIT, BodyTooLarge, readInput } from './read-input.ts'

export interface RestCall {
  services: Services
  /** Of the request, as the log and the audit know it. The device is the client's own, from its credential. */
  request: { id: string; address: string }
  /** Told of defects, with the procedure's path; never of what the product itself refuses. */
  onDefect?: (error: unknown, path: string) => void
}
const BASE = '/api/v1'
const json = { 'content-type': 'application/json', 'cache-control': 'no-store' }

/**
 * Answers a request to `/api/v1/…`. Only a bearer credential counts: no cookie is read, so that no other site can act in anybody's
 * name, and none is told that it may read the answers (no CORS). Refusals are problem details.
 */
export async function answerRest(request: Request, call: RestCall): Promise<Response> {
  const { services } = call
  const { id, address } = call.request
  const path = new URL(request.url).pathname.slice(BASE.length)
  const found = operationAt(request.method, path)
  const counted = await takeCalls(services, [['address', address]], 1)
  if (!counted.passed) return tooMany(counted, id)
  const headers = () => limitHeaders(counted)
  if (path === '/openapi.json' && request.method === 'GET')
    return new Response(JSON.stringify(openApiDocument(services.origin)), { headers: { ...json, ...headers() } })
  if ('methods' in found) {
    if (!found.methods.length) return problemAnswer({ kind: 'NotFound', status: 404 }, id, headers())
    const allow = { allow: [...new Set(found.methods)].join(', ') }
    return problemAnswer({ kind: 'InvalidInput', status: 405, detail: 'Not by this method.' }, id, {
      ...headers(),
      ...allow,
    })
  }
  const { operation, fields } = found
  try {
    const admitted = await admit(request, operation, call, counted)
    if (admitted instanceof Response) return admitted
    const input = await readInput(request, operation, fields)
    const output = (await operation.verb.call(services, admitted, input)) as unknown
    return new Response(JSON.stringify(output), { headers: { ...json, ...headers() } })
  } catch (error) {
    return refusal(error)
  }

  function refusal(error: unknown): Response {
    if (error instanceof BodyTooLarge) {
      const detail = `The body is longer than ${BODY_LIMIT} bytes.`
      return problemAnswer({ kind: 'LimitReached', status: 413, detail }, id, headers())
    }
    if (error instanceof MinistryError) {
      const { kind, code, values, issues, message } = error
      const wait: Record<string, string> = values['retryAfter'] ? { 'retry-after': String(values['retryAfter']) } : {}
      const detail = code ? undefined : message
      return problemAnswer({ kind, status: statusOf(kind), code, values, issues, detail }, id, {
        ...headers(),
        ...wait,
      })
    }
    call.onDefect?.(error, operation.path)
    return problemAnswer({ kind: 'Defect', status: 500 }, id, headers())
  }
}

/** The caller that the credential names, or the answer that turns it away. */
async function admit(
  request: Request,
  operation: Operation,
  { services, request: { id, address } }: RestCall,
  counted: Counted,
): Promise<Caller | Response> {
  if (operation.scope === null)
    return {
      principal: null,
      request: { id, address, device: request.headers.get('user-agent')?.slice(0, 300) },
    }
  const credential = bearer(request)
  const client = credential === undefined ? null : await services.auth.clients.authenticate(credential)
  if (!client) {
    const challenge = `Bearer realm="api"${credential === undefined ? '' : ', error="invalid_token"'}`
    return problemAnswer({ kind: 'NotSignedIn', status: 401 }, id, {
      ...limitHeaders(counted),
      'www-authenticate': challenge,
    })
  }
  const account = await takeCalls(services, [['account', client.principal.accountId]], 1)
  counted.standings.push(...account.standings)
  if (!account.passed) return tooMany(counted, id)
  const missing = missingScope(client, operation)
  if (missing)
    return problemAnswer({ kind: 'NotAllowed', status: 403, detail: `This key lacks the scope ${missing}.` }, id, {
      ...limitHeaders(counted),
      'www-authenticate': `Bearer realm="api", error="insufficient_scope", scope="${missing}"`,
    })
  return {
    principal: client.principal,
    ...(client.scopes && { scopes: client.scopes }),
    // Nobody sits there who could have proved anything just now.
    session: { id: 'client', provenAt: new Date(0), secondFactor: client.secondFactor },
    request: { id, address, device: client.device },
  }
}

function bearer(request: Request): string | undefined {
  const header = request.headers.get('authorization')
  if (header === null) return undefined
  const found = /^Bearer +([\w.~+/=-]{1,4000})$/i.exec(header.trim())
  if (!found) throw invalidInput('The header Authorization must read: Bearer, and a token or key.')
  return found[1]
}

function missingScope({ scopes }: CallingClient, { scope, verb }: Operation): string | undefined {
  if (!scopes || scope === null || scope === 'any') return undefined
  const write = verb.kind === 'mutation'
  return includesScope(scopes, scope, write) ? undefined : `${scope}:${write ? 'write' : 'read'}`
}

function tooMany(counted: Counted, id: string): Response {
  const retryAfter = Math.max(1, ...counted.standings.filter(({ passed }) => !passed).map(({ resetIn }) => resetIn))
  return problemAnswer({ kind: 'LimitReached', status: 429, code: 'api.too-often', values: { retryAfter } }, id, {
    ...limitHeaders(counted),
    'retry-after': String(retryAfter),
  })
}
