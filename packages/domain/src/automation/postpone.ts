import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { holdOutput, postponeInput } from './automation.schema.ts'
import { livesOf } from './facts.ts'
import { findHoldable, writeHold } from './hold.ts'

/**
 * Holds an automation up for one person until a day (a calendar date at the person's home): what was due before comes then, what
 * follows keeps its distance. Errors: NotFound, NotAllowed, RuleBroken automation.postpone.not-in-future. Source: AUT-3, PPL-3.
 */
export const postpone = mutation({
  name: 'automation.postpone',
  permission: { action: 'update', noun: 'Membership' },
  input: postponeInput,
  output: holdOutput,
  async run(ctx, { personId, ...hold }) {
    const person = await findHoldable(ctx, personId)
    const life = (await livesOf(ctx, [personId])).get(personId)
    if (!life || hold.until <= life.facts.today) throw ruleBroken('automation.postpone.not-in-future')
    await writeHold(ctx, person, hold)
    return { personId }
  },
})
