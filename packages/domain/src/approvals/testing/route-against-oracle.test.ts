/** The engine against the oracle, over random movements. Source: APR-2 to APR-5. */
import { MinistryError } from '@ministry/kernel/errors'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { eventRoute, expenseRoute, leastForRole, roleRoute } from '../default-routes.ts'
import type { PlannedStep } from '../plan.schema.ts'
import { planOf } from '../route.rules.ts'
import type { RouteDefinition } from '../route.schema.ts'
import { handCases, told } from './route-cases.ts'
import { faultsOf } from './route-invariants.ts'
import { oraclePlan, type AskedStep } from './route-oracle.ts'
import { appointers, counterparts, ladders, type OracleCase } from './route-tables.ts'
import { oracleCase, publishedSteps } from './route-worlds.ts'

const routeOf = ({ kind, decimals }: OracleCase): RouteDefinition =>
  ({ expense: expenseRoute(decimals), 'role-assignment': roleRoute, event: eventRoute })[kind]

/** The engine's plan; null where no rule of the route holds. */
function planned(one: OracleCase, route = routeOf(one)): PlannedStep[] | null {
  const { kind, chain, boardIds, holders, requesterId, concernedIds, amount, role } = one
  const facts = {
    ...(kind === 'event' ? { place: chain.at(-1)!.kind } : {}),
    ...(kind === 'role-assignment' && role !== null ? { role } : {}),
  }
  try {
    const least = kind === 'role-assignment' ? leastForRole(facts) : undefined
    return planOf(route, { requesterId, concernedIds, amount, facts, least }, { chain, boardIds, holders })
  } catch (error) {
    if (error instanceof MinistryError && error.code === 'approvals.submit.no-rule') return null
    throw error
  }
}
/** What the plan asks, as the oracle tells it. */
const askedOf = (plan: PlannedStep[] | null): AskedStep[] | 'no-rule' =>
  plan === null
    ? 'no-rule'
    : plan
        .filter(({ skipped }) => skipped === null)
        .map(({ act, seats }) => ({
          act,
          seats: seats.map(({ seat, nodeId, quorum, people }) => ({ seat, nodeId, quorum, people: people.toSorted() })),
        }))

it.each(handCases)('by hand, %s', (_, one, plan) => {
  expect(told(askedOf(planned(one)))).toBe(plan)
})

it('asks whom the oracle asks', () => {
  fc.assert(
    fc.property(oracleCase, (one) => {
      expect(askedOf(planned(one))).toEqual(oraclePlan(one).asked)
    }),
    { numRuns: 4000 },
  )
})

it('asks whom the oracle asks on chains that a movement publishes', () => {
  fc.assert(
    fc.property(oracleCase, publishedSteps, (one, steps) => {
      const lines = steps.map((step) => ({ ...step, seats: step.seats.map((on) => ('seat' in on ? on.seat : on)) }))
      // Which of several seats the Board takes is settled for the product's own chains only.
      const names = lines.flatMap(({ seats }) => seats)
      fc.pre(!names.includes('national-director') || !names.includes('finance-director'))
      const route = { rules: [{ when: { over: null, upTo: null, facts: {} }, steps }], dueWorkingDays: 3 }
      expect(askedOf(planned(one, route))).toEqual(oraclePlan({ ...one, lines }).asked)
    }),
    { numRuns: 3000 },
  )
})

it('has roles given by nobody below the appointing seat, whatever is published', () => {
  fc.assert(
    fc.property(oracleCase, publishedSteps, (one, steps) => {
      fc.pre(one.kind === 'role-assignment' && Object.hasOwn(appointers, one.role ?? ''))
      const rules = [{ when: { over: null, upTo: null, facts: {} }, steps }]
      const asked = askedOf(planned(one, { rules, dueWorkingDays: 3 }))
      const enough = ladders[appointers[one.role!]!]!.flatMap((seat) => [seat, counterparts[seat] ?? seat])
      const deciding = asked === 'no-rule' ? [] : asked.filter(({ act }) => act === 'decide')
      expect(deciding.flatMap(({ seats }) => seats).some(({ seat }) => enough.includes(seat))).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

it('keeps what must hold for any plan', () => {
  fc.assert(
    fc.property(oracleCase, (one) => {
      const asked = askedOf(planned(one))
      expect(asked === 'no-rule' ? [] : faultsOf(one, asked)).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

it('lists every step and seat of the chain, skipped ones too, and says why each seat is asked', () => {
  fc.assert(
    fc.property(oracleCase, (one) => {
      const plan = planned(one)
      if (plan === null) return
      const shape = (steps: readonly { act: string; seats: readonly unknown[] }[]) =>
        steps.flatMap(({ act, seats }) => seats.map(() => act)).join(', ')
      expect(routeOf(one).rules.map(({ steps }) => shape(steps))).toContain(shape(plan))
      for (const { act, skipped, seats } of plan) {
        expect(act === 'decide' && skipped === 'requester-holds').toBe(false)
        for (const { seat, nodeId, because } of seats) {
          const [first, ...later] = because
          expect(first).toEqual({ code: 'chain', from: null })
          const left = later.map(({ from }) => `${from?.seat}@${from?.nodeId}`)
          expect(later.every(({ code, from }) => code !== 'chain' && from !== null)).toBe(true)
          expect(new Set(left).size).toBe(left.length)
          if (seat !== 'board-member') expect(left).not.toContain(`${seat}@${nodeId}`)
        }
      }
    }),
    { numRuns: 2000 },
  )
})
