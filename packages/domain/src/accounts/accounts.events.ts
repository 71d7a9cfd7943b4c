import { id } from '@ministry/kernel/id'
import { event } from '@ministry/workflows'
import * as z from 'zod'

/** Roles end, at this instant or later; with an account that was deactivated they count no more, though they stay. */
export const roleEnded = event(
  'accounts/role.ended',
  z.object({ personId: id(), movementId: id(), endsAt: z.iso.datetime() }),
)
