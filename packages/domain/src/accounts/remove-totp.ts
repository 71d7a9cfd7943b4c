import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { done } from './accounts.schema.ts'
import { assertSpared } from './assert-spared.ts'
import { placeOfAccount } from './known-account.ts'
import { ownAccount } from './own-account.ts'
import { tellOfSafety } from './tell-of-safety.ts'

/**
 * Takes the authenticator app away from one's own account; all other sessions end, and a mail tells of it. Errors: NotAllowed
 * `accounts.prove.needed`; RuleBroken `accounts.remove-totp.` `none`, `required` (the role needs a second factor),
 * `short-password` (the password is too short to stand alone). Source: ACC-4.
 */
export const removeTotp = mutation({
  name: 'accounts.remove-totp',
  permission: 'signed-in',
  stepUp: true,
  door: 'auth',
  input: done,
  output: done,
  async run(ctx) {
    const known = await ownAccount(ctx)
    const removed = await ctx.tx.rows(sql`
      delete from totp_factor where account_id = ${known.id}::uuid and confirmed_at is not null returning id`)
    if (removed.length === 0) throw ruleBroken('accounts.remove-totp.none')
    await assertSpared(ctx, known, 'remove-totp')
    const ended = await ctx.services.auth.sessions.endAll(ctx.tx, known.id, ctx.caller.session?.id)
    await tellOfSafety(ctx, known, 'totp-removed')
    const change = { before: { secondFactor: 'totp' }, after: { secondFactor: 'none', endedSessions: ended } }
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), ...change })
    return {}
  },
})
