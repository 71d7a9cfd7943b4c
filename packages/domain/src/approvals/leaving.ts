/** Asking a seat, and leaving it for the one above. In the power of the movement. Source: APR-2. */
import { seatKey } from '@ministry/access'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { seatOpened } from './approvals.events.ts'
import type { CaseRow, StoredSeat } from './case-row.ts'
import { climb, type Climbed } from './climb.rules.ts'
import { close, subjectOf } from './closing.ts'
import type { Because } from './plan.schema.ts'
import { routeDefinition } from './route.schema.ts'
import { nodeFor } from './seat-places.ts'
import { askedAt } from './sign.rules.ts'
import { atOf, ruleOf, type Standing } from './standing.ts'
import { stuck } from './stuck.ts'
import { tellTurn } from './tell.ts'
import { trail } from './trail.ts'
import { afterWorkingDays } from './working-days.rules.ts'
import { calendarAt } from './world.ts'

/**
 * Leaves a seat for the one above, or to a seat that answers for it anyway. False where nothing stands
 * above: the case waits there, visibly.
 */
export async function leave(
  power: Context,
  standing: Standing,
  seat: StoredSeat,
  why: Because['code'],
): Promise<boolean> {
  const { row, seats } = standing
  const next = onward(standing, seat, why)
  const line = { kind: why === 'overdue' ? ('escalated' as const) : ('climbed' as const), seatId: seat.id }
  if (next === null) {
    if (seat.state === 'waiting') await open(power, standing, seat, 'request-your-turn', why)
    await stuck(power, row, seat, why)
    return false
  }
  await close(power, row, seat, 'left')
  if (answeredElsewhere(seats, seat, next)) {
    await trail(power, row, [{ ...line, values: { why, to: next.seat, left_to: 'decision' } }])
    return true
  }
  await trail(power, row, [{ ...line, values: { why, to: next.seat } }])
  const above = await addAbove(power, row, seat, next)
  await open(power, standing, above, why === 'overdue' ? 'request-escalated' : 'request-your-turn')
  return true
}

/** Where a seat goes that can't be asked or doesn't answer; null where nothing stands above. */
export function onward(standing: Standing, seat: StoredSeat, why: Because['code']): Climbed | null {
  const { world } = standing
  if (seat.role === 'board-member' && seat.nodeId === null) {
    const board = nodeFor('board-member', world)
    const because: Because[] = [{ code: 'no-place', from: atOf(seat) }]
    return board === null ? null : { seat: 'board-member', nodeId: board, quorum: seat.quorum, because }
  }
  const rule = ruleOf(standing, seat)
  const taken = seat.act === 'endorse' ? new Set<string>() : rule.taken
  const next = climb(world, atOf(seat), why, seat.quorum, { ...rule, taken }, seat.because as Because[])
  return next && next.nodeId !== null ? next : null
}

/** An endorsement is left to the seat that decides later; and the Board says one word, whatever comes to it. */
const answeredElsewhere = (seats: readonly StoredSeat[], seat: StoredSeat, next: Climbed): boolean =>
  seats.some(
    (other) =>
      other.id !== seat.id &&
      other.seatKey === seatKey(next.seat, next.nodeId) &&
      ['waiting', 'open', 'signed'].includes(other.state) &&
      (next.seat === 'board-member' || (seat.act === 'endorse' && other.position > seat.position)) &&
      other.act === 'decide',
  )

async function addAbove(power: Context, row: CaseRow, from: StoredSeat, next: Climbed): Promise<StoredSeat> {
  const because = [...(from.because as Because[]), ...next.because]
  return await power.tx.prisma.approvalSeat.create({
    data: {
      ...{ id: newId(power.at), caseId: row.id, revision: row.revision, position: from.position, act: from.act },
      ...{ role: next.seat, nodeId: next.nodeId, seatKey: seatKey(next.seat, next.nodeId), quorum: next.quorum },
      ...{ state: 'waiting', because: because, cameFrom: from.id },
    },
  })
}

/** Asks a seat from now on: with a reminder at half time and a due time in working days of the case's place. */
export async function open(
  power: Context,
  { row, world, barred }: Pick<Standing, 'row' | 'world' | 'barred'>,
  seat: StoredSeat,
  told: 'request-your-turn' | 'request-escalated' | 'request-given' = 'request-your-turn',
  short: string = 'quorum',
): Promise<void> {
  const { dueWorkingDays } = routeDefinition.parse(row.definition)
  const calendar = await calendarAt(power, row.nodeId)
  const remindAt = afterWorkingDays(power.at, dueWorkingDays / 2, calendar)
  const dueAt = afterWorkingDays(power.at, dueWorkingDays, calendar)
  const times = { openedAt: power.at, remindAt, dueAt, remindedAt: null }
  await power.tx.prisma.approvalSeat.update({ where: { id: seat.id }, data: { state: 'open', ...times } })
  await trail(power, row, [{ kind: 'opened', seatId: seat.id, values: { seat: seat.role } }])
  power.emit(
    seatOpened.sendable(
      { ...subjectOf(row), seatId: seat.id, remindAt: remindAt.toISOString(), dueAt: dueAt.toISOString() },
      { subject: `case:${row.id}` },
    ),
  )
  const asked = askedAt(world, { ...seat, state: 'open' }, [], barred)
  await tellTurn(power, row, seat, asked, told)
  if (asked.length < seat.quorum) await stuck(power, row, seat, short)
}
