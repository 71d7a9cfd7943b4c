/** Whether a route can be published. Pure. Source: APR-1, APR-3. */
import {
  allowedChildren,
  BOARD_QUORUM,
  isSeat,
  levels,
  nodeKinds,
  seatKind,
  type NodeKind,
  type Seat,
} from '@ministry/access'
import { holds } from './route.rules.ts'
import type { RouteAsk, RouteWorld } from './route-world.ts'
import type { RouteDefinition, RouteRule, RouteStep } from './route.schema.ts'
import { placed, reaches } from './seat-places.ts'

/** What is wrong with a route: a message key, and the rule (counted from 1), the amounts (minor units) or the words that it is about. */
export interface Fault {
  code:
    | 'approvals.route.band-empty'
    | 'approvals.route.fact-unknown'
    | 'approvals.route.no-decision'
    | 'approvals.route.endorses-last'
    | 'approvals.route.decider-without-level'
    | 'approvals.route.never-holds'
    | 'approvals.route.gap'
    | 'approvals.route.below-appointing-seat'
    | 'approvals.route.board-alone'
    | 'approvals.route.board-quorum'
  values: Record<string, string | number>
}
/** What a kind can be asked for: its facts with their values, and whether it has amounts. */
export interface Askable {
  facts: Readonly<Record<string, readonly string[]>>
  banded: boolean
  least?(facts: Readonly<Record<string, string>>): Seat | undefined
}
type Asked = Pick<RouteAsk, 'amount' | 'facts'>

/** All that keeps a route from being published: amounts or facts that no rule takes, rules that never hold, chains that decide nothing. Source: APR-1. */
export function faultsOf({ rules }: RouteDefinition, askable: Askable): Fault[] {
  const own = rules.flatMap((rule, i) =>
    faultsOfRule(rule, askable).map((fault) => ({ ...fault, values: { rule: i + 1, ...fault.values } })),
  )
  if (own.length) return own
  const samples = samplesOf(rules, askable)
  const first = (asked: Asked) => rules.findIndex(({ when }) => holds(when, asked))
  const reached = new Set(samples.map(first))
  const never = rules.flatMap((_, i): Fault[] =>
    reached.has(i) ? [] : [{ code: 'approvals.route.never-holds', values: { rule: i + 1 } }],
  )
  const gaps = samples
    .filter((asked) => first(asked) < 0)
    .map(({ amount, facts }): Fault => {
      const what = Object.values(facts).join(', ')
      return { code: 'approvals.route.gap', values: { facts: what, ...(amount !== null && { amount }) } }
    })
  return [
    ...never,
    ...gaps.filter(({ values }, i) => gaps.findIndex((other) => other.values.facts === values.facts) === i),
    ...samples.flatMap((asked) => {
      const rule = first(asked)
      return rule < 0 ? [] : belowLeast(rules[rule]!, rule + 1, asked.facts, askable.least?.(asked.facts))
    }),
  ]
}

/** What the table of appointments keeps for a seat isn't decided below it; and the Board doesn't decide by one of its members. Source: APR-3. */
function belowLeast({ steps }: RouteRule, rule: number, facts: Asked['facts'], least: Seat | undefined): Fault[] {
  if (least === undefined) return []
  const deciding = steps.filter(({ act }) => act === 'decide')
  const values = { rule, facts: Object.values(facts).join(', ') }
  // A role is asked for at the kind of place where it is held.
  const world = modelOf(placeOfRole(facts.role))
  const reaching = deciding.filter(({ seats }) => seats.some((seat) => reaches(placed(seat, world).at, least, world)))
  if (reaching.length === 0)
    return [{ code: 'approvals.route.below-appointing-seat', values: { ...values, seat: least } }]
  const alone = least === 'board-member' && reaching.every(({ quorum }) => quorum < BOARD_QUORUM)
  return alone ? [{ code: 'approvals.route.board-alone', values: { ...values, quorum: BOARD_QUORUM } }] : []
}

const placeOfRole = (role: string | undefined): NodeKind =>
  role !== undefined && isSeat(role) ? seatKind(role) : 'National'

/** Some movement, down to a place of this kind. */
function modelOf(kind: NodeKind): RouteWorld {
  const chain = [kind]
  for (let parent = parentOf(kind); parent; parent = parentOf(parent)) chain.unshift(parent)
  return { chain: chain.map((kind) => ({ id: kind, kind })), boardIds: ['Board'], holders: [] }
}
const parentOf = (kind: NodeKind) => nodeKinds.find((parent) => allowedChildren[parent].includes(kind))

function faultsOfRule({ when, steps }: RouteRule, { facts }: Askable): Fault[] {
  const { over, upTo } = when
  const unknown = Object.entries(when.facts).flatMap(([name, some]) =>
    some
      .filter((value) => !(Object.hasOwn(facts, name) && facts[name]!.includes(value)))
      .map((value) => `${name}: ${value}`),
  )
  const decisions = steps.filter(({ act }) => act === 'decide')
  const levelless = decisions
    .flatMap(({ seats }) => seats)
    .flatMap((seat) => ('seat' in seat && levels[seat.seat] === undefined ? [seat.seat] : []))
  const fault = (code: Fault['code'], values: Fault['values'] = {}): Fault => ({ code, values })
  return [
    ...(over !== null && upTo !== null && over >= upTo ? [fault('approvals.route.band-empty')] : []),
    ...unknown.map((what) => fault('approvals.route.fact-unknown', { what })),
    ...(decisions.length === 0 ? [fault('approvals.route.no-decision')] : []),
    ...(decisions.length && steps.at(-1)!.act === 'endorse' ? [fault('approvals.route.endorses-last')] : []),
    // Who acts as a member decides nothing: the level above would be asked each time.
    ...levelless.map((seat) => fault('approvals.route.decider-without-level', { seat })),
    // The Board has one quorum everywhere: a route that says another would show what isn't so.
    ...(steps.some(asksMoreOfTheBoard) ? [fault('approvals.route.board-quorum', { quorum: BOARD_QUORUM })] : []),
  ]
}

const asksMoreOfTheBoard = ({ seats, quorum }: RouteStep) =>
  quorum > BOARD_QUORUM && seats.some((seat) => 'seat' in seat && seat.seat === 'board-member')

/** Of every kind of request one: each combination of facts, with an amount in each stretch between the bands' edges. */
function samplesOf(rules: readonly RouteRule[], { facts, banded }: Askable): Asked[] {
  const amounts = banded
    ? [...new Set([1, ...edgesOf(rules).flatMap((edge) => [edge, edge + 1])])].filter((amount) => amount > 0)
    : [null]
  const combinations = Object.entries(facts).reduce<Record<string, string>[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  )
  return combinations.flatMap((facts) =>
    amounts.sort((a, b) => (a ?? 0) - (b ?? 0)).map((amount) => ({ amount, facts })),
  )
}

/** The amounts at which bands begin or end, in order. */
export const edgesOf = (rules: readonly RouteRule[]): number[] =>
  [...new Set(rules.flatMap(({ when: { over, upTo } }) => [over, upTo]).filter((edge) => edge !== null))].sort(
    (a, b) => a - b,
  )
