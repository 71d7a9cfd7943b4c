/** Random movements with random cases, made so that every rule of the routing meets its cases often. */
import { nodeKinds, roleNames, roles, seatsOf, type NodeKind, type Role } from '@ministry/access'
import * as fc from 'fast-check'
import { seatNames, type RouteSeat } from '../route.schema.ts'
import type { OracleCase } from './route-tables.ts'

interface Place {
  id: string
  kind: NodeKind
  parent: string | null
}
const place = (id: string, kind: NodeKind, parent: string | null): Place => ({ id, kind, parent })
/** What stands below a National node: one region of these, or both. */
const branches = [
  place('region-1', 'Region', 'national'),
  place('campus-1', 'Campus', 'region-1'),
  place('group-1', 'SmallGroup', 'campus-1'),
  place('group-2', 'SmallGroup', 'campus-1'),
  place('network-1', 'GraduateNetwork', 'region-1'),
  place('graduates-1', 'GraduateGroup', 'network-1'),
  place('region-2', 'Region', 'national'),
  place('campus-2', 'Campus', 'region-2'),
  place('group-3', 'SmallGroup', 'campus-2'),
  place('network-2', 'GraduateNetwork', 'region-2'),
  place('graduates-2', 'GraduateGroup', 'network-2'),
]

/** Few people fill many seats: the first three often hold several, the rest seldom. */
const person = fc
  .oneof(
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 }) },
    { weight: 3, arbitrary: fc.integer({ min: 3, max: 24 }) },
  )
  .map((number) => `person-${String(number).padStart(2, '0')}`)
const seatHolders = fc.oneof(
  { weight: 4, arbitrary: fc.constant<string[]>([]) },
  { weight: 10, arbitrary: person.map((one) => [one]) },
  { weight: 3, arbitrary: fc.uniqueArray(person, { minLength: 2, maxLength: 3 }) },
)
const boardMembers = fc
  .integer({ min: 0, max: 4 })
  .chain((size) => fc.uniqueArray(person, { minLength: size, maxLength: size }))

const edges = [1, 99.99, 100, 100.01, 100.5, 101, 999.99, 1000, 1000.01, 1000.5, 4999.99, 5000, 5000.01, 12345.67]
const money = fc
  .constantFrom(0, 2, 3)
  .chain((decimals) =>
    fc
      .oneof(
        { weight: 4, arbitrary: fc.constantFrom(...edges).map((major) => Math.round(major * 10 ** decimals)) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 9000 * 10 ** decimals }) },
      )
      .map((amount) => ({ amount, decimals })),
  )

/** Neighbours on a ladder: now and then one person alone holds both. */
const nationalPair = [
  ['national-director', 'national'],
  ['finance-director', 'national'],
] as const
const doubled: readonly (readonly [readonly [string, string], readonly [string, string]])[] = [
  nationalPair,
  nationalPair,
  [
    ['regional-director', 'region-1'],
    ['national-director', 'national'],
  ],
  [
    ['campus-leader', 'campus-1'],
    ['regional-director', 'region-1'],
  ],
  [
    ['cell-leader', 'group-1'],
    ['campus-leader', 'campus-1'],
  ],
  [
    ['graduate-group-leader', 'graduates-1'],
    ['alumni-coordinator', 'region-1'],
  ],
  [
    ['alumni-coordinator', 'region-1'],
    ['regional-director', 'region-1'],
  ],
]

/** What is held at the places of a movement, with the movement. */
const movement = fc
  .record({
    boards: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 12, arbitrary: fc.constantFrom(1, 1, 2) }),
    regions: fc.constantFrom(1, 2),
    turned: fc.boolean(),
  })
  .chain(({ boards, regions, turned }) => {
    const boardPlaces = ['board-1', 'board-2'].slice(0, boards).map((id) => place(id, 'Board', 'national'))
    const places = [
      place('national', 'National', null),
      ...boardPlaces,
      ...branches.slice(0, regions === 1 ? 6 : branches.length),
    ]
    const seats = places.flatMap(({ id, kind }) => seatsOf(kind).map((role) => ({ role, nodeId: id })))
    const at = (role: string, nodeId: string): number =>
      seats.findIndex((seat) => seat.role === role && seat.nodeId === nodeId)
    const pair = fc.constantFrom(...doubled.map(([one, other]) => [at(...one), at(...other)] as const))
    return fc
      .record({
        held: fc.tuple(...seats.map(({ role }) => (role === 'board-member' ? boardMembers : seatHolders))),
        pairs: fc.array(pair, { maxLength: 4 }),
      })
      .map(({ held, pairs }) => {
        const people = [...held]
        for (const [from, to] of pairs) people[to] = people[from]!.slice(0, 1)
        const boardIds = boardPlaces.map(({ id }) => id)
        return {
          places,
          boardIds: turned ? boardIds.toReversed() : boardIds,
          holders: people.flatMap((on, at) => on.map((personId) => ({ personId, ...seats[at]! }))),
        }
      })
  })

