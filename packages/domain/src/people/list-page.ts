/** What the ways to list people have in common. */
import { invalidInput } from '@ministry/kernel/errors'
import { isId } from '@ministry/kernel/id'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import type { PeopleFilter, PersonLine } from './people.schema.ts'
import type { ListedPlace } from './place-to-list.ts'

/** The last row of the page before. */
export interface Behind {
  sortName: string
  id: string
}
export interface Question {
  place: ListedPlace
  filter: PeopleFilter
  take: number
  behind: Behind | undefined
}
/** Up to one row more than asked for, which tells whether the list goes on. */
export interface Found {
  rows: { line: PersonLine; sortName: string }[]
  total: number
}

/** The page's last row, from a cursor. Throws InvalidInput for anything else. */
export function readCursor(after: string): Behind {
  const [sortName, id] = decodeCursor(after, 2) ?? []
  if (typeof sortName === 'string' && typeof id === 'string' && isId(id)) return { sortName, id }
  throw invalidInput('This is not the end of a page of people.', [{ path: 'after', message: 'people.list.cursor' }])
}

/** A page of at most `take` rows. */
export function pageFrom({ rows, total }: Found, take: number) {
  const end = rows.length > take ? rows[take - 1] : undefined
  return {
    rows: rows.slice(0, take).map(({ line }) => line),
    next: end ? encodeCursor([end.sortName, end.line.id]) : null,
    total,
  }
}

/** Whether the filter asks for states only, of which the kept counts know how many there are. */
export const onlyStates = ({ states: _, belowNodeId: __, ...others }: PeopleFilter): boolean =>
  Object.values(others).every((value) => value === undefined || value === false)
