import { id } from '@ministry/kernel/id'
import { event } from '@ministry/workflows'
import * as z from 'zod'

/** An event was approved; from now on it can be published. Source: EVT-2. */
export const eventApproved = event('events/event.approved', z.object({ eventId: id(), caseId: id(), nodeId: id() }))
