import { query } from '../verb.ts'
import { candidatesOutput, deputiesInput } from './approvals.schema.ts'
import { takers } from './giving.ts'
import { deputiesOf, inMovement } from './own-movement.ts'

/** Whom the caller may name as deputy: people near by with a seat as high as theirs who can sign in. Errors: none. Source: APR-2. */
export const deputies = query({
  name: 'approvals.deputies',
  permission: 'signed-in',
  input: deputiesInput,
  output: candidatesOutput,
  async run(ctx, { search }) {
    const people = await inMovement(ctx, async (power, movementId) =>
      takers(power, await deputiesOf(power, ctx, movementId), search),
    )
    return { people: people ?? [] }
  },
})
