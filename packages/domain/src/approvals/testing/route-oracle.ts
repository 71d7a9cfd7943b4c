/**
 * Who must sign, told a second time and otherwise: the tables are written down again, nothing climbs. Each seat that a chain names
 * has a ladder, each rung may have objections, and the first rung without one is asked; the Board stands at the end of every ladder
 * and takes whatever nobody below can. Shares no line with the engine it judges. Source: APR-2 to APR-5.
 */
import {
  appointers,
  counterparts,
  ladders,
  leads,
  levelOf,
  linesOf,
  standsAt,
  type Line,
  type Named,
  type OracleCase,
} from './route-tables.ts'

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
interface OracleAnswer {
  asked: AskedStep[] | 'no-rule'
  fired: ReadonlySet<string>
}

/** What is asked of whom, in order. Source: APR-2 to APR-5. */
export function oraclePlan(asked: OracleCase): OracleAnswer {
  const { chain, holders, requesterId, concernedIds } = asked
  const fired = new Set<string>()
  const written = asked.lines ?? linesOf(asked)
  if (!written) return { asked: 'no-rule', fired: new Set(['no-rule']) }

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

  /** What somebody would endorse of their own is told by seats over the case's place. */
  const levelHere = Math.max(
    0,
    ...holders
      .filter(({ personId, nodeId }) => personId === requesterId && chain.some(({ id }) => id === nodeId))
      .map(({ role }) => levelOf(role)),
  )

  const placeOf = (seat: string): string | null =>
    seat === 'board-member' ? board : (chain.find(({ kind }) => kind === standsAt[seat])?.id ?? null)
  const sitting = (seat: string): string[] => [
    ...new Set(
      holders.filter(({ role, nodeId }) => role === seat && nodeId === placeOf(seat)).map(({ personId }) => personId),
    ),
  ]
  const ask = (seat: string, quorum: number): AskedSeat => ({
    seat,
    nodeId: placeOf(seat),
    quorum: seat === 'board-member' ? 2 : quorum,
    people: sitting(seat)
      .filter((person) => !excluded.has(person))
      .sort(),
  })

  /** The name a seat has on this chain, as a ladder from it upwards without rungs that the chain lacks. */
  const ladderFrom = (named: Named): readonly string[] => {
    const seat = nameOf(named)
    const ladder = ladders[seat]!.map((rung) => (graduate ? (counterparts[rung] ?? rung) : rung))
    if (ladder[0] !== seat) fired.add('counts-as')
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

  /** Too few to sign; on the Board only when there is nobody at all. */
  const vacant = (seat: string, quorum: number): string | null => {
    if (ask(seat, quorum).people.length >= (seat === 'board-member' ? 1 : quorum)) return null
    return sitting(seat).length > 0 ? 'own' : 'empty'
  }
  const onlyOne = ({ people }: AskedSeat): string | null => (people.length === 1 ? people[0]! : null)
  const samePlace = (one: AskedSeat, other: AskedSeat): boolean =>
    one.seat === other.seat && one.nodeId === other.nodeId
  const sameOnlyOne = (one: AskedSeat, other: AskedSeat): boolean =>
    onlyOne(one) !== null && onlyOne(one) === onlyOne(other)

  /** The first rung nobody objects to; the last one when all are objected to. */
  const settle = (ladder: readonly string[], quorum: number, objection: (seat: string) => string | null): AskedSeat => {
    for (const seat of ladder) {
      const why = vacant(seat, quorum) ?? objection(seat)
      if (why === null) return ask(seat, quorum)
      fired.add(seat === 'board-member' ? `board-${why}` : why)
    }
    return ask(ladder.at(-1)!, quorum)
  }

  /** A chain on which nobody of the appointing seat's ladder decides has its last deciding seat filled by the appointing one. */
  const withAppointer = (chained: readonly Line[]): readonly Line[] => {
    const appointer = asked.kind === 'role-assignment' && asked.role !== null ? appointers[asked.role] : undefined
    if (appointer === undefined) return chained
    const enough = ladderFrom(appointer)
    const deciders = chained.flatMap(({ act, seats }) => (act === 'decide' ? seats : []))
    if (deciders.some((named) => enough.includes(ladderFrom(named)[0]!))) return chained
    fired.add('appointer')
    const last = chained.findLastIndex(({ act }) => act === 'decide')
    return chained.map((line, at) => (at === last ? { ...line, seats: [...line.seats.slice(0, -1), appointer] } : line))
  }
  const lines = withAppointer(written)

  // Deciding seats first, in order: they don't depend on who endorses.
  const decidingNames = lines.flatMap(({ act, seats }) => (act === 'decide' ? seats : []))
  const national = ['national-director', 'finance-director']
  const twoNational = national.every((seat) => decidingNames.includes(seat))
  const boardTakes = (named: Named): boolean =>
    twoNational &&
    typeof named === 'string' &&
    national.includes(named) &&
    (sitting(named).includes(requesterId) || vacant(named, 1) === 'own')
  const decided: AskedSeat[] = []
  const decider = (named: Named, quorum: number): AskedSeat => {
    const taken = boardTakes(named)
    if (taken) fired.add('board-takes')
    const seat = settle(taken ? ['board-member'] : ladderFrom(named), quorum, (rung) => {
      if (levelOf(rung) < Math.min(ownLevel + 1, 4)) return 'raised'
      const asking = ask(rung, quorum)
      if (decided.some((earlier) => samePlace(earlier, asking))) return 'twice-seat'
      return decided.some((earlier) => sameOnlyOne(earlier, asking)) ? 'twice-person' : null
    })
    decided.push(seat)
    if (seat.seat === 'board-member') fired.add(seat.people.length < 2 ? 'board-short' : 'board')
    return seat
  }
  const deciding: AskedStep[] = lines.map(({ act, seats, quorum = 1 }) => ({
    act,
    seats: act === 'decide' ? seats.map((named) => decider(named, quorum)) : [],
  }))

  // The Board says one word: other seats that came to it, or that only somebody of its bare quorum could answer, are in it.
  const theBoard = decided.find(({ seat }) => seat === 'board-member')
  const inTheBoard = new Set<AskedSeat>()
  const signers = new Set<string>()
  if (theBoard) {
    const single = (seat: AskedSeat) => (seat.quorum === 1 ? onlyOne(seat) : null)
    const busy = new Set(decided.flatMap((seat) => single(seat) ?? []))
    const free = theBoard.people.filter((person) => !busy.has(person)).length
    const could = theBoard.people.length >= 2
    for (const seat of decided) {
      const only = single(seat)
      if (seat === theBoard) continue
      if (seat.seat === 'board-member' || (could && free < 2 && only !== null && theBoard.people.includes(only)))
        inTheBoard.add(seat)
      else if (only !== null) signers.add(only)
    }
    if (inTheBoard.size) fired.add('one-word-of-the-board')
  }
  for (const step of deciding) step.seats = step.seats.filter((seat) => !inTheBoard.has(seat))
  const spared = (person: string): boolean => {
    if (!theBoard || theBoard.people.length < 2 || !theBoard.people.includes(person)) return true
    return theBoard.people.filter((one) => one !== person && !signers.has(one)).length >= 2
  }

  const endorsed = (named: Named, quorum: number): AskedSeat[] => {
    const ladder = ladderFrom(named)
    const level = levelOf(ladder[0]!)
    if (level < 0 ? sitting(ladder[0]!).includes(requesterId) : levelHere >= level) {
      fired.add('requester-holds')
      return []
    }
    const seat = settle(ladder, quorum, () => null)
    const again = decided.some((later) => samePlace(later, seat))
    const alone = decided.some((later) => sameOnlyOne(later, seat))
    const kept = onlyOne(seat) === null || spared(onlyOne(seat)!)
    if (again || alone || !kept) fired.add(again ? 'same-seat' : 'same-person')
    else fired.add('endorsed')
    if (again || alone || !kept) return []
    if (onlyOne(seat) !== null) signers.add(onlyOne(seat)!)
    return [seat]
  }
  const steps = lines.map(({ act, seats, quorum = 1 }, at) =>
    act === 'decide' ? deciding[at]! : { act, seats: seats.flatMap((named) => endorsed(named, quorum)) },
  )
  return { asked: steps.filter(({ seats }) => seats.length > 0), fired }
}
