import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { findToChange, writeChange } from './follow-up-row.ts'
import { acted, closeInput } from './follow-ups.schema.ts'

/**
 * Says that it is done, or isn't needed, and what came of it. Errors: NotFound; NotAllowed; Conflict `follow-ups.changed-meanwhile`;
 * RuleBroken `follow-ups.close.closed`. Source: PPL-6.
 */
export const close = mutation({
  name: 'follow-ups.close',
  permission: { action: 'update', noun: 'FollowUp' },
  input: closeInput,
  output: acted,
  async run(ctx, { as, outcome, ...wanted }) {
    const { row, person } = await findToChange(ctx, wanted)
    if (row.state !== 'open') throw ruleBroken('follow-ups.close.closed')
    return writeChange(ctx, row, person, { state: as, outcome, closedAt: ctx.at, closedBy: ctx.principal.personId })
  },
})
