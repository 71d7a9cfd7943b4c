import { addDays } from '@ministry/kernel/calendar'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { dateOf, dayOf, findToChange, todayOf, writeChange } from './follow-up-row.ts'
import { acted, snoozeInput } from './follow-ups.schema.ts'

/** Days ahead at most: what is put off for longer is done or dropped. */
const FURTHEST = 366

/**
 * Puts it off until a day after today; the day it was due stays. Errors: NotFound; NotAllowed; Conflict `follow-ups.changed-meanwhile`;
 * RuleBroken `follow-ups.snooze.` `closed`, `not-ahead`, `too-far`, `not-after-due`. Source: PPL-6.
 */
export const snooze = mutation({
  name: 'follow-ups.snooze',
  permission: { action: 'update', noun: 'FollowUp' },
  input: snoozeInput,
  output: acted,
  async run(ctx, { until, ...wanted }) {
    const { row, person } = await findToChange(ctx, wanted)
    const today = await todayOf(ctx)
    if (row.state !== 'open') throw ruleBroken('follow-ups.snooze.closed')
    if (until <= today) throw ruleBroken('follow-ups.snooze.not-ahead')
    if (until > addDays(today, FURTHEST)) throw ruleBroken('follow-ups.snooze.too-far')
    if (until <= dayOf(row.dueOn)) throw ruleBroken('follow-ups.snooze.not-after-due', { due: dayOf(row.dueOn) })
    return writeChange(ctx, row, person, { snoozedUntil: dateOf(until), wantedOn: dateOf(until) })
  },
})
