import { appointedBy, type Role, type Seat } from '@ministry/access'
import { describe, expect, test } from 'vitest'
import { eventRoute, expenseRoute, leastForRole, roleRoute } from './default-routes.ts'
import { changesOf } from './route-changes.rules.ts'
import { faultsOf } from './route-check.rules.ts'
import { planOf } from './route.rules.ts'
import type { RouteAsk, RouteWorld } from './route-world.ts'
import { seatNames, type RouteDefinition } from './route.schema.ts'

const national = { id: 'n', kind: 'National' } as const
const region = { id: 'r', kind: 'Region' } as const
const campus = { id: 'c', kind: 'Campus' } as const
const group = { id: 'g', kind: 'SmallGroup' } as const
const network = { id: 'gn', kind: 'GraduateNetwork' } as const
const graduates = { id: 'gg', kind: 'GraduateGroup' } as const

const seats: [string, Role, string][] = [
  ['nora', 'national-director', 'n'],
  ['finn', 'finance-director', 'n'],
  ['rita', 'regional-director', 'r'],
  ['alma', 'alumni-coordinator', 'r'],
  ['carl', 'campus-leader', 'c'],
  ['gina', 'cell-leader', 'g'],
  ['greg', 'graduate-group-leader', 'gg'],
  ['bo', 'board-member', 'b'],
  ['bea', 'board-member', 'b'],
  ['ben', 'board-member', 'b'],
]
const world = (
  chain: RouteWorld['chain'],
  { without = [] as string[], also = [] as typeof seats } = {},
): RouteWorld => ({
  chain,
  boardIds: ['b'],
  holders: [...seats.filter(([, role]) => !without.includes(role)), ...also].map(([personId, role, nodeId]) => ({
    personId,
    role,
    nodeId,
  })),
})
const inGroup = [national, region, campus, group]
const asking = (requesterId: string, more: Partial<RouteAsk> = {}): RouteAsk => ({
  requesterId,
  concernedIds: [],
  amount: null,
  facts: {},
  ...more,
})
const shown = (route: RouteDefinition, ask: RouteAsk, where: RouteWorld) =>
  planOf(route, ask, where)
    .map(({ act, skipped, seats }) =>
      skipped
        ? `(${seats.map(({ seat }) => seat).join(' + ')} ${skipped})`
        : `${act} ${seats.map(({ seat, people, quorum }) => `${seat} ${people.join('/') || '-'}${quorum > 1 ? ` ${quorum}` : ''}`).join(' + ')}`,
    )
    .join(' → ')
const expense = (requester: string, amount: number, where = world(inGroup)) =>
  shown(expenseRoute(2), asking(requester, { amount }), where)

