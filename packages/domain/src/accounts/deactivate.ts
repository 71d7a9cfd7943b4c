import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { seatsGivenUp } from '../approvals/index.ts'
import { deactivateInput, ended } from './accounts.schema.ts'
import { findTouchable } from './touchable-account.ts'

/**
 * Ends the sign-in of an account: its sessions end at once, its roles stay. Errors: NotFound; NotAllowed; RuleBroken
 * `accounts.deactivate.` `oneself`, `beyond-your-reach`, `already`. Source: ACC-4, ACS-2.
 */
export const deactivate = mutation({
  name: 'accounts.deactivate',
  permission: { action: 'deactivate', noun: 'Account' },
  input: deactivateInput,
  output: ended,
  async run(ctx, { id, reason }) {
    const { account, place } = await findTouchable(ctx, 'deactivate', id)
    if (account.deactivatedAt) throw ruleBroken('accounts.deactivate.already')
    await ctx.tx.prisma.account.update({ where: { id }, data: { deactivatedAt: ctx.at }, select: { id: true } })
    const count = await ctx.services.auth.sessions.endAll(ctx.tx, id)
    const after = { state: 'deactivated', endedSessions: count }
    ctx.audit({ noun: 'Account', subjectId: id, node: place, before: { state: 'active' }, after, reason })
    const [movementId] = account.scopeIds
    if (movementId) {
      const told = { personId: account.personId, movementId, endsAt: ctx.at.toISOString() }
      ctx.emit(seatsGivenUp.sendable(told, { subject: `person:${account.personId}` }))
    }
    return { ended: count }
  },
})
