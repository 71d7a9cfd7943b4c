import { isShort } from '@ministry/auth'
import { sql } from '@ministry/db'
import { notSignedIn, ruleBroken } from '@ministry/kernel/errors'
import * as z from 'zod'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { changePasswordInput, openedSession } from './accounts.schema.ts'
import { knownAccount, placeOfAccount } from './known-account.ts'
import { tellPasswordChanged } from './tell-password-changed.ts'

const set = mutation({
  name: 'accounts.change-password',
  permission: 'signed-in',
  door: 'auth',
  input: z.object({ previousHash: z.string(), passwordHash: z.string(), short: z.boolean() }),
  output: openedSession,
  async run(ctx, { previousHash, passwordHash, short }) {
    const { accountId } = ctx.principal
    const known = await knownAccount(
      ctx.tx.rows,
      sql`c.id = ${accountId}::uuid and c.deactivated_at is null and c.password_hash = ${previousHash}`,
    )
    if (!known) throw ruleBroken('accounts.change-password.wrong-password')
    if (short && !known.secondFactor) throw ruleBroken('accounts.password.too-short')
    await ctx.tx.rows(
      sql`update account set password_hash = ${passwordHash}, short_password = ${short} where id = ${accountId}::uuid`,
    )
    await ctx.tx.rows(sql`
      update password_reset set used_at = ${ctx.at} where account_id = ${accountId}::uuid and used_at is null`)
    const { sessions } = ctx.services.auth
    const ended = await sessions.endAll(ctx.tx, accountId)
    await tellPasswordChanged(ctx, known)
    const after = { passwordChanged: true, endedSessions: ended }
    ctx.audit({ noun: 'Account', subjectId: accountId, node: placeOfAccount(known), after })
    return sessions.open(ctx.tx, accountId, ctx.caller.request)
  },
})

/**
 * Changes one's own password. All sessions end and a new one begins here, links that were mailed stop
 * working, and a mail tells of it. Errors: RuleBroken
 * `accounts.change-password.wrong-password`, `accounts.password.*`; LimitReached `accounts.change-password.too-often`,
 * `auth.busy`. Source: ACC-4, ACC-5.
 */
export const changePassword = staged(set, {
  input: changePasswordInput,
  output: openedSession,
  async act(services, caller, { current, password }) {
    const { authDb, auth } = services
    if (!caller.principal) throw notSignedIn()
    const { accountId } = caller.principal
    await auth.throttle.pass('change-password', accountId, 'accounts.change-password.too-often')
    const known = await knownAccount(authDb.rows, sql`c.id = ${accountId}::uuid`)
    const previousHash = known?.passwordHash ?? null
    const fits = await auth.passwords.verify(current, previousHash)
    if (!known || !fits || previousHash === null) throw ruleBroken('accounts.change-password.wrong-password')
    await auth.throttle.forgive('change-password', accountId)
    const weakness = auth.passwords.weakness(password, known)
    if (weakness) throw ruleBroken(weakness)
    const passwordHash = await auth.passwords.hash(password)
    return set.perform(services, caller, { previousHash, passwordHash, short: isShort(password) })
  },
})
