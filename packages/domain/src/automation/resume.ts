import { mutation } from '../verb.ts'
import { holdOutput, resumeInput } from './automation.schema.ts'
import { findHoldable, liftHolds } from './hold.ts'

/** Lets an automation go on for one person; one that nothing holds up is left. Errors: NotFound, NotAllowed. Source: AUT-3, PPL-3. */
export const resume = mutation({
  name: 'automation.resume',
  permission: { action: 'update', noun: 'Membership' },
  input: resumeInput,
  output: holdOutput,
  async run(ctx, { personId, automation }) {
    await liftHolds(ctx, await findHoldable(ctx, personId), automation)
    return { personId }
  },
})
