import { networkOf } from '@ministry/auth'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { openedSession, signInWithPasskeyInput } from './accounts.schema.ts'
import { enter } from './enter.ts'
import { knownAccount, placeOfAccount } from './known-account.ts'
import { writeSignIn } from './sign-in-log.ts'
import { accountOfPasskey, takePasskey } from './take-passkey.ts'

const record = mutation({
  name: 'accounts.sign-in-with-passkey',
  permission: 'public',
  door: 'auth',
  input: signInWithPasskeyInput,
  output: openedSession.nullable(),
  async run(ctx, { token, response, ...brought }) {
    await ctx.services.auth.sessions.hold(ctx.tx, await accountOfPasskey(ctx, response))
    const taken = await takePasskey(ctx, 'passkey-sign-in', token, response)
    const known =
      taken && (await knownAccount(ctx.tx.rows, sql`c.id = ${taken.accountId}::uuid and c.deactivated_at is null`))
    const outcome = known ? 'signed-in' : 'wrong-passkey'
    await writeSignIn(ctx, known?.id ?? null, outcome)
    const themself = known && {
      ...ctx.caller,
      principal: { accountId: known.id, personId: known.personId, roles: [] },
    }
    ctx.audit({
      ...{ noun: 'Account', subjectId: known?.id, node: known ? placeOfAccount(known) : undefined },
      ...{ after: { outcome, by: 'passkey' }, ...(themself && { by: themself }) },
    })
    return known ? enter(ctx, known, brought) : null
  },
})

/**
 * Signs in with what a device has signed for `ask-passkey`. The device has recognised who holds it, so it stands for password and
 * second factor both. Errors: RuleBroken `accounts.sign-in-with-passkey.refused`, for every reason alike; LimitReached
 * `accounts.sign-in.too-often`. Source: ACC-4, ACC-5, WebAuthn.
 */
export const signInWithPasskey = staged(record, {
  input: signInWithPasskeyInput,
  output: openedSession,
  async act(services, caller, input) {
    const { throttle } = services.auth
    const network = networkOf(caller.request.address ?? '')
    await throttle.pass('sign-in-address', network, 'accounts.sign-in.too-often')
    const session = await record.perform(services, caller, input)
    if (!session) throw ruleBroken('accounts.sign-in-with-passkey.refused')
    await throttle.forgive('sign-in-address', network)
    return session
  },
})
