import { mutation } from '../verb.ts'
import { joinMany } from './join-many.ts'
import { done, joinNodeInput } from './people.schema.ts'

/** Adds a further membership; the home stays. Errors: those of joinMany. Source: PPL-2. */
export const joinNode = mutation({
  name: 'people.join-node',
  permission: { action: 'create', noun: 'Membership' },
  input: joinNodeInput,
  output: done,
  async run(ctx, { id, ...joining }) {
    await joinMany(ctx, [{ personId: id, ...joining }])
    return { id }
  },
})
