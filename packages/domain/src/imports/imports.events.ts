import { event } from '@ministry/workflows'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

/** Besides whose rights count: where it stands, so that the workflow can say that it stopped when these rights are gone. */
const about = z.object({ importId: id(), accountId: id(), personId: id(), nodeId: id(), scopeIds: z.array(id()) })
/** Columns are confirmed: the dry run may begin. */
export const planRequested = event('imports/plan.requested', about)
/** What was written shall be taken back. */
export const undoRequested = event('imports/undo.requested', about)
/** The dry run is accepted: the rows may be written. */
export const commitRequested = event('imports/commit.requested', about)
