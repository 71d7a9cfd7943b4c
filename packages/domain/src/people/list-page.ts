/** What the ways to list people have in common. */
import { invalidInput } from '@ministry/kernel/errors'
import { isId } from '@ministry/kernel/id'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import type { FieldsHere } from './filter.rules.ts'
import type { ListColumn, ListOrder, PeopleFilter, PersonLine } from './people.schema.ts'
import type { ListedPlace } from './place-to-list.ts'

/** The last row of the page before: what the list is ordered by (null where it isn't known), name, id. */
export interface Behind {
  key: string | null
  sortName: string
  id: string
}
export interface Question {
  place: ListedPlace
  filter: PeopleFilter
  order: ListOrder
  columns: readonly ListColumn[]
  /** The custom fields that filter, order and columns speak of. */
  fields: FieldsHere
  take: number
  behind: Behind | undefined
}
/** Up to one row more than asked for, which tells whether the list goes on. */
export interface Found {
  rows: { line: PersonLine; behind: Omit<Behind, 'id'> }[]
  total: number
}

/** The page's last row, from a cursor. Throws InvalidInput for anything else. */
export function readCursor(after: string): Behind {
  const [key, sortName, id] = decodeCursor(after, 3) ?? []
  const keyed = key === null || typeof key === 'string'
  if (keyed && typeof sortName === 'string' && typeof id === 'string' && isId(id)) return { key, sortName, id }
  throw invalidInput('This is not the end of a page of people.', [{ path: 'after', message: 'people.list.cursor' }])
}

/** A page of at most `take` rows. */
export function pageFrom({ rows, total }: Found, take: number) {
  const end = rows.length > take ? rows[take - 1] : undefined
  return {
    rows: rows.slice(0, take).map(({ line }) => line),
    next: end ? encodeCursor([end.behind.key, end.behind.sortName, end.line.id]) : null,
    total,
  }
}

/** Whether everybody of some states is asked for, by name: what one index has in order, and the kept counts have counted. */
export const plain = (
  { states: _, belowNodeId: __, directOnly, ...others }: PeopleFilter,
  { by }: ListOrder,
): boolean => by === 'name' && !directOnly && Object.values(others).every((value) => value === undefined)