describe('money', () => {
  test.each([
    [60_00, 'endorse cell-leader gina → decide campus-leader carl'],
    [100_00, 'endorse cell-leader gina → decide campus-leader carl'],
    [100_01, 'endorse campus-leader carl → decide regional-director rita'],
    [1000_00, 'endorse campus-leader carl → decide regional-director rita'],
    [1000_50, 'endorse regional-director rita → decide national-director nora'],
    [5000_00, 'endorse regional-director rita → decide national-director nora'],
    [5000_01, 'decide national-director nora → decide finance-director finn'],
  ])('%i minor units of a member', (amount, way) => {
    expect(expense('mia', amount)).toBe(way)
  })
  test('bands count minor units of the currency', () => {
    const yen = (amount: number) => shown(expenseRoute(0), asking('mia', { amount }), world(inGroup))
    expect(yen(100)).toBe('endorse cell-leader gina → decide campus-leader carl')
    expect(yen(101)).toBe('endorse campus-leader carl → decide regional-director rita')
    expect(shown(expenseRoute(3), asking('mia', { amount: 100_001 }), world(inGroup))).toMatch(/^endorse campus-leader/)
  })
  test.each([
    ['gina', '(cell-leader requester-holds) → decide campus-leader carl'],
    ['carl', '(cell-leader requester-holds) → decide regional-director rita'],
    ['rita', '(cell-leader requester-holds) → decide national-director nora'],
    ['nora', '(cell-leader requester-holds) → decide finance-director finn'],
    ['finn', '(cell-leader requester-holds) → decide national-director nora'],
    ['bo', 'endorse cell-leader gina → decide national-director nora'],
  ])('small money of %s is decided above them', (requester, way) => {
    expect(expense(requester, 60_00)).toBe(way)
  })
  test('a leader of another place endorses nothing of their own here, and is decided above their level', () => {
    const elsewhere = world(inGroup, { also: [['olga', 'campus-leader', 'elsewhere']] })
    expect(expense('olga', 60_00, elsewhere)).toBe('endorse cell-leader gina → decide regional-director rita')
  })
  test('an empty seat climbs and says so; what it comes to is asked once', () => {
    const where = world(inGroup, { without: ['campus-leader'] })
    expect(expense('mia', 60_00, where)).toBe('endorse cell-leader gina → decide regional-director rita')
    const [, decision] = planOf(expenseRoute(2), asking('mia', { amount: 60_00 }), where)
    expect(decision!.seats[0]!.because).toEqual([
      { code: 'chain', from: null },
      { code: 'empty', from: { seat: 'campus-leader', nodeId: 'c' } },
    ])
    expect(expense('mia', 60_00, world(inGroup, { without: ['cell-leader'] }))).toBe(
      '(campus-leader same-seat) → decide campus-leader carl',
    )
  })
  test('a request of a place above the seats of its band goes to the seats that it has', () => {
    expect(expense('mia', 60_00, world([national, region]))).toBe(
      '(regional-director same-seat) → decide regional-director rita',
    )
  })
  test('of two national seats the Board takes the one that the requester holds, and never one that is empty first', () => {
    expect(expense('nora', 5000_01)).toBe('decide board-member bo/bea/ben 2 → decide finance-director finn')
    expect(expense('finn', 5000_01)).toBe('decide national-director nora → decide board-member bo/bea/ben 2')
    expect(expense('mia', 5000_01, world(inGroup, { without: ['finance-director'] }))).toBe(
      'decide national-director nora → decide board-member bo/bea/ben 2',
    )
    expect(expense('mia', 5000_01, world(inGroup, { without: ['national-director'] }))).toBe(
      'decide finance-director finn → decide board-member bo/bea/ben 2',
    )
  })
  test('one person on both seats signs one of them', () => {
    const both = world(inGroup, { without: ['finance-director'], also: [['nora', 'finance-director', 'n']] })
    expect(expense('mia', 5000_01, both)).toBe('decide national-director nora → decide board-member bo/bea/ben 2')
    const cell = world(inGroup, { without: ['cell-leader'], also: [['carl', 'cell-leader', 'g']] })
    expect(expense('mia', 60_00, cell)).toBe('(cell-leader same-seat) → decide campus-leader carl')
  })
  test('whom the Board can’t do without signs there and nowhere else', () => {
    const short = (also: typeof seats) => world(inGroup, { without: ['board-member', 'finance-director'], also })
    const finnOnBoard = short([
      ['finn', 'finance-director', 'n'],
      ['finn', 'board-member', 'b'],
      ['bea', 'board-member', 'b'],
    ])
    expect(expense('nora', 5000_01, finnOnBoard)).toBe('decide board-member finn/bea 2 → (finance-director same-seat)')
    const three = short([
      ['finn', 'finance-director', 'n'],
      ['finn', 'board-member', 'b'],
      ['bea', 'board-member', 'b'],
      ['ben', 'board-member', 'b'],
    ])
    expect(expense('nora', 5000_01, three)).toBe('decide board-member finn/bea/ben 2 → decide finance-director finn')
  })
  test('where nobody is left, the plan shows the empty Board', () => {
    const nobody = world(inGroup, { without: ['national-director', 'finance-director', 'board-member'] })
    expect(expense('mia', 5000_01, nobody)).toBe('decide board-member - 2 → (board-member same-seat)')
  })
})

