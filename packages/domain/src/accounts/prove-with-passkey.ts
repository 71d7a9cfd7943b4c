import { notSignedIn, proofNeeded, ruleBroken } from '@ministry/kernel/errors'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { openedSession, proveWithPasskeyInput } from './accounts.schema.ts'
import { placeOfAccount } from './known-account.ts'
import { ownAccount } from './own-account.ts'
import { writeSignIn } from './sign-in-log.ts'
import { takePasskey } from './take-passkey.ts'

const renew = mutation({
  name: 'accounts.prove-with-passkey',
  permission: 'signed-in',
  withoutSecondFactor: true,
  door: 'auth',
  input: proveWithPasskeyInput,
  output: openedSession.nullable(),
  async run(ctx, { token, response }) {
    const { session } = ctx.caller
    if (!session) throw proofNeeded('accounts.prove.needed')
    const known = await ownAccount(ctx)
    const taken = await takePasskey(ctx, 'passkey-sign-in', token, response)
    const by = taken?.accountId === known.id ? 'passkey' : null
    const after = by ? { proven: by } : { refused: 'wrong-passkey' }
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), after })
    if (!by) {
      await writeSignIn(ctx, known.id, 'wrong-passkey')
      return null
    }
    const { sessions } = ctx.services.auth
    // One that was ended meanwhile stays ended.
    if (!(await sessions.end(ctx.tx, known.id, session.id))) throw notSignedIn()
    return sessions.open(ctx.tx, known.id, ctx.caller.request)
  },
})

/**
 * Proves anew who sits at a session, by a passkey of the account: see `prove`. Errors: NotSignedIn; RuleBroken `accounts.prove.refused`;
 * LimitReached `accounts.prove.too-often`. Source: ACC-4, ACC-5, ASVS 7.5.
 */
export const proveWithPasskey = staged(renew, {
  input: proveWithPasskeyInput,
  output: openedSession,
  async act(services, caller, input) {
    if (!caller.principal) throw notSignedIn()
    const { throttle } = services.auth
    const { accountId } = caller.principal
    await throttle.pass('change-password', accountId, 'accounts.prove.too-often')
    const session = await renew.perform(services, caller, input)
    if (!session) throw ruleBroken('accounts.prove.refused')
    await throttle.forgive('change-password', accountId)
    return session
  },
})
