import { hashToken, isShort } from '@ministry/auth'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import * as z from 'zod'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { done, resetPasswordInput } from './accounts.schema.ts'
import { byOpenReset, knownAccount, placeOfAccount } from './known-account.ts'
import { tellPasswordChanged } from './tell-password-changed.ts'

const notOpen = () => ruleBroken('accounts.reset-password.not-open')

const set = mutation({
  name: 'accounts.reset-password',
  permission: 'public',
  door: 'auth',
  input: z.object({ tokenHash: z.string(), passwordHash: z.string(), short: z.boolean() }),
  output: done,
  async run(ctx, { tokenHash, passwordHash, short }) {
    // Of several links of one account at once one gets through, and the others find theirs used.
    await ctx.tx.rows(sql`
      select from account where id = (select account_id from password_reset where token_hash = ${tokenHash}) for update`)
    const [used] = await ctx.tx.rows<{ accountId: string }>(sql`
      update password_reset set used_at = ${ctx.at}
       where token_hash = ${tokenHash} and used_at is null and expires_at > ${ctx.at} returning account_id as "accountId"`)
    if (!used) throw notOpen()
    const { accountId } = used
    const known = await knownAccount(ctx.tx.rows, sql`c.id = ${accountId}::uuid and c.deactivated_at is null`)
    if (!known) throw notOpen()
    if (short && !known.secondFactor) throw ruleBroken('accounts.password.too-short')
    await ctx.tx.rows(
      sql`update account set password_hash = ${passwordHash}, short_password = ${short} where id = ${accountId}::uuid`,
    )
    await ctx.tx.rows(sql`
      update password_reset set used_at = ${ctx.at} where account_id = ${accountId}::uuid and used_at is null`)
    const ended = await ctx.services.auth.sessions.endAll(ctx.tx, accountId)
    await tellPasswordChanged(ctx, known)
    const after = { passwordChanged: true, endedSessions: ended }
    ctx.audit({ noun: 'Account', subjectId: accountId, node: placeOfAccount(known), after })
    return {}
  },
})

/**
 * Sets a new password with a mailed link, once; all sessions end, and a mail tells of it. Errors: RuleBroken
 * `accounts.reset-password.not-open`, `accounts.password.*`; LimitReached `auth.busy`. Source: ACC-4.
 */
export const resetPassword = staged(set, {
  input: resetPasswordInput,
  output: done,
  async act(services, caller, { token, password }) {
    const { authDb, auth, clock } = services
    const tokenHash = hashToken(token)
    const known = await knownAccount(authDb.rows, byOpenReset(tokenHash, clock.now()))
    if (!known) throw notOpen()
    const weakness = auth.passwords.weakness(password, known)
    if (weakness) throw ruleBroken(weakness)
    const passwordHash = await auth.passwords.hash(password)
    const themself = { ...caller, principal: { accountId: known.id, personId: known.personId, roles: [] } }
    return set.perform(services, themself, { tokenHash, passwordHash, short: isShort(password) })
  },
})
