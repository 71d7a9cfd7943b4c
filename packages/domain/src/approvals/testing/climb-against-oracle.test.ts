/** Climbing while a case is under way, against its oracle, over random movements. Source: APR-2, APR-3. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { climb } from '../climb.rules.ts'
import type { Because, SeatAt } from '../plan.schema.ts'
import { oracleClimb, placeOf, rungsOf, type ClimbCase } from './climb-oracle.ts'
import { ladders } from './route-tables.ts'
import { oracleCase } from './route-worlds.ts'

const upTo = (most: number, all: readonly string[]) => fc.subarray([...all], { maxLength: Math.min(most, all.length) })
const climbCase: fc.Arbitrary<ClimbCase> = oracleCase.chain(({ chain, boardIds, holders, requesterId }) => {
  const world = { chain, boardIds, holders }
  const people = upTo(4, [...new Set([requesterId, ...holders.map(({ personId }) => personId)])])
  const keys = [...new Set(holders.map(({ role, nodeId }) => `${role}@${nodeId}`))]
  return fc.constantFrom(...Object.keys(ladders)).chain((start) =>
    fc.record({
      ...{ world: fc.constant(world), start: fc.constant(start), excluded: people, heard: people },
      come: fc.nat({ max: rungsOf({ world, start }).length - 1 }),
      why: fc.constantFrom('overdue', 'empty', 'own', 'twice'),
      quorum: fc.constantFrom(1, 1, 1, 2),
      taken: upTo(2, keys),
    }),
  )
})
const seatAt = (one: ClimbCase, rung: string) => ({ seat: rung, nodeId: placeOf(rung, one.world) }) as SeatAt

it('goes where the oracle goes, for the same reasons', () => {
  const ends = new Map<string, number>()
  fc.assert(
    fc.property(climbCase, (one) => {
      const rungs = rungsOf(one)
      const came = rungs.slice(0, one.come).map((rung): Because => ({ code: 'empty', from: seatAt(one, rung) }))
      const standing = { excluded: new Set(one.excluded), heard: new Set(one.heard), taken: new Set(one.taken) }
      const from = seatAt(one, rungs[one.come]!)
      const next = climb(one.world, from, one.why as Because['code'], one.quorum, standing, came)
      const told = next && {
        ...{ seat: next.seat, nodeId: next.nodeId, quorum: next.quorum },
        codes: next.because.map(({ code }) => code),
      }
      expect(told).toEqual(oracleClimb(one))
      const end =
        next === null
          ? 'nowhere'
          : next.seat === 'board-member'
            ? 'the Board'
            : next.because.length > 1
              ? 'further'
              : 'next'
      ends.set(end, (ends.get(end) ?? 0) + 1)
    }),
    { numRuns: 4000 },
  )
  expect([...ends.values()].every((times) => times > 40) && ends.size === 4).toBe(true)
})
