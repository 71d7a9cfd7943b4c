/**
 * Who must sign, told a second time and otherwise: the tables are written down again, nothing climbs. Each seat that a chain names
 * has a ladder, each rung may have objections, and the first rung without one is asked; the Board stands at the end of every ladder
 * and takes whatever nobody below can. Shares no line with the engine it judges. Source: APR-2 to APR-5.
 */
import type { NodeKind, Role } from '@ministry/access'

/** A case and the movement it stands in. Holders are those who sit there now and can sign in. */
export interface OracleCase {
  kind: 'expense' | 'role-assignment' | 'event'
  /** From the National node down to the case's node. */
  chain: readonly { id: string; kind: NodeKind }[]
  /** Open Boards, in any order. */
  boardIds: readonly string[]
  holders: readonly { personId: string; role: Role; nodeId: string }[]
  requesterId: string
  concernedIds: readonly string[]
  /** Minor units of a currency with so many decimals; null where there is none. */
  amount: number | null
  decimals: number
  /** The role asked for, of role assignments. */
  role: string | null
}
interface AskedSeat {
  seat: string
  nodeId: string | null
  quorum: number
  /** Sorted. */
  people: string[]
}
export interface AskedStep {
  act: 'endorse' | 'decide'
  seats: AskedSeat[]
}
/** `no-rule`, or what is asked in order; and the names of the rules that had a say, for counting. */
export interface OracleAnswer {
  asked: AskedStep[] | 'no-rule'
  fired: ReadonlySet<string>
}

type Named = string | { lead: 'here' | 'above' }
interface Line {
  act: 'endorse' | 'decide'
  seats: Named[]
}

// ── The tables of the specification ──────────────────────────────────────────────────────────────────────────
const top = ['national-director', 'finance-director', 'board-member']
const region = ['regional-director', ...top]
const campus = ['campus-leader', ...region]
const alumni = ['alumni-coordinator', ...region]
const ladders: Record<string, readonly string[]> = {
  'cell-leader': ['cell-leader', ...campus],
  'campus-leader': campus,
  'graduate-group-leader': ['graduate-group-leader', ...alumni],
  'alumni-coordinator': alumni,
  'regional-director': region,
  'national-director': top,
  'finance-director': ['finance-director', 'national-director', 'board-member'],
  'board-member': ['board-member'],
}
const standsAt: Record<string, string> = {
  'cell-leader': 'SmallGroup',
  'graduate-group-leader': 'GraduateGroup',
  'campus-leader': 'Campus',
  'alumni-coordinator': 'Region',
  'regional-director': 'Region',
  'national-director': 'National',
  'finance-director': 'National',
}
const levelOf = (seat: string): number =>
  [
    [],
    ['cell-leader', 'graduate-group-leader'],
    ['campus-leader', 'alumni-coordinator'],
    ['regional-director'],
    ['national-director', 'finance-director', 'board-member'],
  ].findIndex((seats) => seats.includes(seat))
const leads: Record<NodeKind, string> = {
  National: 'national-director',
  Region: 'regional-director',
  Campus: 'campus-leader',
  SmallGroup: 'cell-leader',
  GraduateNetwork: 'alumni-coordinator',
  GraduateGroup: 'graduate-group-leader',
  Board: 'board-member',
}

const decide = (...seats: Named[]): Line[] => [{ act: 'decide', seats }]
const bands: readonly (readonly [upTo: number, lines: Line[]])[] = [
  [100, [{ act: 'endorse', seats: ['cell-leader'] }, ...decide('campus-leader')]],
  [1000, [{ act: 'endorse', seats: ['campus-leader'] }, ...decide('regional-director')]],
  [5000, [{ act: 'endorse', seats: ['regional-director'] }, ...decide('national-director')]],
  [Infinity, [...decide('national-director'), ...decide('finance-director')]],
]
const appointments: Record<string, Line[]> = {
  'cell-leader': decide('campus-leader'),
  'graduate-group-leader': decide('alumni-coordinator'),
  'campus-leader': decide('regional-director'),
  'alumni-coordinator': decide('regional-director'),
  'regional-director': decide('national-director'),
  'finance-director': decide('national-director'),
  'national-administrator': decide('national-director'),
  'training-coordinator': decide('national-director'),
  'campus-administrator': decide({ lead: 'above' }),
  'regional-administrator': decide({ lead: 'above' }),
  'small-group-coordinator': decide({ lead: 'here' }),
  'small-group-admin': decide({ lead: 'here' }),
  'national-director': decide('board-member'),
  'board-member': decide('board-member'),
}
const events: Partial<Record<NodeKind, Line[]>> = {
  SmallGroup: decide('campus-leader'),
  Campus: decide('regional-director'),
  Region: decide('national-director'),
  National: decide('national-director', 'finance-director'),
  GraduateGroup: decide('alumni-coordinator'),
  GraduateNetwork: decide('regional-director'),
}

function linesOf({ kind, amount, decimals, role, chain }: OracleCase): Line[] | undefined {
  if (kind === 'event') return events[chain.at(-1)!.kind]
  if (kind === 'role-assignment')
    return role !== null && Object.hasOwn(appointments, role) ? appointments[role] : undefined
  return amount === null ? undefined : bands.find(([upTo]) => amount <= upTo * 10 ** decimals)![1]
}