describe('roles', () => {
  const role = (requester: string, name: string, candidate: string, where = world(inGroup)) =>
    shown(roleRoute, asking(requester, { facts: { role: name }, concernedIds: [candidate] }), where)
  test.each([
    ['mia', 'cell-leader', 'decide campus-leader carl'],
    ['carl', 'cell-leader', 'decide regional-director rita'],
    ['mia', 'campus-leader', 'decide regional-director rita'],
    ['rita', 'regional-director', 'decide national-director nora'],
    ['nora', 'finance-director', 'decide finance-director finn'],
    ['mia', 'small-group-admin', 'decide cell-leader gina'],
    ['nora', 'national-director', 'decide board-member bo/bea/ben 2'],
  ])('%s proposes a %s', (requester, name, way) => {
    expect(role(requester, name, 'candy')).toBe(way)
  })
  test('administrators are appointed by the lead above', () => {
    expect(role('mia', 'campus-administrator', 'candy', world([national, region, campus]))).toBe(
      'decide regional-director rita',
    )
  })
  test('the candidate decides nothing', () => {
    expect(role('mia', 'national-director', 'bo')).toBe('decide board-member bea/ben 2')
    expect(role('mia', 'campus-leader', 'rita')).toBe('decide national-director nora')
  })
})

describe('events', () => {
  const event = (requester: string, chain: RouteWorld['chain'], without: string[] = []) =>
    shown(eventRoute, asking(requester, { facts: { place: chain.at(-1)!.kind } }), world(chain, { without }))
  test('go to the level above their place', () => {
    expect(event('mia', inGroup)).toBe('decide campus-leader carl')
    expect(event('mia', [national, region, campus])).toBe('decide regional-director rita')
    expect(event('mia', [national, region])).toBe('decide national-director nora')
    expect(event('mia', [national])).toBe('decide national-director nora + finance-director finn')
    expect(event('nora', [national])).toBe('decide board-member bo/bea/ben 2 + finance-director finn')
    expect(event('mia', [national, region, network, graduates])).toBe('decide alumni-coordinator alma')
    expect(event('mia', [national, region, network])).toBe('decide regional-director rita')
  })
})

test('in the graduate branch the counterparts are asked', () => {
  const where = world([national, region, network, graduates])
  expect(expense('mia', 60_00, where)).toBe('endorse graduate-group-leader greg → decide alumni-coordinator alma')
  expect(planOf(expenseRoute(2), asking('mia', { amount: 60_00 }), where)[1]!.seats[0]!.because[1]).toEqual({
    code: 'counts-as',
    from: { seat: 'campus-leader', nodeId: null },
  })
})
test('a request that no rule takes is refused', () => {
  expect(() => planOf(roleRoute, asking('mia', { facts: { role: 'pope' } }), world(inGroup))).toThrow(/no-rule/)
})
test('what would change the route are the nearest amounts with other seats', () => {
  const at = (amount: number) =>
    changesOf(expenseRoute(2), asking('mia', { amount }), world(inGroup)).map(({ when, amount, seats }) => [
      when,
      amount,
      seats.map(({ seat }) => seat).join(),
    ])
  expect(at(60_00)).toEqual([['over', 100_00, 'campus-leader,regional-director']])
  expect(at(5000_00)).toEqual([
    ['up-to', 1000_00, 'campus-leader,regional-director'],
    ['over', 5000_00, 'national-director,finance-director'],
  ])
  expect(at(5000_01)).toEqual([['up-to', 5000_00, 'regional-director,national-director']])
})

describe('before a route is published', () => {
  const expenses = { facts: {}, banded: true }
  const edited = (change: (route: RouteDefinition) => void) => {
    const route = structuredClone(expenseRoute(2))
    change(route)
    return faultsOf(route, expenses).map(({ code, values }) => [code.replace('approvals.route.', ''), values])
  }
  test('the product’s own have no fault', () => {
    expect(edited(() => {})).toEqual([])
    expect(faultsOf(roleRoute, { facts: { role: seatNames }, banded: false, least: leastForRole })).toEqual([])
    const places = ['SmallGroup', 'Campus', 'Region', 'National', 'GraduateGroup', 'GraduateNetwork']
    expect(faultsOf(eventRoute, { facts: { place: places }, banded: false })).toEqual([])
  })
  test('gaps, rules that never hold, and chains without a decision are named', () => {
    expect(edited(({ rules }) => (rules[1]!.when.over = 100_01))).toEqual([['gap', { facts: '', amount: 100_01 }]])
    expect(edited(({ rules }) => (rules[0]!.when.upTo = null))).toEqual(
      [2, 3, 4].map((rule) => ['never-holds', { rule }]),
    )
    expect(edited(({ rules }) => rules.pop())).toEqual([['gap', { facts: '', amount: 5000_01 }]])
    expect(edited(({ rules }) => rules[0]!.steps.pop())).toEqual([['no-decision', { rule: 1 }]])
    expect(edited(({ rules }) => rules[0]!.steps.reverse())).toEqual([['endorses-last', { rule: 1 }]])
    expect(edited(({ rules }) => (rules[1]!.when.upTo = 50_00))).toEqual([['band-empty', { rule: 2 }]])
    expect(edited(({ rules }) => (rules[0]!.when.facts = { colour: ['red'] }))).toEqual([
      ['fact-unknown', { rule: 1, what: 'colour: red' }],
    ])
    expect(edited(({ rules }) => (rules[0]!.when.facts = { constructor: ['red'] }))).toEqual([
      ['fact-unknown', { rule: 1, what: 'constructor: red' }],
    ])
    expect(edited(({ rules }) => (rules[0]!.steps[1]!.seats = [{ seat: 'training-coordinator' }]))).toEqual([
      ['decider-without-level', { rule: 1, seat: 'training-coordinator' }],
    ])
  })
})

