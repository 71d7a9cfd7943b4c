/** What a chain asks for twice is asked once. Pure. Source: APR-2, APR-3. */
import type { PlannedSeat, PlannedStep } from './plan.schema.ts'
import { keyOf } from './seat-places.ts'

/**
 * One person's word, and one word of the Board, is asked for once: what a later step repeats is left to it, a second seat that
 * comes to the Board is answered by the Board's one decision, and so is the seat of somebody whom the Board's quorum can't do without.
 */
export function withoutRepeats(steps: PlannedStep[]): PlannedStep[] {
  const deciding = steps.flatMap(({ act, skipped, seats }) => (act === 'decide' && !skipped ? seats : []))
  const board = deciding.find(({ seat }) => seat === 'board-member')
  const alone = ({ people, quorum }: PlannedSeat) => (people.length === 1 && quorum === 1 ? people[0] : undefined)
  const takenUp = new Set(deciding.map(alone).filter((person) => person !== undefined))
  /** Whether the Board has its quorum only with this person, who sits there. */
  const neededByBoard = (person: string | undefined) => {
    if (!board || person === undefined || !board.people.includes(person) || board.people.length < board.quorum)
      return false
    return board.people.filter((one) => one !== person && !takenUp.has(one)).length < board.quorum
  }
  const answeredByBoard = deciding.filter(
    (seat) => seat !== board && (seat.seat === 'board-member' || neededByBoard(alone(seat))),
  )
  for (const seat of answeredByBoard) takenUp.delete(alone(seat) ?? '')
  return steps.flatMap((step, position) => {
    if (step.skipped) return [step]
    const later = steps.slice(position + 1).filter(({ skipped }) => !skipped)
    const repeated = (seat: PlannedSeat) =>
      step.act === 'decide'
        ? answeredByBoard.includes(seat)
        : repeatedIn(later, seat) || (seat.people.length === 1 && neededByBoard(seat.people[0]))
    const asked = step.seats.filter((seat) => !repeated(seat))
    const left = step.seats.filter(repeated)
    if (step.act === 'endorse') for (const seat of asked) if (seat.people.length === 1) takenUp.add(seat.people[0]!)
    return [
      ...(asked.length ? [{ ...step, seats: asked }] : []),
      ...(left.length ? [{ ...step, skipped: 'same-seat' as const, seats: left }] : []),
    ]
  })
}

const repeatedIn = (later: readonly PlannedStep[], seat: PlannedSeat): boolean =>
  later.some(({ act, seats }) =>
    seats.some(
      (other) =>
        keyOf(other) === keyOf(seat) ||
        (act === 'decide' &&
          seat.people.length === 1 &&
          other.people.length === 1 &&
          other.people[0] === seat.people[0]),
    ),
  )
