/** Opening, closing and climbing of seats: how a case goes its way. All in the power of the movement. Source: APR-1, APR-2, APR-7. */
import { seatKey, type Seat } from '@ministry/access'
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { kindsOf } from './kinds.ts'
import { caseEnded, seatClosed, seatOpened } from './approvals.events.ts'
import { barredFrom, keepExcluded } from './barred.ts'
import { seatsOf, votesOf, type CaseRow, type StoredSeat } from './case-row.ts'
import { climb, obstacle, type Climbed } from './climb.rules.ts'
import { execute } from './execute.ts'
import type { Because, PlannedStep, SeatAt } from './plan.schema.ts'
import { routeDefinition } from './route.schema.ts'
import { nodeFor } from './seat-places.ts'
import { approvalsAt, askedAt, sayOf, type VoteRow } from './sign.rules.ts'
import { tell, tellTurn } from './tell.ts'
import { trail, type TrailLine } from './trail.ts'
import { afterWorkingDays } from './working-days.rules.ts'
import { calendarAt, worldAt, type NamedWorld } from './world.ts'

/** Writes the seats of a plan; none is asked yet. */
export async function writeSeats(power: Context, row: CaseRow, plan: readonly PlannedStep[]): Promise<void> {
  const seats = plan.flatMap(({ act, skipped, seats: asked }, position) =>
    asked.map(({ seat, nodeId, quorum, because }) => ({
      ...{ id: newId(power.at), caseId: row.id, revision: row.revision, position, act, role: seat, nodeId },
      ...{ seatKey: seatKey(seat, nodeId), quorum, because: because },
      state: skipped ? 'skipped' : 'waiting',
      skipped,
    })),
  )
  await power.tx.prisma.approvalSeat.createMany({ data: seats.map(({ skipped: _, ...seat }) => seat) })
  const lines = seats.map(({ id, role, skipped, because }): TrailLine => {
    const why = because.map(({ code }) => code).join(' ')
    return skipped
      ? { kind: 'skipped', seatId: id, values: { why: skipped } }
      : { kind: 'routed', seatId: id, values: { seat: role, why } }
  })
  await trail(power, row, lines)
}

/** How a case stands: its seats, what was said, and who sits where at this instant. */
export interface Standing {
  row: CaseRow
  seats: StoredSeat[]
  votes: VoteRow[]
  world: NamedWorld
  /** Who signs nothing here: see `barredFrom`. */
  barred: readonly string[]
}
/** Looks at a locked case, with the rights of this very instant. */
export async function standingOf(power: Context, locked: CaseRow): Promise<Standing> {
  const { excluded, ...standing } = await looked(power, locked)
  return { ...standing, row: await keepExcluded(power, locked, excluded) }
}
async function looked(power: Context, row: CaseRow): Promise<Standing & { excluded: string[] }> {
  const seats = await seatsOf(power, row)
  const votes = await votesOf(power, row)
  const { excluded, barred } = await barredFrom(power, row, votes)
  const given = seats.flatMap(({ assignedTo, assignedBy }) => [assignedTo, assignedBy]).filter((id) => id !== null)
  // Not the instant at which the act began: it may have waited for the case.
  const world = await worldAt(power, row, [...barred, ...given], power.services.clock.now())
  return { row, seats, votes, world, barred, excluded }
}

/** Goes on: opens the next step when all before it have answered, moves seats on that nobody can answer, and executes after the last. */
export async function advance(power: Context, row: CaseRow): Promise<'open' | 'approved'> {
  for (;;) {
    const standing = await standingOf(power, row)
    const open = standing.seats.filter(({ state }) => state === 'open')
    if (await moveOn(power, standing, open)) continue
    if (open.length) return 'open'
    const waiting = standing.seats.filter(({ state }) => state === 'waiting')
    if (waiting.length === 0) {
      // A way on which nobody decides is no way.
      if (!standing.seats.some(({ act, state }) => act === 'decide' && state === 'signed'))
        throw new Error(`Nobody has decided case ${row.id}`)
      await execute(power, row)
      return 'approved'
    }
    const position = Math.min(...waiting.map((seat) => seat.position))
    await openStep(
      power,
      standing,
      waiting.filter((seat) => seat.position === position),
    )
  }
}

/** Opens the seats of a step; one that can't be asked any more climbs. */
async function openStep(power: Context, standing: Standing, seats: StoredSeat[]): Promise<void> {
  for (const seat of seats) {
    const why = obstacleOf(standing, seat)
    if (why) await leave(power, standing, seat, why)
    else await open(power, standing, seat)
  }
}

/** Moves on each open seat that nobody can answer any more. True where something has changed. */
async function moveOn(power: Context, standing: Standing, seats: readonly StoredSeat[]): Promise<boolean> {
  for (const seat of seats) {
    if (seat.assignedTo !== null && askedAt(standing.world, seat, standing.votes, standing.barred).length === 0) {
      await giveBack(power, standing.row, seat)
      return true
    }
    const board = seat.role === 'board-member' && seat.nodeId !== null
    if (board || seat.assignedTo !== null || answered(standing, seat)) continue
    const why = obstacleOf(standing, seat)
    if (why && (await leave(power, standing, seat, why))) return true
  }
  return false
}
const answered = ({ world, votes }: Standing, seat: StoredSeat) => approvalsAt(world, seat, votes) >= seat.quorum

/** A turn that was given to somebody who can't take it any more goes back to whoever sits there. */
async function giveBack(power: Context, row: CaseRow, seat: StoredSeat): Promise<void> {
  await power.tx.prisma.approvalSeat.update({ where: { id: seat.id }, data: { assignedTo: null, assignedBy: null } })
  await trail(power, row, [{ kind: 'returned', seatId: seat.id }])
}

