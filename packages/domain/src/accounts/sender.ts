/** Who sent an invitation, with what they held as they wrote it: what the invitation may open is measured by that. */
import type { HeldRole } from '@ministry/access'

/** A seat as the database tells it (`app.seats_at`). */
export type SenderSeat = Pick<HeldRole, 'role' | 'nodeId' | 'scopeIds' | 'groupIds' | 'graduateIds'>

/** The same as roles that were held at that instant. */
export const heldBySender = (seats: readonly SenderSeat[]): HeldRole[] =>
  seats.map((seat) => ({ ...seat, startsAt: new Date(0), endsAt: null }))
