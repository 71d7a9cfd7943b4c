/** Whoever asks, for the rest of a request: from its cookie, or after a proof that gave the session another token. */
import { running, type Authenticated } from '@ministry/api'
import type { RequestEvent } from '@sveltejs/kit'
import { apiFor } from './api.ts'

/** Lets the request go on as this account, or as nobody. */
export function become(
  { locals, request, url }: Pick<RequestEvent, 'locals' | 'request' | 'url'>,
  account: Authenticated | null,
) {
  const { services } = running()
  locals.account = account
  locals.caller = {
    ...locals.caller,
    principal: account?.principal ?? null,
    session: account
      ? { id: account.session.id, provenAt: account.session.provenAt, secondFactor: account.secondFactor }
      : undefined,
  }
  // A form's address names its act; whoever comes back to it comes back to the page.
  locals.api = apiFor(
    { services, caller: locals.caller },
    { reading: request.method === 'GET', path: request.method === 'GET' ? url.pathname + url.search : url.pathname },
  )
}
