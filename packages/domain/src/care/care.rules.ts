/** Who may open a care note, and for how long somebody else may. Pure. Source: ACS-6. */
import type { careReasons } from './care.schema.ts'

/** Minutes for which a broken glass stays open. */
export const OPEN_MINUTES = 60

/**
 * Why the reader may open the note, or null: as its author, as whom the author named, as who leads the group or campus where it was
 * written, or because they broke the glass. Nobody opens what others wrote about themself.
 */
export function reasonToOpen(
  note: { personId: string; authorId: string; scopeIds: readonly string[]; sharedWith: readonly string[] },
  reader: { personId: string; leads: readonly string[]; cares: readonly string[]; opened: readonly string[] },
): (typeof careReasons)[number] | null {
  if (note.authorId === reader.personId) return 'author'
  if (note.personId === reader.personId) return null
  if (note.sharedWith.includes(reader.personId)) return 'shared'
  if (note.scopeIds.some((id) => reader.leads.includes(id))) return 'leader'
  const within = note.scopeIds.some((id) => reader.cares.includes(id))
  return within && reader.opened.includes(note.personId) ? 'break-glass' : null
}
