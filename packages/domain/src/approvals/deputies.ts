import { query } from '../verb.ts'
import { candidatesOutput, deputiesInput } from './approvals.schema.ts'
import { takers } from './giving.ts'
import { inMovement, nearCaller } from './own-movement.ts'

/** Whom the caller may name as deputy: people with a seat near their own who can sign in. Errors: none. Source: APR-2. */
export const deputies = query({
  name: 'approvals.deputies',
  permission: 'signed-in',
  input: deputiesInput,
  output: candidatesOutput,
  async run(ctx, { search }) {
    const people = await inMovement(ctx, async (power, movementId) =>
      takers(power, await nearCaller(power, ctx, movementId), { search, without: [ctx.principal.personId] }),
    )
    return { people: people ?? [] }
  },
})
