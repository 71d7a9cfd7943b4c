/** From a route to the plan of one case: pure, and proven against an oracle that knows nothing of this file. Source: APR-2, APR-3. */
import { BOARD_QUORUM, levels } from '@ministry/access'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Because, PlannedSeat, PlannedStep, SeatAt } from './plan.schema.ts'
import type { RouteCondition, RouteDefinition, RouteSeat, RouteStep } from './route.schema.ts'
import { withoutRepeats } from './repeats.rules.ts'
import type { RouteAsk, RouteWorld } from './route-world.ts'
import { above, at, keyOf, levelOf, moved, placed, reaches, type Sought } from './seat-places.ts'

/** Whether a rule of a route holds for a request. A request without an amount passes no band. Source: APR-4. */
export function holds(
  { over, upTo, facts }: RouteCondition,
  { amount, facts: asked }: Pick<RouteAsk, 'amount' | 'facts'>,
) {
  const inBand =
    amount === null
      ? over === null && upTo === null
      : (over === null || amount > over) && (upTo === null || amount <= upTo)
  return (
    inBand && Object.entries(facts).every(([name, some]) => asked[name] !== undefined && some.includes(asked[name]))
  )
}

/** The rule that a request goes by: the first that holds for it. Source: APR-1. */
export const ruleFor = (route: RouteDefinition, ask: Pick<RouteAsk, 'amount' | 'facts'>) =>
  route.rules.find(({ when }) => holds(when, ask))

/**
 * The chain of one request: which seats are asked in which order, who sits there, and why each. A step that isn't asked says why.
 * A seat without people is stuck: nobody above it either, or too few on the Board. Throws RuleBroken `approvals.submit.no-rule`
 * where no rule of the route holds. Source: APR-2, APR-3.
 */
export function planOf(route: RouteDefinition, ask: RouteAsk, world: RouteWorld): PlannedStep[] {
  const rule = ruleFor(route, ask)
  if (!rule) throw ruleBroken('approvals.submit.no-rule')
  const planner = new Planner(ask, world, rule.steps)
  const steps = rule.steps.map((step) => planner.step(step))
  return withoutRepeats(steps)
}

/** Seats are given out one after the other: none is asked to decide twice, and nobody alone on two. */
class Planner {
  readonly #ask: RouteAsk
  readonly #world: RouteWorld
  /** By any seat of the movement: the deciding level stands above it. */
  readonly #level: number
  /** By seats over the case's own place: what they would endorse themselves. */
  readonly #levelHere: number
  readonly #held: RouteWorld['holders']
  readonly #bothNational: boolean
  readonly #deciding: PlannedSeat[] = []
  /** The deciding seat that is raised to the least one, because no other of the chain reaches it. */
  readonly #short: RouteSeat | undefined

  constructor(ask: RouteAsk, world: RouteWorld, steps: readonly RouteStep[]) {
    this.#ask = ask
    this.#world = world
    const held = world.holders.filter(({ personId }) => personId === ask.requesterId)
    const highest = (seats: typeof held) => Math.max(0, ...seats.map(({ role }) => levels[role] ?? 0))
    this.#held = held
    this.#level = highest(held)
    this.#levelHere = highest(held.filter(({ nodeId }) => world.chain.some(({ id }) => id === nodeId)))
    const named = steps.filter(({ act }) => act === 'decide').flatMap(({ seats }) => seats)
    const names = (seat: string) => named.some((one) => 'seat' in one && one.seat === seat)
    this.#bothNational = names('national-director') && names('finance-director')
    const { least } = ask
    const reached = least && named.some((seat) => reaches(placed(seat, world).at, least, world))
    this.#short = least && !reached ? named.at(-1) : undefined
  }

