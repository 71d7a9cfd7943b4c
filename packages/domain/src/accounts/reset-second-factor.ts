import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { ended, resetSecondFactorInput } from './accounts.schema.ts'
import { tellOfSafety } from './tell-of-safety.ts'
import { findTouchable } from './touchable-account.ts'

/**
 * Takes the second factor away from somebody who has lost it, by whoever answers for all that they are and hold; never one's own.
 * All sessions end, and a mail tells of it. Errors: NotFound; NotAllowed; RuleBroken `accounts.reset-second-factor.` `oneself`,
 * `beyond-your-reach`, `none`. Source: ACC-4, ACS-2.
 */
export const resetSecondFactor = mutation({
  name: 'accounts.reset-second-factor',
  permission: { action: 'deactivate', noun: 'Account' },
  stepUp: true,
  input: resetSecondFactorInput,
  output: ended,
  async run(ctx, { id, reason }) {
    const { account, place } = await findTouchable(ctx, 'reset-second-factor', id)
    const { tx, services } = ctx
    const apps = await tx.rows(sql`
      delete from totp_factor where account_id = ${id}::uuid and confirmed_at is not null returning id`)
    const keys = await tx.rows(sql`delete from passkey where account_id = ${id}::uuid returning id`)
    if (apps.length + keys.length === 0) throw ruleBroken('accounts.reset-second-factor.none')
    await tx.rows(sql`delete from totp_factor where account_id = ${id}::uuid`)
    await tx.rows(sql`delete from recovery_code where account_id = ${id}::uuid`)
    const count = await services.auth.sessions.endAll(tx, id)
    const [owner] = await tx.rows<{ email: string; name: string; placeIds: string[] }>(sql`
      select c.email, coalesce(p.preferred_name, p.name) as name, c.scope_ids as "placeIds"
        from account c join person p on p.id = c.person_id where c.id = ${id}::uuid`)
    if (owner) await tellOfSafety(ctx, { ...owner, personId: account.personId }, 'reset')
    const after = { secondFactor: 'none', endedSessions: count }
    ctx.audit({ noun: 'Account', subjectId: id, node: place, before: { secondFactor: 'present' }, after, reason })
    return { ended: count }
  },
})
