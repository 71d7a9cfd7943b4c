import type { Delimiter, TextEncoding } from './reading.schema.ts'
import type { WarningCode } from './codes.ts'

/** A row as it stands in the file, before headings are known. */
export interface RawRow {
  /** As the spreadsheet program shows it, from 1; blank rows count. */
  number: number
  cells: string[]
}

/** A row under the headings: exactly one cell per heading, untrimmed text, '' for blank. */
export interface TableRow extends RawRow {
  /** What stands to the right of the last heading, where something does: values may have slipped. */
  extra?: string[]
}

export interface ReadWarning {
  code: WarningCode
  values: Record<string, string | number>
}

export interface Sheet {
  name: string
  hidden: boolean
}

/** A file's table. Source: IMP-1. */
export interface Table {
  kind: 'csv' | 'xlsx'
  /** Text files only. */
  encoding?: TextEncoding
  delimiter?: Delimiter
  /** Text files only: the first words with letters beyond ASCII, as they are read, by which a person sees whether they are right. */
  letters?: string[]
  /** XLSX only: the sheet that is read, and all sheets of the file. */
  sheet?: string
  sheets?: Sheet[]
  headings: string[]
  /** The row the headings stand in; 0 where there are none and columns are called by their letters. */
  headingRow: number
  /** The first rows as they stand, from those above the headings to some below. */
  beginning: RawRow[]
  /** Can be walked once. */
  rows: AsyncIterable<TableRow>
  /** Grows while the rows are read; complete at their end. */
  readonly warnings: ReadWarning[]
  /** Lets go of the temporary file; walking the rows to their end, or leaving the walk, does it too. */
  close(): Promise<void>
}

/** Collects warnings: one per code, with how often and in which first rows. */
export interface Warnings {
  add(code: WarningCode, row?: number, values?: Record<string, string | number>): void
  list(): ReadWarning[]
}

const namedRows = 5

/** An empty collection; the first five rows of each warning are named. Source: IMP-2. */
export function collectWarnings(): Warnings {
  const found = new Map<WarningCode, { count: number; rows: number[]; values: Record<string, string | number> }>()
  return {
    add(code, row, values = {}) {
      const entry = found.get(code) ?? { count: 0, rows: [], values }
      entry.count++
      if (row !== undefined && entry.rows.length < namedRows && entry.rows.at(-1) !== row) entry.rows.push(row)
      found.set(code, entry)
    },
    list: () =>
      [...found].map(([code, { count, rows, values }]) => ({
        code,
        values: { ...values, count, rows: rows.join(', ') + (count > rows.length && rows.length > 0 ? ', …' : '') },
      })),
  }
}