describe('what the table of appointments keeps', () => {
  const by = (quorum: number, ...seats: Seat[]): RouteDefinition => ({
    rules: [
      {
        when: { over: null, upTo: null, facts: {} },
        steps: [{ act: 'decide', seats: seats.map((seat) => ({ seat })), quorum }],
      },
    ],
    dueWorkingDays: 3,
  })
  const told = (route: RouteDefinition, ...roles: Seat[]) =>
    faultsOf(route, { facts: { role: roles }, banded: false, least: leastForRole }).map(({ code, values }) => [
      code.replace('approvals.route.', ''),
      values.facts,
    ])
  const planned = (route: RouteDefinition, role: Seat, where: RouteWorld, requester = 'mia') => {
    const facts = { role }
    return shown(route, asking(requester, { facts, least: leastForRole(facts) }), where)
  }

  test('a route that has a role given below its seat isn’t published', () => {
    expect(told(by(1, 'national-director'), 'board-member', 'national-director', 'campus-leader')).toEqual([
      ['below-appointing-seat', 'board-member'],
      ['below-appointing-seat', 'national-director'],
    ])
    expect(told(by(1, 'board-member'), 'national-director')).toEqual([['board-alone', 'national-director']])
    expect(told(by(2, 'board-member'), 'national-director', 'board-member')).toEqual([])
    // Or else nobody but themself could ever end who publishes it.
    expect(told(by(3, 'board-member'), 'national-director')).toEqual([['board-quorum', undefined]])
    expect(told(by(1, 'campus-leader'), 'cell-leader', 'campus-leader')).toEqual([
      ['below-appointing-seat', 'campus-leader'],
    ])
    // Of the same level, and yet beside the ladder of who appoints.
    expect(told(by(1, 'alumni-coordinator'), 'cell-leader')).toEqual([['below-appointing-seat', 'cell-leader']])
    // Where the graduate branch counts the one as the other.
    expect(told(by(1, 'campus-leader'), 'graduate-group-leader')).toEqual([])
    expect(told(by(1, 'campus-leader', 'regional-director'), 'campus-leader')).toEqual([])
  })
  test('one that was published all the same is raised to it', () => {
    const skipsTheBoard = by(1, 'national-director')
    const board = world([national, { id: 'b', kind: 'Board' }])
    expect(planned(skipsTheBoard, 'national-director', world([national]))).toBe('decide board-member bo/bea/ben 2')
    expect(planned(skipsTheBoard, 'board-member', board)).toBe('decide board-member bo/bea/ben 2')
    expect(planned(by(1, 'campus-leader'), 'campus-leader', world([national, region, campus]))).toBe(
      'decide regional-director rita',
    )
    expect(planned(by(1, 'campus-leader'), 'campus-leader', world([national, region, campus]), 'rita')).toBe(
      'decide national-director nora',
    )
    expect(planned(by(1, 'national-director'), 'campus-leader', world([national, region, campus]))).toBe(
      'decide national-director nora',
    )
  })
})

test('routes speak of the seats that there are', () => {
  expect([...seatNames].sort()).toEqual(Object.keys(appointedBy).sort())
})
