import { event } from '@ministry/workflows'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

/**
 * People were registered: one by one at entry, or by an import whose owner wanted them welcomed. Imports say nothing otherwise.
 * Source: AUT-1, IMP-8.
 */
export const personRegistered = event(
  'people/person.registered',
  z.object({ personIds: z.array(id()).min(1).max(5000), origin: z.enum(['entry', 'import']) }),
)

/** Two records became one, or two again: whoever keeps copies of either reads them anew. Source: PPL-5. */
const mergeNews = z.object({ mergeId: id(), survivorId: id(), mergedId: id() })
export const personMerged = event('people/person.merged', mergeNews)
export const personUnmerged = event('people/person.unmerged', mergeNews)
/** A large file of people was asked for: it may be written. Source: REP-3. */
export const exportRequested = event('people/export.requested', z.object({ exportId: id(), accountId: id() }))
