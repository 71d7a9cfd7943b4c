/** Words of approvals that pages draw from, in the reader's language. */
import { m } from '@ministry/kernel/messages'
import { formatList, formatNumber } from '@ministry/ui/format.ts'
import { roleName } from '#lib/words.ts'
import type { SeatState, WaySeat } from './way.ts'

/** A seat: a role, the Board as one, or whoever leads a place. */
export function seatName(seat: string): string {
  if (seat === 'board-member') return m.org_kind_board()
  if (seat === 'lead:here') return m.approvals_page_lead_here()
  return seat === 'lead:above' ? m.approvals_page_lead_above() : roleName(seat)
}

const seatOf = (from: { seat: string } | null): string => (from ? seatName(from.seat) : m.approvals_page_this_seat())

const reasons: Record<string, (names: { from: string }) => string> = {
  chain: () => m.approvals_page_because_chain(),
  'counts-as': m.approvals_page_because_counts_as,
  raised: ({ from }) => m.approvals_page_because_raised({ from }),
  own: ({ from }) => m.approvals_page_because_own({ from }),
  empty: ({ from }) => m.approvals_page_because_empty({ from }),
  'no-place': ({ from }) => m.approvals_page_because_no_place({ from }),
  twice: ({ from }) => m.approvals_page_because_twice({ from }),
  'board-takes': ({ from }) => m.approvals_page_because_board_takes({ from }),
  overdue: ({ from }) => m.approvals_page_because_overdue({ from }),
  reassigned: ({ from }) => m.approvals_page_because_reassigned({ from }),
}

/** Why a seat was left for another one. */
const leftBecause: Partial<Record<string, () => string>> = {
  overdue: m.approvals_page_left_overdue,
  reassigned: m.approvals_page_left_reassigned,
  empty: m.approvals_page_left_empty,
  own: m.approvals_page_left_empty,
}
/** How a seat that was left came to be left, by what the seat after it says. */
export const leftText = (why: string | null): string => leftBecause[why ?? '']?.() ?? m.approvals_page_left()

/** Why a seat is asked, sentence by sentence in the order in which it came about. That the route names it is said only where nothing else is. */
export function becauseTexts({ because }: Pick<WaySeat, 'because'>): string[] {
  const told = because.filter(({ code }) => code !== 'chain')
  const last = told.length ? told : because.slice(0, 1)
  return last.map(({ code, from }) => reasons[code]?.({ from: seatOf(from) }) ?? '')
}

const states: Record<SeatState, (() => string) | undefined> = {
  planned: undefined,
  waiting: m.approvals_page_seat_waiting,
  open: m.approvals_page_seat_open,
  signed: m.approvals_page_seat_signed,
  refused: m.approvals_page_seat_refused,
  returned: m.approvals_page_seat_returned,
  skipped: m.approvals_page_seat_skipped,
  left: m.approvals_page_seat_left,
  closed: m.approvals_page_seat_closed,
  stuck: m.approvals_page_seat_stuck,
}
/** Where a seat stands: `Waits for an answer`. A planned one says nothing. */
export const seatStateText = (state: SeatState): string | undefined => states[state]?.()

/** What a step asks of its seats. */
export const actName = (act: 'endorse' | 'decide'): string =>
  act === 'endorse' ? m.approvals_page_act_endorse() : m.approvals_page_act_decide()

const caseStates: Record<string, () => string> = {
  open: m.approvals_state_open,
  sent_back: m.approvals_state_sent_back,
  approved: m.approvals_state_approved,
  rejected: m.approvals_state_rejected,
  withdrawn: m.approvals_state_withdrawn,
}
/** Where a request stands. */
export const caseStateName = (state: string): string => caseStates[state]?.() ?? state

const kinds: Record<string, () => string> = {
  expense: m.approvals_page_kind_expense,
  'role-assignment': m.approvals_page_kind_role_assignment,
  event: m.approvals_page_kind_event,
}
/** A kind of request. */
export const requestKindName = (kind: string): string => kinds[kind]?.() ?? kind

/** Seats one after the other: `Campus Leader, then Regional Director`. */
export const seatsInWords = (seats: readonly { seat: string }[]): string =>
  formatList(seats.map(({ seat }) => seatName(seat)))

/** Working hours (24 make a working day), rounded as people say them. */
export function hoursText(hours: number): string {
  if (hours >= 48) {
    const days = Math.round(hours / 24)
    return m.approvals_page_days({ count: days, shown: formatNumber(days) })
  }
  const rounded = Math.max(1, Math.round(hours))
  return m.approvals_page_hours({ count: rounded, shown: formatNumber(rounded) })
}
