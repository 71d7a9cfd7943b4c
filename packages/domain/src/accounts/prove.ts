import { sql } from '@ministry/db'
import { notSignedIn, proofNeeded, ruleBroken } from '@ministry/kernel/errors'
import * as z from 'zod'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { openedSession, proveInput } from './accounts.schema.ts'
import { knownAccount, placeOfAccount } from './known-account.ts'
import { ownAccount } from './own-account.ts'
import { writeSignIn } from './sign-in-log.ts'
import { takeCode } from './take-code.ts'

const renew = mutation({
  name: 'accounts.prove',
  permission: 'signed-in',
  withoutSecondFactor: true,
  door: 'auth',
  input: z.object({
    /** What the password was compared with, where it fits. */
    passwordHash: z.string().nullable(),
    code: z.string().optional(),
  }),
  output: openedSession.nullable(),
  async run(ctx, { passwordHash, code }) {
    const { session } = ctx.caller
    if (!session) throw proofNeeded('accounts.prove.needed')
    const known = await ownAccount(ctx)
    const { sessions } = ctx.services.auth
    const fits = passwordHash !== null && known.passwordHash === passwordHash
    const by = !fits ? null : known.secondFactor ? await takeCode(ctx, known.id, code ?? '') : 'password'
    const refused = fits ? 'wrong-code' : 'wrong-password'
    const after = by ? { proven: by } : { refused }
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), after })
    if (!by) {
      await writeSignIn(ctx, known.id, refused)
      return null
    }
    // One that was ended meanwhile stays ended.
    if (!(await sessions.end(ctx.tx, known.id, session.id))) throw notSignedIn()
    return sessions.open(ctx.tx, known.id, ctx.caller.request)
  },
})

/**
 * Proves anew who sits at a session, before a dangerous act: by the password, and a code where the account has a second factor, under
 * the limits that codes have at sign-in. The session goes on under another identifier, proven for ten minutes; what is refused stands
 * in the log of sign-ins. Errors: NotSignedIn; RuleBroken `accounts.prove.refused`; LimitReached `accounts.prove.too-often`,
 * `auth.busy`. Source: ACC-4, ACC-5, ASVS 7.5.
 */
export const prove = staged(renew, {
  input: proveInput,
  output: openedSession,
  async act(services, caller, { password, code }) {
    const { authDb, auth } = services
    if (!caller.principal) throw notSignedIn()
    const { accountId } = caller.principal
    const known = await knownAccount(authDb.rows, sql`c.id = ${accountId}::uuid and c.deactivated_at is null`)
    const counted = [
      'change-password' as const,
      ...(known?.secondFactor ? (['second-factor', 'second-factor-day'] as const) : []),
    ]
    for (const limit of counted) await auth.throttle.pass(limit, accountId, 'accounts.prove.too-often')
    const passwordHash = known?.passwordHash ?? null
    const fits = await auth.passwords.verify(password, passwordHash)
    const session = await renew.perform(services, caller, { passwordHash: fits ? passwordHash : null, code })
    if (!session) throw ruleBroken('accounts.prove.refused')
    for (const limit of counted) await auth.throttle.forgive(limit, accountId)
    return session
  },
})
