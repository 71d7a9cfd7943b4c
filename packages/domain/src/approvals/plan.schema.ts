/** A route resolved for one request: the steps with their seats, who sits there, and why each is asked. Source: APR-2, APR-6. */
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { seatName } from './route.schema.ts'

/** A seat at its place. `nodeId` is null where the tree has no such place. */
export const seatAt = z.object({ seat: seatName, nodeId: id().nullable() })
export type SeatAt = z.output<typeof seatAt>

/**
 * Why a seat is asked, in the order in which it came to be asked:
 * `chain` the route names it · `counts-as` the graduate branch's counterpart of the seat that the route names · `raised` the
 * requester's level is as high as the route's: the level above decides · `own` the requester or somebody whom the case is about
 * holds it · `empty` nobody sits on the seat before · `no-place` the case's node stands above where that seat is held ·
 * `twice` whoever sits there signs another step already · `board-takes` the Board takes the seat that the requester holds ·
 * `overdue` no answer from the seat before · `reassigned` the seat above gave it to somebody else.
 */
export const becauseCode = z.enum([
  'chain',
  'counts-as',
  'raised',
  'own',
  'empty',
  'no-place',
  'twice',
  'board-takes',
  'overdue',
  'reassigned',
])
export const because = z.object({ code: becauseCode, from: seatAt.nullable().default(null) })
export type Because = z.output<typeof because>

export const plannedSeat = seatAt.extend({
  /** So many of the people on the seat must agree. */
  quorum: z.number().int().min(1),
  /** Who may sign here now, without those whom the case concerns. Empty where it is stuck: nobody above either. */
  people: z.array(id()),
  because: z.array(because),
})
export type PlannedSeat = z.output<typeof plannedSeat>

export const plannedStep = z.object({
  act: z.enum(['endorse', 'decide']),
  /** Null where it is asked; otherwise why it isn't: the requester holds the seat or a higher one, or a later step asks the same seat. */
  skipped: z.enum(['requester-holds', 'same-seat']).nullable(),
  seats: z.array(plannedSeat),
})
export type PlannedStep = z.output<typeof plannedStep>
