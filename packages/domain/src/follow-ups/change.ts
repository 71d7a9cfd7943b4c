import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { dateOf, findToChange, writeChange } from './follow-up-row.ts'
import { acted, changeInput } from './follow-ups.schema.ts'

/** Changes what is to be done and by when; another day ends a snooze. Errors: NotFound; NotAllowed; Conflict `follow-ups.changed-meanwhile`; RuleBroken `follow-ups.change.closed`. Source: PPL-6. */
export const change = mutation({
  name: 'follow-ups.change',
  permission: { action: 'update', noun: 'FollowUp' },
  input: changeInput,
  output: acted,
  async run(ctx, { title, detail, dueOn, ...wanted }) {
    const { row, person } = await findToChange(ctx, wanted)
    if (row.state !== 'open') throw ruleBroken('follow-ups.change.closed')
    const due = dateOf(dueOn)
    const moved = due.getTime() !== row.dueOn.getTime()
    if (!moved && row.title === title && row.detail === detail) return { id: row.id, version: row.version }
    return writeChange(ctx, row, person, {
      title,
      detail,
      ...(moved && { dueOn: due, snoozedUntil: null, wantedOn: due }),
    })
  },
})
