import { mutation } from '../verb.ts'
import { holdOutput, pauseInput } from './automation.schema.ts'
import { findHoldable, writeHold } from './hold.ts'

/** Holds an automation up for one person until somebody resumes it. Errors: NotFound, NotAllowed. Source: AUT-3, PPL-3. */
export const pause = mutation({
  name: 'automation.pause',
  permission: { action: 'update', noun: 'Membership' },
  input: pauseInput,
  output: holdOutput,
  async run(ctx, { personId, ...hold }) {
    await writeHold(ctx, await findHoldable(ctx, personId), { ...hold, until: null })
    return { personId }
  },
})
