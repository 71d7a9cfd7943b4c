import { event } from '@ministry/workflows'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

const about = z.object({ importId: id(), accountId: id() })
/** Columns are confirmed: the dry run may begin. */
export const planRequested = event('imports/plan.requested', about)
/** The dry run is accepted: the rows may be written. */
export const commitRequested = event('imports/commit.requested', about)