/** From the National node down to the node. */
function chainTo(places: readonly Place[], id: string): Place[] {
  const found = places.find((one) => one.id === id)!
  return found.parent === null ? [found] : [...chainTo(places, found.parent), found]
}

/** A random case in a random movement; who asks is somebody of the chain about as often as somebody else or nobody at all. */
export const oracleCase: fc.Arbitrary<OracleCase> = movement.chain(({ places, boardIds, holders }) =>
  fc
    .record({
      at: fc.constantFrom(...nodeKinds, 'SmallGroup', 'SmallGroup', 'GraduateGroup', 'National').chain((kind) => {
        const of = places.filter((one) => one.kind === kind)
        return fc.constantFrom(...(of.length > 0 ? of : places))
      }),
      kind: fc.constantFrom<OracleCase['kind'][]>('expense', 'expense', 'role-assignment', 'event'),
      money,
      without: fc.integer({ min: 0, max: 19 }),
      anyRole: fc.integer({ min: 0, max: 5 }),
      who: fc.constantFrom('outsider', 'outsider', 'anybody', 'on the chain', 'at the top'),
    })
    .chain(({ at, kind, money: { amount, decimals }, without, anyRole, who }) => {
      const chain = chainTo(places, at.id).map(({ id, kind: of }) => ({ id, kind: of }))
      const near = holders.filter(({ nodeId }) => chain.some(({ id }) => id === nodeId))
      const high = holders.filter(({ role }) => ['National', 'Board'].includes(String(roles[role].at)))
      const board = holders.flatMap(({ role, personId }) => (role === 'board-member' ? [personId] : []))
      const among = { outsider: [], anybody: holders, 'on the chain': near, 'at the top': high }[who] as typeof holders
      const asks =
        among.length > 0 ? fc.constantFrom(...among.map(({ personId }) => personId)) : fc.constant('outsider')
      const candidates = near.length > 0 ? fc.constantFrom(...near.map(({ personId }) => personId)) : person
      const assigned: readonly Role[] = anyRole === 0 ? roleNames : seatsOf(at.kind)
      return fc.record({
        kind: fc.constant(kind),
        chain: fc.constant(chain),
        boardIds: fc.constant(boardIds),
        holders: fc.constant(holders),
        requesterId: asks,
        concernedIds: fc.oneof(
          { weight: 3, arbitrary: fc.constant<string[]>([]) },
          { weight: 2, arbitrary: fc.uniqueArray(fc.oneof(candidates, person), { minLength: 1, maxLength: 2 }) },
          { weight: 1, arbitrary: fc.shuffledSubarray(board) },
        ),
        amount: fc.constant(kind === 'expense' && without > 0 ? amount : null),
        decimals: fc.constant(decimals),
        role:
          kind === 'role-assignment'
            ? fc.constantFrom(...(assigned.length > 0 ? assigned : roleNames))
            : fc.constant(null),
      })
    }),
)

const deciders = ['campus-leader', 'regional-director', 'national-director', 'finance-director'] as const
const named: fc.Arbitrary<RouteSeat> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...deciders).map((seat) => ({ seat })) },
  { weight: 2, arbitrary: fc.constantFrom(...seatNames).map((seat) => ({ seat })) },
  { weight: 1, arbitrary: fc.constantFrom('here' as const, 'above' as const).map((lead) => ({ lead })) },
)
const quorum = fc.constantFrom(1, 1, 1, 2)
const endorsing = fc.record({ act: fc.constant('endorse' as const), seats: named.map((seat) => [seat]), quorum })
const decidingStep = fc.record({
  act: fc.constant('decide' as const),
  seats: fc.array(named, { minLength: 1, maxLength: 2 }),
  quorum,
})

/** Steps of a chain as a movement might publish it: perhaps an endorsement, then up to three decisions. */
export const publishedSteps = fc
  .tuple(fc.option(endorsing, { nil: undefined }), fc.array(decidingStep, { minLength: 1, maxLength: 3 }))
  .map(([first, rest]) => (first ? [first, ...rest] : rest))
