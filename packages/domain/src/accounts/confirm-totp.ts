import { totpStep } from '@ministry/auth'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { confirmTotpInput, totpConfirmed } from './accounts.schema.ts'
import { placeOfAccount } from './known-account.ts'
import { ownAccount } from './own-account.ts'
import { tellOfSafety } from './tell-of-safety.ts'
import { writeRecoveryCodes } from './write-recovery-codes.ts'

/**
 * Makes the authenticator app that was set up the account's second factor, by a code of it. The one of before goes, recovery codes
 * are made anew, all other sessions end, and a mail tells of it. Errors: NotAllowed `accounts.prove.needed`; RuleBroken
 * `accounts.confirm-totp.` `not-begun`, `wrong-code`. Source: ACC-4, ACC-5.
 */
export const confirmTotp = mutation({
  name: 'accounts.confirm-totp',
  permission: 'signed-in',
  withoutSecondFactor: true,
  stepUp: true,
  door: 'auth',
  input: confirmTotpInput,
  output: totpConfirmed,
  async run(ctx, { code }) {
    const known = await ownAccount(ctx)
    const { sessions, factorSealing } = ctx.services.auth
    const [begun] = await ctx.tx.rows<{ id: string; secret: Uint8Array }>(sql`
      select id, secret from totp_factor where account_id = ${known.id}::uuid and confirmed_at is null`)
    if (!begun) throw ruleBroken('accounts.confirm-totp.not-begun')
    const step = totpStep(factorSealing.open(begun.secret, begun.id), code.replaceAll(/\s/g, ''), ctx.at)
    if (step === null) throw ruleBroken('accounts.confirm-totp.wrong-code')
    await ctx.tx.rows(sql`delete from totp_factor where account_id = ${known.id}::uuid and confirmed_at is not null`)
    await ctx.tx.rows(sql`
      update totp_factor set confirmed_at = ${ctx.at}, last_step = ${step} where id = ${begun.id}::uuid`)
    const recoveryCodes = await writeRecoveryCodes(ctx, known.id)
    const ended = await sessions.endAll(ctx.tx, known.id)
    await tellOfSafety(ctx, known, 'totp-added')
    const after = { secondFactor: 'totp', endedSessions: ended }
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), after })
    return { session: await sessions.open(ctx.tx, known.id, ctx.caller.request), recoveryCodes }
  },
})
