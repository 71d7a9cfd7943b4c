/** Lists that go on behind a row: ordered by an instant or a day, and by the identifier among equal ones. */
import { invalidInput } from '@ministry/kernel/errors'
import { isId } from '@ministry/kernel/id'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'

/** The row behind which to go on; undefined where there is no cursor yet. Throws InvalidInput for a forged one. */
export function rowBehind(after: string | undefined): { instant: Date; id: string } | undefined {
  if (after === undefined) return undefined
  const [at, id] = decodeCursor(after, 2) ?? []
  if (typeof at !== 'string' || typeof id !== 'string' || !isId(id) || Number.isNaN(Date.parse(at)))
    throw invalidInput('This is no cursor of this list.')
  return { instant: new Date(at), id }
}

/** A filter of the rows behind the cursor; none where there is no cursor yet. Throws InvalidInput for a forged one. */
export function behind(after: string | undefined, column: string, order: 'asc' | 'desc'): object {
  const row = rowBehind(after)
  if (!row) return {}
  const { instant, id } = row
  const further = order === 'asc' ? 'gt' : 'lt'
  // The bound on the column alone is what an index can be entered by.
  return {
    [column]: { [`${further}e`]: instant },
    OR: [{ [column]: { [further]: instant } }, { id: { [further]: id } }],
  }
}

/** The first `take` of the rows found, and the cursor behind them where one more was found. */
export function pageOfRows<Column extends string, Row extends { id: string } & Record<Column, Date | null>>(
  found: readonly Row[],
  take: number,
  column: Column,
): { rows: Row[]; next: string | null } {
  const rows = found.slice(0, take)
  const last = found.length > take ? rows.at(-1) : undefined
  return { rows, next: last ? encodeCursor([last[column]!.toISOString(), last.id]) : null }
}
