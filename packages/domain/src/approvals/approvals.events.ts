import { id } from '@ministry/kernel/id'
import { event } from '@ministry/workflows'
import * as z from 'zod'

const ofCase = z.object({ caseId: id(), movementId: id(), kind: z.string() })
/** A seat is asked: from now on it is reminded, and escalated when it is due. */
export const seatOpened = event(
  'approvals/seat.opened',
  ofCase.extend({ seatId: id(), remindAt: z.iso.datetime(), dueAt: z.iso.datetime() }),
)
/** A seat is no longer asked: it has answered, the case went on without it, or ended. */
export const seatClosed = event('approvals/seat.closed', ofCase.extend({ seatId: id() }))
/**
 * Somebody gives up seats, at this instant or later: whoever waits for them there goes on. `handedTo` names the successor at a place,
 * where there is one. Told by the capability that ends roles.
 */
export const seatsGivenUp = event(
  'approvals/seats.given-up',
  z.object({
    personId: id(),
    movementId: id(),
    endsAt: z.iso.datetime(),
    handedTo: z.object({ personId: id(), nodeId: id() }).optional(),
  }),
)
/** A case is decided, or was taken back. */
export const caseEnded = event(
  'approvals/case.ended',
  ofCase.extend({ outcome: z.enum(['approved', 'rejected', 'withdrawn', 'sent-back']) }),
)