function obstacleOf(standing: Standing, seat: StoredSeat): Because['code'] | null {
  const approvals = approvalsAt(standing.world, seat, standing.votes)
  return obstacle(standing.world, atOf(seat), Math.max(1, seat.quorum - approvals), ruleOf(standing, seat))
}

const atOf = (seat: Pick<StoredSeat, 'role' | 'nodeId'>): SeatAt => ({ seat: seat.role as Seat, nodeId: seat.nodeId })
const ruleOf = ({ barred, seats, votes }: Standing, seat: StoredSeat) => ({
  excluded: new Set(barred),
  heard: new Set(votes.flatMap((vote) => [vote.personId, sayOf(vote)])),
  taken: new Set(
    seats
      .filter((other) => other.id !== seat.id && other.act === 'decide' && !['left', 'closed'].includes(other.state))
      .map((other) => other.seatKey),
  ),
})

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
function onward(standing: Standing, seat: StoredSeat, why: Because['code']): Climbed | null {
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

/** Says once that nobody can answer a seat, nor anybody above it. */
export async function stuck(power: Context, row: CaseRow, seat: Pick<StoredSeat, 'id'>, why: string): Promise<void> {
  if ((await stuckSeats(power, row)).has(seat.id)) return
  await trail(power, row, [{ kind: 'stuck', seatId: seat.id, values: { why } }])
  await tell(power, row, 'request-waits', [row.personId], `${seat.id}:stuck`)
}

/** The seats of a case that have said that nobody can answer them, and weren't opened since, each with the reason. */
export async function stuckSeats(power: Context, { id }: Pick<CaseRow, 'id'>): Promise<Map<string, string>> {
  const rows = await power.tx.rows<{ seatId: string; why: string }>(sql`
    select t.seat_id as "seatId", t."values" ->> 'why' as why from approval_trail t
     where t.case_id = ${id}::uuid and t.kind = 'stuck'
       and not exists (select from approval_trail o where o.case_id = t.case_id and o.seat_id = t.seat_id and o.kind = 'opened' and o.seq > t.seq)`)
  return new Map(rows.map(({ seatId, why }) => [seatId, why]))
}

/** What becomes of a seat that was stuck: it is asked anew, where enough people sit there by now; or goes on, where somebody sits above. */
function revival(standing: Standing, seat: StoredSeat, why: string): 'open' | 'leave' | null {
  if (seat.state !== 'open' || answered(standing, seat)) return null
  if (why !== 'overdue' && !outOfReach(standing, seat)) return 'open'
  const code = why === 'overdue' ? 'overdue' : obstacleOf(standing, seat)
  return code && onward(standing, seat, code) ? 'leave' : null
}

/** Whether a case that was stuck could go on by now. */
export async function couldGoOn(power: Context, row: CaseRow): Promise<boolean> {
  const why = await stuckSeats(power, row)
  const standing = await looked(power, row)
  return standing.seats.some((seat) => why.has(seat.id) && revival(standing, seat, why.get(seat.id)!) !== null)
}

/** Asks seats anew, or leaves them, that were stuck for lack of anybody. */
export async function revive(power: Context, row: CaseRow): Promise<void> {
  for (const [seatId, why] of await stuckSeats(power, row)) {
    const standing = await standingOf(power, row)
    const seat = standing.seats.find((one) => one.id === seatId)
    const what = seat && revival(standing, seat, why)
    if (seat && what === 'open') await open(power, standing, seat)
    if (seat && what === 'leave' && why === 'overdue') await leave(power, standing, seat, 'overdue')
  }
}

/** What events of a case carry. */
const subjectOf = ({ id, kind, scopeIds }: Pick<CaseRow, 'id' | 'kind' | 'scopeIds'>) => ({
  caseId: id,
  movementId: scopeIds[0]!,
  kind,
})

/** A seat that was asked is asked no longer. */
export async function close(
  power: Context,
  row: CaseRow,
  seat: Pick<StoredSeat, 'id' | 'state'>,
  state: 'signed' | 'left' | 'closed',
): Promise<void> {
  await power.tx.prisma.approvalSeat.update({ where: { id: seat.id }, data: { state, closedAt: power.at } })
  if (seat.state === 'open')
    power.emit(seatClosed.sendable({ ...subjectOf(row), seatId: seat.id }, { subject: `case:${row.id}` }))
}

/** Closes whatever of a revision is not answered yet. */
export async function closeAll(power: Context, row: CaseRow): Promise<void> {
  for (const seat of await seatsOf(power, row))
    if (seat.state === 'open' || seat.state === 'waiting') await close(power, row, seat, 'closed')
}

type Ending = 'rejected' | 'withdrawn' | 'sent_back'
/** The case ends, or goes back to the requester, without execution: its kind learns of it in the same transaction. */
export async function end(power: Context, row: CaseRow, outcome: Ending): Promise<void> {
  await closeAll(power, row)
  const ended = outcome === 'sent_back' ? null : power.at
  await power.tx.prisma.approvalCase.update({ where: { id: row.id }, data: { state: outcome, endedAt: ended } })
  const told = outcome === 'sent_back' ? 'sent-back' : outcome
  power.emit(caseEnded.sendable({ ...subjectOf(row), outcome: told }, { subject: `case:${row.id}` }))
  const kind = kindsOf(power.services).find(({ name }) => name === row.kind)
  await kind?.ended?.(power, { caseId: row.id, outcome: told })
}

/** Whether a quorum can't be reached any more with those who are left. */
export const outOfReach = ({ barred, world, votes }: Standing, seat: StoredSeat): boolean =>
  approvalsAt(world, seat, votes) + askedAt(world, seat, votes, barred).length < seat.quorum
