import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { done, newCodes } from './accounts.schema.ts'
import { placeOfAccount } from './known-account.ts'
import { ownAccount } from './own-account.ts'
import { tellOfSafety } from './tell-of-safety.ts'
import { writeRecoveryCodes } from './write-recovery-codes.ts'

/**
 * Makes one's recovery codes anew; those of before open nothing any more, and a mail tells of it. Errors: NotAllowed
 * `accounts.prove.needed`; RuleBroken `accounts.new-recovery-codes.no-factor`. Source: ACC-4.
 */
export const makeRecoveryCodes = mutation({
  name: 'accounts.new-recovery-codes',
  permission: 'signed-in',
  stepUp: true,
  door: 'auth',
  input: done,
  output: newCodes,
  async run(ctx) {
    const known = await ownAccount(ctx)
    if (!known.secondFactor) throw ruleBroken('accounts.new-recovery-codes.no-factor')
    const recoveryCodes = await writeRecoveryCodes(ctx, known.id)
    await tellOfSafety(ctx, known, 'new-recovery-codes')
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), after: { recoveryCodes: 'new' } })
    return { recoveryCodes }
  },
})
