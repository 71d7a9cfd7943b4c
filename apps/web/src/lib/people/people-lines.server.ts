import type { CustomField, PersonLine } from '@ministry/domain/people/schema'
import { cellsIn } from './list-words.server.ts'

/** A person in a list, with values as people read them; null where there is none or it isn't for the reader. */
export interface Line {
  id: string
  name: string
  /** What friends say, where that isn't a part of the name. */
  called: string | null
  state: string | null
  /** What its columns say. */
  cells: Record<string, string | null>
  doNotContact: boolean
  photoId: string | null
}

/** Lines as the list shows them; `fields` are the custom fields that hold at the place. */
export const peopleLines = (rows: readonly PersonLine[], fields: readonly CustomField[]): Line[] =>
  rows.map((row) => ({
    id: row.id,
    name: row.name,
    called: row.preferredName && !row.name.includes(row.preferredName) ? row.preferredName : null,
    state: row.state ?? null,
    cells: cellsIn(row, fields),
    doNotContact: row.doNotContact === true,
    photoId: row.photoId ?? null,
  }))
