/** The routes that hold where a movement has published none: the product's tables as data. Source: APR-3, APR-4, APR-5. */
import { appointedBy, BOARD_QUORUM, isSeat, type NodeKind, type Seat } from '@ministry/access'
import type { RouteDefinition, RouteRule, RouteSeat, RouteStep } from './route.schema.ts'

const seat = (name: Seat): RouteSeat => ({ seat: name })
const endorse = (name: Seat): RouteStep => ({ act: 'endorse', seats: [seat(name)], quorum: 1 })
const decide = (...names: Seat[]): RouteStep => ({ act: 'decide', seats: names.map(seat), quorum: 1 })
const lead = (where: 'here' | 'above'): RouteStep => ({ act: 'decide', seats: [{ lead: where }], quorum: 1 })
const theBoard: RouteStep = { act: 'decide', seats: [seat('board-member')], quorum: BOARD_QUORUM }

/** Bands of a currency with so many decimals: whole units in minor ones, half-open so that no amount falls between. Source: APR-4. */
export function expenseRoute(decimals: number): RouteDefinition {
  const [small, middle, large] = [100, 1000, 5000].map((units) => units * 10 ** decimals) as [number, number, number]
  const band = (over: number | null, upTo: number | null, ...steps: RouteStep[]): RouteRule => ({
    when: { over, upTo, facts: {} },
    steps,
  })
  return {
    rules: [
      band(null, small, endorse('cell-leader'), decide('campus-leader')),
      band(small, middle, endorse('campus-leader'), decide('regional-director')),
      band(middle, large, endorse('regional-director'), decide('national-director')),
      // The first decides the purpose, the second releases the money.
      band(large, null, decide('national-director'), decide('finance-director')),
    ],
    dueWorkingDays: 3,
  }
}

/** Who fills which seat, by the fact `role`. Source: APR-3. */
export const roleRoute: RouteDefinition = {
  rules: Object.entries(appointedBy).map(([role, by]) => ({
    when: { over: null, upTo: null, facts: { role: [role] } },
    steps: [appointing(role as Seat, by)],
  })),
  dueWorkingDays: 3,
}

function appointing(role: Seat, by: Seat | 'the-board'): RouteStep {
  if (by === 'the-board') return theBoard
  if (role === 'campus-administrator' || role === 'regional-administrator') return lead('above')
  if (role === 'small-group-coordinator' || role === 'small-group-admin') return lead('here')
  return decide(by)
}

/** Whom the table of appointments names: a published route may ask for more, never for less. Source: ACC-3, APR-3. */
export function leastForRole({ role }: Readonly<Record<string, string>>): Seat | undefined {
  if (role === undefined || !isSeat(role)) return undefined
  const by = appointedBy[role]
  return by === 'the-board' ? 'board-member' : by
}

/** Events by the kind of place, the fact `place`. Source: APR-5. */
export const eventRoute: RouteDefinition = {
  rules: (
    [
      ['SmallGroup', ['campus-leader']],
      ['Campus', ['regional-director']],
      ['Region', ['national-director']],
      ['National', ['national-director', 'finance-director']],
      ['GraduateGroup', ['alumni-coordinator']],
      ['GraduateNetwork', ['regional-director']],
    ] satisfies [NodeKind, Seat[]][]
  ).map(([place, seats]) => ({
    when: { over: null, upTo: null, facts: { place: [place] } },
    steps: [decide(...seats)],
  })),
  dueWorkingDays: 3,
}
