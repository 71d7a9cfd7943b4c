import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { done, removePasskeyInput } from './accounts.schema.ts'
import { assertSpared } from './assert-spared.ts'
import { placeOfAccount } from './known-account.ts'
import { ownAccount } from './own-account.ts'
import { tellOfSafety } from './tell-of-safety.ts'

/**
 * Takes a passkey away from one's own account; all other sessions end, and a mail tells of it. Errors: NotFound; NotAllowed
 * `accounts.prove.needed`; RuleBroken `accounts.remove-passkey.` `required`, `short-password` (see `assertSpared`). Source: ACC-4.
 */
export const removePasskey = mutation({
  name: 'accounts.remove-passkey',
  permission: 'signed-in',
  stepUp: true,
  door: 'auth',
  input: removePasskeyInput,
  output: done,
  async run(ctx, { id }) {
    const known = await ownAccount(ctx)
    const removed = await ctx.tx.rows(sql`
      delete from passkey where id = ${id}::uuid and account_id = ${known.id}::uuid returning id`)
    if (!removed.length) throw notFound('Passkey')
    await assertSpared(ctx, known, 'remove-passkey')
    const ended = await ctx.services.auth.sessions.endAll(ctx.tx, known.id, ctx.caller.session?.id)
    await tellOfSafety(ctx, known, 'passkey-removed')
    const change = { before: { passkey: id }, after: { passkey: null, endedSessions: ended } }
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), ...change })
    return {}
  },
})
