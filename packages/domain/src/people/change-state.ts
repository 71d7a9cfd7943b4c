import { mutation } from '../verb.ts'
import { changeStates } from './change-states.ts'
import { changeStateInput, done } from './people.schema.ts'

/** Moves one membership (the home, unless another is named) along the life-cycle. Errors: those of changeStates. Source: PPL-2. */
export const changeState = mutation({
  name: 'people.change-state',
  permission: { action: 'update', noun: 'Membership' },
  input: changeStateInput,
  output: done,
  async run(ctx, { id, ...wish }) {
    await changeStates(ctx, [{ personId: id, ...wish }])
    return { id }
  },
})
