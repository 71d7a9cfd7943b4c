import { query } from '../verb.ts'
import { candidatesInput, candidatesOutput } from './approvals.schema.ts'
import { findCase, seatsOf, votesOf } from './case-row.ts'
import { nearSeat, takers } from './giving.ts'
import { inPower } from './power.ts'
import { seatsAbove } from './seats-above.ts'
import { sayOf, signable } from './sign.rules.ts'
import { worldAt } from './world.ts'

/**
 * Who may be given a turn in this case by the caller, by name: nobody where the caller has no turn and stands above none. Errors:
 * NotFound. Source: APR-2.
 */
export const candidates = query({
  name: 'approvals.candidates',
  permission: 'signed-in',
  input: candidatesInput,
  output: candidatesOutput,
  async run(ctx, { id, search }) {
    const row = await findCase(ctx, id)
    const { personId } = ctx.principal
    const movementId = row.scopeIds[0]!
    return inPower(ctx, movementId, 'approvals.candidates', async (power) => {
      const seats = await seatsOf(power, row)
      const votes = await votesOf(power, row)
      const world = await worldAt(power, row, row.excludedIds, ctx.at)
      const mine = row.state === 'open' ? signable(world, seats, votes, row.excludedIds, personId) : null
      const below = row.state === 'open' ? seatsAbove(world, seats, row.excludedIds, personId) : []
      const turn = mine && 'seat' in mine && mine.forId === null ? mine.seat : undefined
      const seat = turn ?? below[0]
      if (!seat) return { people: [] }
      const without = [...row.excludedIds, ...votes.flatMap((vote) => [vote.personId, sayOf(vote)])]
      const near = await nearSeat(power, seat.nodeId, movementId)
      return { people: await takers(power, near, { search, without: turn ? [personId, ...without] : without }) }
    })
  },
})