  step({ act, seats, quorum }: RouteStep): PlannedStep {
    const places = seats.map((seat) =>
      seat === this.#short ? this.#atLeast(placed(seat, this.#world)) : placed(seat, this.#world),
    )
    if (act === 'endorse' && places.every((place) => this.#coveredByRequester(place.at)))
      return { act, skipped: 'requester-holds', seats: places.map((place) => this.#planned(place, quorum)) }
    const asked = act === 'endorse' ? places.filter((place) => !this.#coveredByRequester(place.at)) : places
    return { act, skipped: null, seats: asked.map((place) => this.#filled(place, act, quorum)) }
  }

  #atLeast = (sought: Sought): Sought => moved(sought, placed({ seat: this.#ask.least! }, this.#world).at, 'raised')

  /** Whether the requester holds this seat or a higher one, so that an endorsement would be their own. */
  #coveredByRequester(seat: SeatAt): boolean {
    const level = levelOf(seat.seat)
    return level > 0
      ? this.#levelHere >= level
      : this.#held.some(({ role, nodeId }) => role === seat.seat && nodeId === seat.nodeId)
  }

  #filled(place: Sought, act: RouteStep['act'], quorum: number): PlannedSeat {
    const seat = act === 'decide' ? this.#decider(this.#raised(place), quorum) : this.#climb(place, quorum, () => null)
    if (act === 'decide') this.#deciding.push(seat)
    return seat
  }

  /** The deciding level is above the requester's own. Source: APR-2. */
  #raised(sought: Sought): Sought {
    const next = above(sought.at.seat, this.#world)
    if (levelOf(sought.at.seat) >= Math.min(this.#level + 1, 4) || next === null) return sought
    return this.#raised(moved(sought, at(next, this.#world), 'raised'))
  }

  #decider(sought: Sought, quorum: number): PlannedSeat {
    const { seat } = sought.at
    const national = seat === 'national-director' || seat === 'finance-director'
    const own = this.#sitters(sought.at).includes(this.#ask.requesterId) || this.#whyNobody(sought.at, quorum) === 'own'
    if (this.#bothNational && national && own)
      return this.#decider(moved(sought, at('board-member', this.#world), 'board-takes'), quorum)
    return this.#climb(sought, quorum, (at, people) => {
      const others = this.#deciding.filter(({ people }) => people.length > 0)
      const same = others.some((other) => keyOf(other) === keyOf(at))
      const alone =
        people.length === 1 && others.some((other) => other.people.length === 1 && other.people[0] === people[0])
      return same || alone ? 'twice' : null
    })
  }

  /** Up from seat to seat until somebody can sign who isn't concerned; a way that comes back leads to the Board. Source: APR-3. */
  #climb(
    sought: Sought,
    quorum: number,
    refused: (at: SeatAt, people: readonly string[]) => Because['code'] | null,
    visited: ReadonlySet<string> = new Set(),
  ): PlannedSeat {
    const planned = this.#planned(sought, quorum)
    const why = this.#whyNobody(sought.at, planned.quorum) ?? refused(sought.at, planned.people)
    const onward = above(sought.at.seat, this.#world)
    if (!why || onward === null) return planned
    const seen = new Set([...visited, sought.at.seat])
    const next = at(seen.has(onward) ? 'board-member' : onward, this.#world)
    return this.#climb(moved(sought, next, why), quorum, refused, seen)
  }

  #planned({ at, because }: Sought, quorum: number): PlannedSeat {
    const needed = at.seat === 'board-member' ? BOARD_QUORUM : quorum
    return { ...at, quorum: needed, people: this.#eligible(at), because }
  }

  #whyNobody(seat: SeatAt, quorum: number): 'no-place' | 'empty' | 'own' | null {
    if (seat.nodeId === null) return 'no-place'
    // The Board is never too few to be asked: there is nobody above it.
    if (seat.seat === 'board-member' || this.#eligible(seat).length >= quorum) return null
    return this.#sitters(seat).length > this.#eligible(seat).length ? 'own' : 'empty'
  }

  #sitters = ({ seat, nodeId }: SeatAt): string[] => [
    ...new Set(
      this.#world.holders.filter((one) => one.role === seat && one.nodeId === nodeId).map(({ personId }) => personId),
    ),
  ]
  #eligible = (seat: SeatAt): string[] =>
    this.#sitters(seat).filter((id) => id !== this.#ask.requesterId && !this.#ask.concernedIds.includes(id))
}
