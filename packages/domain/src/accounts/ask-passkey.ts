import { networkOf, newToken } from '@ministry/auth'
import { sql } from '@ministry/db'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { done, passkeyAsked } from './accounts.schema.ts'
import { passkeysOf } from './passkeys-of.ts'

const ask = mutation({
  name: 'accounts.ask-passkey',
  permission: 'public',
  door: 'auth',
  input: done,
  output: passkeyAsked,
  async run(ctx) {
    const { steps, passkeys } = ctx.services.auth
    const accountId = ctx.caller.principal?.accountId
    const challenge = newToken()
    const { token, endsAt } = await steps.begin(ctx.tx, 'passkey-sign-in', {
      challenge,
      ...(accountId && { accountId }),
    })
    ctx.audit({ noun: 'Account', subjectId: accountId, after: { passkey: 'asked' } })
    const known = accountId && (await passkeysOf(ctx, sql`k.account_id = ${accountId}::uuid`))
    const options = await passkeys.toAsk({ challenge, ...(known && { known }) })
    return { token, endsAt, options: { ...options } }
  },
})

/**
 * Begins to sign in with a passkey, or to prove with one of one's own who sits there: what the browser has to ask the device for. It
 * says nothing about any account but one's own. Errors: LimitReached `accounts.ask-passkey.too-often`. Source: ACC-4, WebAuthn.
 */
export const askPasskey = staged(ask, {
  input: done,
  output: passkeyAsked,
  async act(services, caller, input) {
    const network = networkOf(caller.request.address ?? '')
    await services.auth.throttle.pass('passkey', network, 'accounts.ask-passkey.too-often')
    return ask.perform(services, caller, input)
  },
})
