import { query } from '../verb.ts'
import { candidatesInput, candidatesOutput } from './approvals.schema.ts'
import { barredFrom } from './barred.ts'
import { findCase, seatsOf, votesOf, type StoredSeat } from './case-row.ts'
import { takers, takersOf } from './giving.ts'
import { inPower } from './power.ts'
import { seatsAbove } from './seats-above.ts'
import { signable } from './sign.rules.ts'
import { samePeople, worldAt } from './world.ts'

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
    return inPower(ctx, row.scopeIds[0]!, 'approvals.candidates', async (power) => {
      const seats = await seatsOf(power, row)
      const votes = await votesOf(power, row)
      const { excluded, barred } = await barredFrom(power, row, votes)
      const world = await worldAt(power, row, barred, ctx.at)
      const open = row.state === 'open'
      const mine = open ? signable(world, seats, votes, { excluded, barred }, personId) : null
      const below = open ? seatsAbove(world, seats, barred, personId) : []
      const turn = mine && 'seat' in mine && mine.forId === null ? mine.seat : undefined
      const seat = (turn as StoredSeat | undefined) ?? below[0]
      if (!seat) return { people: [] }
      const sought = await takersOf(power, { row, seats, votes, world, barred }, seat)
      const own = turn ? await samePeople(power, [personId]) : []
      const people = await takers(power, { ...sought, without: [...(sought.without ?? []), ...own] }, search)
      return { people }
    })
  },
})
