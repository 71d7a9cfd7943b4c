import { mutation } from '../verb.ts'
import { createFollowUps } from './create-many.ts'
import { done, newFollowUp } from './follow-ups.schema.ts'

/** Asks for something to be done about a person, by somebody with a seat there or by whoever will be found. Errors: those of createFollowUps. Source: PPL-6. */
export const create = mutation({
  name: 'follow-ups.create',
  permission: { action: 'create', noun: 'FollowUp' },
  input: newFollowUp,
  output: done,
  async run(ctx, input) {
    await createFollowUps(ctx, [input])
    return { id: input.id }
  },
})
