import { sql } from '@ministry/db'
import { notSignedIn, proofNeeded, ruleBroken } from '@ministry/kernel/errors'
import * as z from 'zod'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { openedSession, proveInput } from './accounts.schema.ts'
import { knownAccount, placeOfAccount } from './known-account.ts'
import { ownAccount } from './own-account.ts'
import { takeCode } from './take-code.ts'

const refused = () => ruleBroken('accounts.prove.refused')

const renew = mutation({
  name: 'accounts.prove',
  permission: 'signed-in',
  withoutSecondFactor: true,
  door: 'auth',
  input: z.object({ passwordHash: z.string(), code: z.string().optional() }),
  output: openedSession,
  async run(ctx, { passwordHash, code }) {
    const { session } = ctx.caller
    if (!session) throw proofNeeded('accounts.prove.needed')
    const known = await ownAccount(ctx)
    if (known.passwordHash !== passwordHash) throw refused()
    const by = known.totp ? await takeCode(ctx, known.id, code ?? '') : 'password'
    if (!by) throw refused()
    const { sessions } = ctx.services.auth
    await sessions.end(ctx.tx, known.id, session.id)
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), after: { proven: by } })
    return sessions.open(ctx.tx, known.id, ctx.caller.request)
  },
})

/**
 * Proves anew who sits at a session, before a dangerous act: by the password, and a code where there is an authenticator app. The
 * session goes on under another identifier, proven for ten minutes. Errors: RuleBroken `accounts.prove.refused`; LimitReached
 * `accounts.prove.too-often`, `auth.busy`. Source: ACC-4, ACC-5, ASVS 7.5.
 */
export const prove = staged(renew, {
  input: proveInput,
  output: openedSession,
  async act(services, caller, { password, code }) {
    const { authDb, auth } = services
    if (!caller.principal) throw notSignedIn()
    const { accountId } = caller.principal
    await auth.throttle.pass('change-password', accountId, 'accounts.prove.too-often')
    const known = await knownAccount(authDb.rows, sql`c.id = ${accountId}::uuid and c.deactivated_at is null`)
    const passwordHash = known?.passwordHash ?? null
    if (!(await auth.passwords.verify(password, passwordHash)) || passwordHash === null) throw refused()
    const session = await renew.perform(services, caller, { passwordHash, code })
    await auth.throttle.forgive('change-password', accountId)
    return session
  },
})
