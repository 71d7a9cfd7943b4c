/** The way of a request as it is drawn: stations one after the other, seats that are asked at once side by side. Source: APR-1, APR-6. */
import type { CaseView, ShownStep } from '@ministry/domain/approvals/schema'

type CaseSeat = CaseView['seats'][number]
type ShownSeat = ShownStep['seats'][number]
type Why = ShownSeat['because']
type Person = { id: string; name: string }
export type Vote = CaseSeat['votes'][number]

/**
 * `planned` before submitting · `waiting` an earlier step first · `open` asked now · `signed` agreed · `refused` rejected ·
 * `returned` sent back · `skipped` not asked · `left` went on to another seat · `closed` the case ended before · `stuck` nobody can sign.
 */
export type SeatState =
  'planned' | 'waiting' | 'open' | 'signed' | 'refused' | 'returned' | 'skipped' | 'left' | 'closed' | 'stuck'

/** A seat as a station shows it. */
export interface WaySeat {
  key: string
  role: string
  place: string | null
  state: SeatState
  quorum: number
  /** So many of the quorum have agreed. */
  agreed: number
  people: (Person & { deputy: Person | null })[]
  because: Why
  votes: Vote[]
  assignedTo: Person | null
  openedAt: Date | null
  dueAt: Date | null
  closedAt: Date | null
  /** Of a seat that was left: why, as the seat after it has it. */
  leftWhy: Why[number]['code'] | null
  overdue: boolean
  /** Working hours; null where there is no history, or where it is no plan any more. */
  usualHours: number | null
}

/** A step of the chain. */
export interface Station {
  key: string
  act: 'endorse' | 'decide'
  /** Asked at once: all must agree. */
  seats: WaySeat[]
  /** Asked before and left: the request climbed from them. */
  before: WaySeat[]
  /** Why it isn't asked. */
  skipped: ShownStep['skipped']
  state: SeatState
}

/** Why seats weren't asked, as the trail has it: by seat and place. */
function skipsOf(trail: CaseView['trail'], revision: number) {
  const skips = new Map<string, Station['skipped']>()
  for (const { kind, seat, values, revision: of } of trail) {
    const why = values['why']
    if (kind === 'skipped' && seat && of === revision && (why === 'requester-holds' || why === 'same-seat'))
      skips.set(`${seat.seat} ${seat.nodeId}`, why)
  }
  return ({ seat, nodeId }: CaseSeat) => skips.get(`${seat} ${nodeId}`) ?? null
}

/** The stations of a case, by its seats of the present revision; `now` tells what is overdue. */
export function stationsOf(
  { seats, trail, revision }: Pick<CaseView, 'seats' | 'trail' | 'revision'>,
  now: Date,
): Station[] {
  const whySkipped = skipsOf(trail, revision)
  const byPosition = Map.groupBy(seats, ({ position }) => position)
  return [...byPosition]
    .sort(([one], [other]) => one - other)
    .map(([position, some]) => {
      const shown = some.map((seat) => ({ ...caseSeat(seat, now), leftWhy: whyLeft(seat, some) }))
      const present = shown.filter(({ state }) => state !== 'left')
      return {
        key: String(position),
        act: some[0]!.act,
        // Where a step was left and nobody followed, what was left is all that there is to see.
        seats: present.length ? present : shown,
        before: present.length ? shown.filter(({ state }) => state === 'left') : [],
        skipped: some.every(({ state }) => state === 'skipped') ? whySkipped(some[0]!) : null,
        state: stateOfAll(present.length ? present : shown),
      }
    })
}

/** The stations of a plan, before anything is submitted. */
export const stationsOfPlan = (steps: readonly ShownStep[]): Station[] =>
  steps.map(({ act, skipped, seats }, index) => {
    const shown = seats.map((seat, at) => plannedSeat(seat, `${index}.${at}`, skipped !== null))
    return { key: String(index), act, skipped, seats: shown, before: [], state: stateOfAll(shown) }
  })

/** What followed a seat says why it was left: its reasons begin with those of the seat before. */
function whyLeft({ state, because }: CaseSeat, all: readonly CaseSeat[]) {
  if (state !== 'left') return null
  return all.find((next) => next.because.length > because.length)?.because[because.length]?.code ?? null
}

function caseSeat(seat: CaseSeat, now: Date): Omit<WaySeat, 'leftWhy'> {
  const { id, seat: role, place, quorum, people, because, votes, assignedTo, openedAt, dueAt, closedAt } = seat
  const state = stateOf(seat)
  return {
    key: id,
    role,
    place: place?.name ?? null,
    state,
    quorum,
    agreed: votes.filter(({ choice }) => choice === 'approve').length,
    people,
    because,
    votes,
    assignedTo,
    openedAt,
    dueAt,
    closedAt,
    overdue: (state === 'open' || state === 'stuck') && dueAt !== null && dueAt < now,
    usualHours: null,
  }
}

function stateOf({ state, people, votes, quorum }: CaseSeat): SeatState {
  if (votes.some(({ choice }) => choice === 'reject')) return 'refused'
  if (votes.some(({ choice }) => choice === 'send_back')) return 'returned'
  if (state !== 'open') return state
  const said = new Set(votes.map(({ by }) => by.id))
  const agreed = votes.filter(({ choice }) => choice === 'approve').length
  const able = people.filter(({ id }) => !said.has(id)).length
  return agreed + able < quorum ? 'stuck' : 'open'
}

function plannedSeat(seat: ShownSeat, key: string, skipped: boolean): WaySeat {
  const { seat: role, place, quorum, people, because, usualHours } = seat
  return {
    key,
    role,
    place: place?.name ?? null,
    state: skipped ? 'skipped' : people.length < quorum ? 'stuck' : 'planned',
    quorum,
    agreed: 0,
    people,
    because,
    votes: [],
    assignedTo: null,
    openedAt: null,
    dueAt: null,
    closedAt: null,
    leftWhy: null,
    overdue: false,
    usualHours,
  }
}

/** What the sign of a station tells, the most telling first: one refusal ends it, and all must have agreed. */
const telling: readonly SeatState[] = [
  'refused',
  'returned',
  'stuck',
  'open',
  'waiting',
  'planned',
  'closed',
  'left',
  'signed',
  'skipped',
]
const stateOfAll = (seats: readonly WaySeat[]): SeatState =>
  telling.find((state) => seats.some((seat) => seat.state === state)) ?? 'planned'
