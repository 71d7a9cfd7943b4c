import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { deactivateInput, done } from './accounts.schema.ts'
import { findTouchable } from './touchable-account.ts'

/**
 * Lets an account sign in again. Errors: NotFound; NotAllowed; RuleBroken `accounts.reactivate.` `oneself`,
 * `beyond-your-reach`, `already`, `has-account`. Source: ACC-4, ACS-2.
 */
export const reactivate = mutation({
  name: 'accounts.reactivate',
  permission: { action: 'reactivate', noun: 'Account' },
  input: deactivateInput,
  output: done,
  async run(ctx, { id, reason }) {
    const { account, place } = await findTouchable(ctx, 'reactivate', id)
    if (!account.deactivatedAt) throw ruleBroken('accounts.reactivate.already')
    // A person signs in by one account; another one may have been opened meanwhile.
    const changed = await ctx.tx.rows(sql`
      update account c set deactivated_at = null
       where c.id = ${id}::uuid
         and not exists (select from account o where o.person_id = c.person_id and o.deactivated_at is null)
      returning c.id`)
    if (changed.length === 0) throw ruleBroken('accounts.reactivate.has-account')
    const [before, after] = [{ state: 'deactivated' }, { state: 'active' }]
    ctx.audit({ noun: 'Account', subjectId: id, node: place, before, after, reason })
    return {}
  },
})
