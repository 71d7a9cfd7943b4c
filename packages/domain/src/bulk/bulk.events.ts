import { event } from '@ministry/workflows'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

/** Besides whose rights count: where it stands, so that the workflow can say that it stopped when these rights are gone. */
const about = z.object({ bulkId: id(), accountId: id(), personId: id(), nodeId: id(), scopeIds: z.array(id()) })
/** An act on many was asked for that is too large to be waited for. */
export const runRequested = event('bulk/run.requested', about)
/** The same of its undo. */
export const undoRequested = event('bulk/undo.requested', about)
