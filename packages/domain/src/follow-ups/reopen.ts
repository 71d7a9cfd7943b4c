import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { findToChange, writeChange } from './follow-up-row.ts'
import { acted, reopenInput } from './follow-ups.schema.ts'

/** Takes back that it is done. Errors: NotFound; NotAllowed; Conflict `follow-ups.changed-meanwhile`; RuleBroken `follow-ups.reopen.open`. Source: PPL-6. */
export const reopen = mutation({
  name: 'follow-ups.reopen',
  permission: { action: 'update', noun: 'FollowUp' },
  input: reopenInput,
  output: acted,
  async run(ctx, wanted) {
    const { row, person } = await findToChange(ctx, wanted)
    if (row.state === 'open') throw ruleBroken('follow-ups.reopen.open')
    return writeChange(ctx, row, person, { state: 'open', outcome: null, closedAt: null, closedBy: null })
  },
})