/** What is asked of whom, in order. Source: APR-2 to APR-5. */
export function oraclePlan(asked: OracleCase): OracleAnswer {
  const { chain, holders, requesterId, concernedIds } = asked
  const fired = new Set<string>()
  const lines = linesOf(asked)
  if (!lines) return { asked: 'no-rule', fired: new Set(['no-rule']) }

  const excluded = new Set([requesterId, ...concernedIds])
  const graduate = chain.some(({ kind }) => kind === 'GraduateNetwork')
  const board = asked.boardIds.reduce<string | null>(
    (first, one) => (first === null || one < first ? one : first),
    null,
  )
  const ownLevel = Math.max(
    0,
    ...holders.filter(({ personId }) => personId === requesterId).map(({ role }) => levelOf(role)),
  )

  const placeOf = (seat: string): string | null =>
    seat === 'board-member' ? board : (chain.find(({ kind }) => kind === standsAt[seat])?.id ?? null)
  const sitting = (seat: string): string[] => [
    ...new Set(
      holders.filter(({ role, nodeId }) => role === seat && nodeId === placeOf(seat)).map(({ personId }) => personId),
    ),
  ]
  const ask = (seat: string): AskedSeat => ({
    seat,
    nodeId: placeOf(seat),
    quorum: seat === 'board-member' ? 2 : 1,
    people: sitting(seat)
      .filter((person) => !excluded.has(person))
      .sort(),
  })

  /** The name a seat has on this chain, as a ladder from it upwards without rungs that the chain lacks. */
  const ladderFrom = (named: Named): readonly string[] => {
    const seat = nameOf(named)
    const here = graduate
      ? ({ 'cell-leader': 'graduate-group-leader', 'campus-leader': 'alumni-coordinator' }[seat] ?? seat)
      : seat
    if (here !== seat) fired.add('counts-as')
    const ladder = ladders[here]!
    const first = ladder.findIndex((rung) => rung === 'board-member' || placeOf(rung) !== null)
    if (first > 0) fired.add('no-place')
    return ladder.slice(first)
  }
  const nameOf = (named: Named): string => {
    if (typeof named === 'string') return named
    fired.add(`lead-${named.lead}`)
    const node = named.lead === 'here' ? chain.at(-1) : chain.at(-2)
    return node ? leads[node.kind] : 'board-member'
  }

  const vacant = (seat: string): string | null => {
    if (ask(seat).people.length > 0) return null
    return sitting(seat).length > 0 ? 'own' : 'empty'
  }
  const onlyOne = ({ people }: AskedSeat): string | null => (people.length === 1 ? people[0]! : null)
  const samePlace = (one: AskedSeat, other: AskedSeat): boolean =>
    one.seat === other.seat && one.nodeId === other.nodeId
  const sameOnlyOne = (one: AskedSeat, other: AskedSeat): boolean =>
    onlyOne(one) !== null && onlyOne(one) === onlyOne(other)

  /** The first rung nobody objects to; the last one when all are objected to. */
  const settle = (ladder: readonly string[], objection: (seat: string) => string | null): AskedSeat => {
    for (const seat of ladder) {
      const why = objection(seat)
      if (why === null) return ask(seat)
      fired.add(seat === 'board-member' ? `board-${why}` : why)
    }
    return ask(ladder.at(-1)!)
  }

  // Deciding seats first, in order: they don't depend on who endorses.
  const decidingNames = lines.flatMap(({ act, seats }) => (act === 'decide' ? seats : []))
  const twoNational = ['national-director', 'finance-director'].every((seat) => decidingNames.includes(seat))
  const boardTakes = (named: Named): boolean =>
    twoNational &&
    typeof named === 'string' &&
    (sitting(named).includes(requesterId) || (sitting(named).length > 0 && ask(named).people.length === 0))
  const decided: AskedSeat[] = []
  const decider = (named: Named): AskedSeat => {
    const taken = boardTakes(named)
    if (taken) fired.add('board-takes')
    const seat = settle(taken ? ['board-member'] : ladderFrom(named), (rung) => {
      if (levelOf(rung) < Math.min(ownLevel + 1, 4)) return 'raised'
      const why = vacant(rung)
      if (why !== null) return why
      if (decided.some((earlier) => samePlace(earlier, ask(rung)))) return 'twice-seat'
      return decided.some((earlier) => sameOnlyOne(earlier, ask(rung))) ? 'twice-person' : null
    })
    decided.push(seat)
    if (seat.seat === 'board-member') fired.add(seat.people.length < 2 ? 'board-short' : 'board')
    return seat
  }
  const deciding: AskedStep[] = lines.map(({ act, seats }) => ({
    act,
    seats: act === 'decide' ? seats.map(decider) : [],
  }))

  const endorsed = (named: Named): AskedSeat[] => {
    const ladder = ladderFrom(named)
    if (ownLevel >= levelOf(ladder[0]!)) {
      fired.add('requester-holds')
      return []
    }
    const seat = settle(ladder, vacant)
    const again = decided.some((later) => samePlace(later, seat))
    const alone = decided.some((later) => sameOnlyOne(later, seat))
    if (again || alone) fired.add(again ? 'same-seat' : 'same-person')
    else fired.add('endorsed')
    return again || alone ? [] : [seat]
  }
  const steps = lines.map(({ act, seats }, at) =>
    act === 'decide' ? deciding[at]! : { act, seats: seats.flatMap(endorsed) },
  )
  return { asked: steps.filter(({ seats }) => seats.length > 0), fired }
}
