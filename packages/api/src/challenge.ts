/** Work for browsers, for ALTCHA's widgets and our own forms. Source: ACC-4. */
import type { Services } from '@ministry/domain'
import { limitHeaders, takeCalls } from './limits.ts'

/** Answers with a new challenge; counts as a call of the address. */
export async function answerChallenge(services: Services, address: string): Promise<Response> {
  const counted = await takeCalls(services, [['address', address]], 1)
  const headers = { 'cache-control': 'no-store', ...limitHeaders(counted) }
  if (!counted.passed) return new Response('Too many calls.', { status: 429, headers })
  return Response.json(await services.auth.work.challenge(), { headers })
}
