/** The order of dates, column by column, with the cells that tell. Source: IMP-2. */
import { dateVoteOf, voteDateOrder, type DateOrder } from './date-order.ts'

export interface DateCell {
  /** As the spreadsheet program shows it. */
  row: number
  value: string
}

/** What the dates of a column tell of their order. */
export interface ColumnDates {
  /** `ambiguous`: every date could be read in two ways, or they contradict each other. */
  order: DateOrder | 'ambiguous'
  /** The first dates that can be read in this order alone; of an ambiguous column, the first that could be read in two ways. */
  because: DateCell[]
  /** The first dates that can't be read in this order; of an ambiguous column that contradicts itself, those of either. */
  against: DateCell[]
}

export interface DateWatch {
  add(row: number, cells: readonly string[]): void
  /** By place of the column; null where it has no dates of three numbers. */
  found(): (ColumnDates | null)[]
}

const named = 3
const longest = 40

/** Watches all columns of a table while its rows go by. */
export function watchDates(): DateWatch {
  const columns: ReturnType<typeof watchColumn>[] = []
  return {
    add(row, cells) {
      for (let at = 0; at < cells.length; at++) {
        const text = cells[at]!
        // Most cells are no dates: told by their length and their first sign, without a pattern.
        if (text.length < 5 || text.length > longest || !beginsLikeDate(text)) continue
        ;(columns[at] ??= watchColumn()).add(row, text)
      }
    },
    found: () => Array.from(columns, (column) => column?.found() ?? null),
  }
}

function beginsLikeDate(text: string): boolean {
  const code = text.charCodeAt(0)
  return (code >= 48 && code <= 57) || code === 32 || code === 39
}

function watchColumn() {
  const vote = voteDateOrder()
  const cells = new Map<string, DateCell[]>()
  let any = false
  return {
    add(row: number, value: string) {
      const said = dateVoteOf(value)
      if (!said) return
      any = true
      vote.add(value)
      const some = cells.get(said) ?? []
      if (some.length < named && !some.some((cell) => cell.value === value)) {
        cells.set(said, [...some, { row, value: value.trim() }])
      }
    },
    found(): ColumnDates | null {
      if (!any) return null
      const order = vote.order()
      const of = (...votes: string[]) => votes.flatMap((name) => cells.get(name) ?? []).slice(0, named)
      if (order === 'ambiguous') {
        const contradicts = cells.has('dmy') && cells.has('mdy')
        return {
          order,
          because: of('open', 'same'),
          against: contradicts ? [...of('dmy').slice(0, 2), ...of('mdy').slice(0, 2)] : [],
        }
      }
      const because = order === 'dmy' ? of('dmy', 'dotted') : of(order)
      return { order, because, against: order === 'dmy' ? of('mdy') : order === 'mdy' ? of('dmy') : [] }
    },
  }
}
