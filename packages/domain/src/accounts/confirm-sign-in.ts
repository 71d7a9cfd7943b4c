import { hashToken } from '@ministry/auth'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import type { Caller, Context } from '../context.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { confirmSignInInput, openedSession } from './accounts.schema.ts'
import { enter } from './enter.ts'
import { knownAccount, placeOfAccount, type KnownAccount } from './known-account.ts'
import { writeSignIn } from './sign-in-log.ts'
import { takeCode } from './take-code.ts'
import { tellOfSafety } from './tell-of-safety.ts'

const notOpen = () => ruleBroken('accounts.confirm-sign-in.not-open')

const record = mutation({
  name: 'accounts.confirm-sign-in',
  permission: 'public',
  door: 'auth',
  input: confirmSignInInput.extend({ accountId: id() }),
  output: openedSession.nullable(),
  async run(ctx, { accountId, token, code, ...brought }) {
    const { sessions, steps } = ctx.services.auth
    await sessions.hold(ctx.tx, accountId)
    const step = await steps.attempt(ctx.tx, 'second-factor', token)
    if (!step?.accountId) throw notOpen()
    const known = await knownAccount(ctx.tx.rows, sql`c.id = ${step.accountId}::uuid and c.deactivated_at is null`)
    if (!known) throw notOpen()
    const by = await takeCode(ctx, known.id, code)
    await note(ctx, known, by)
    if (!by) return null
    if (!(await steps.finish(ctx.tx, step))) throw notOpen()
    if (by === 'recovery-code') await tellOfSafety(ctx, known, 'recovery-code-used')
    return enter(ctx, known, brought)
  },
})

/** In the log of sign-ins and in the audit, there as done by the owner where they proved to be it. */
async function note(ctx: Context, known: KnownAccount, by: string | null) {
  const outcome = by ? 'signed-in' : 'wrong-code'
  await writeSignIn(ctx, known.id, outcome)
  const themself: Caller = { ...ctx.caller, principal: { accountId: known.id, personId: known.personId, roles: [] } }
  const change = {
    noun: 'Account',
    subjectId: known.id,
    node: placeOfAccount(known),
    after: { outcome, ...(by && { by }) },
  }
  ctx.audit({ ...change, ...(by && { by: themself }) })
}

/**
 * Ends a sign-in that waits for the second factor, with a code of the authenticator app or a recovery code; neither opens twice. Five
 * tries a sign-in, ten codes an account in a quarter of an hour. Errors: RuleBroken `accounts.confirm-sign-in.` `wrong-code`,
 * `not-open` (it has run out, or was tried too often: sign in anew); LimitReached `accounts.confirm-sign-in.too-often`. Source: ACC-4.
 */
export const confirmSignIn = staged(record, {
  input: confirmSignInInput,
  output: openedSession,
  async act(services, caller, input) {
    const { authDb, auth, clock } = services
    const [step] = await authDb.rows<{ accountId: string }>(sql`
      select account_id as "accountId" from sign_in_step
       where token_hash = ${hashToken(input.token)} and kind = 'second-factor' and expires_at > ${clock.now()}`)
    if (!step) throw notOpen()
    const limits = ['second-factor', 'second-factor-day'] as const
    for (const limit of limits) await auth.throttle.pass(limit, step.accountId, 'accounts.confirm-sign-in.too-often')
    const session = await record.perform(services, caller, { ...input, accountId: step.accountId })
    if (!session) throw ruleBroken('accounts.confirm-sign-in.wrong-code')
    for (const limit of limits) await auth.throttle.forgive(limit, step.accountId)
    return session
  },
})
