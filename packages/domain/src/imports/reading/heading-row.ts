import { sheetRows, type ReadingLimits } from './limits.ts'
import { overLimit, refuse } from './refuse.ts'
import type { RawRow, TableRow, Warnings } from './table.ts'

/** Rows of a single cell above the headings (a title, a date of the report) that are passed over. */
const titleRows = 5
const looksLikeData = /^[^\s@]+@[^\s@]+\.[^\s@]+$|^\d{1,4}([./-]\d{1,2}){1,2}|^\+?\d[\d ()-]{6,}$/

const isBlank = (cells: string[]): boolean => cells.every((cell) => cell.trim() === '')
const filled = (cells: string[]): number => cells.filter((cell) => cell.trim() !== '').length

/** The spreadsheet's name of a column: 1 → A, 27 → AA. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

/** Headings trimmed, on one line, none empty (`(C)` for a blank one in column C), none twice (`Email`, `Email (2)`). */
function tellApart(cells: string[], warnings: Warnings): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '')
  const used = new Set<string>()
  return cells.slice(0, last + 1).map((cell, at) => {
    const heading = cell.replaceAll(/[\s\u200b\ufeff]+/g, ' ').trim() || `(${columnLetters(at + 1)})`
    let name = heading
    for (let copy = 2; used.has(name.toLowerCase()); copy++) name = `${heading} (${copy})`
    if (name !== heading) warnings.add('imports.read.duplicate-headings', undefined, { heading })
    used.add(name.toLowerCase())
    return name
  })
}

function withinLimits({ number, cells }: RawRow, limits: ReadingLimits): void {
  const last = cells.findLastIndex((cell) => cell !== '')
  if (last >= limits.columns) throw overLimit('imports.read.too-many-columns', { row: number, limit: limits.columns })
  for (let at = 0; at <= last; at++) {
    if (cells[at]!.length > limits.cellCharacters) {
      throw overLimit('imports.read.cell-too-long', {
        row: number,
        column: columnLetters(at + 1),
        limit: limits.cellCharacters,
      })
    }
  }
}

async function* filledRows(rows: AsyncIterable<RawRow>, limits: ReadingLimits): AsyncGenerator<RawRow> {
  for await (const row of rows) {
    // Blank rows are free, but not without end: no spreadsheet has more than this.
    if (row.number > sheetRows) throw overLimit('imports.read.too-many-rows', { limit: limits.rows })
    if (isBlank(row.cells)) continue
    withinLimits(row, limits)
    yield row
  }
}

export interface HeadedRows {
  headings: string[]
  headingRow: number
  rows: AsyncGenerator<TableRow>
}

/**
 * Finds the headings of raw rows and gives the rows under them one cell per heading. Blank rows are passed over, and so
 * are up to five title rows of a single cell above a row of three or more; `headingRow` names the row outright.
 * Errors: InvalidInput `imports.read.only-headings`, `imports.read.heading-row-not-found`; LimitReached
 * `imports.read.too-many-rows`, `…too-many-columns`, `…cell-too-long`. Returns undefined where every row is blank.
 * Source: IMP-1, IMP-2.
 */
export async function headedRows(
  source: AsyncIterable<RawRow>,
  limits: ReadingLimits,
  warnings: Warnings,
  { headingRow, ragged }: { headingRow?: number | undefined; ragged: boolean },
): Promise<HeadedRows | undefined> {
  const rows = filledRows(source, limits)
  try {
    const looked = headingRow === undefined ? await lookAhead(rows) : [await rowNumbered(rows, headingRow)]
    if (looked.length === 0) return undefined
    const at = filled(looked.at(-1)!.cells) >= 3 ? looked.length - 1 : 0
    for (const title of looked.slice(0, at)) warnings.add('imports.read.titles-skipped', title.number)
    const heading = looked[at]!
    if (heading.cells.some((cell) => looksLikeData.test(cell.trim()))) {
      warnings.add('imports.read.headings-look-like-data', heading.number)
    }
    const headings = tellApart(heading.cells, warnings)
    const waiting = looked.slice(at + 1)
    if (waiting.length === 0) waiting.push(...(await nextOf(rows)))
    if (waiting.length === 0) throw refuse('imports.read.only-headings', { row: heading.number })
    const under = underHeadings(waiting, rows, headings.length, limits, ragged ? warnings : undefined, warnings)
    return { headings, headingRow: heading.number, rows: under }
  } catch (error) {
    await rows.return(undefined)
    throw error
  }
}

async function nextOf(rows: AsyncGenerator<RawRow>): Promise<RawRow[]> {
  const { value, done } = await rows.next()
  return done ? [] : [value]
}

/** The first rows, up to and with the first one of several cells. */
async function lookAhead(rows: AsyncGenerator<RawRow>): Promise<RawRow[]> {
  const looked: RawRow[] = []
  while (looked.length <= titleRows) {
    const next = await nextOf(rows)
    looked.push(...next)
    if (next.length === 0 || filled(next[0]!.cells) > 1) break
  }
  return looked
}

async function rowNumbered(rows: AsyncGenerator<RawRow>, wanted: number): Promise<RawRow> {
  for (;;) {
    const [row] = await nextOf(rows)
    if (!row || row.number > wanted) throw refuse('imports.read.heading-row-not-found', { row: wanted })
    if (row.number === wanted) return row
  }
}

async function* underHeadings(
  waiting: RawRow[],
  rest: AsyncGenerator<RawRow>,
  width: number,
  limits: ReadingLimits,
  warnShort: Warnings | undefined,
  warnings: Warnings,
): AsyncGenerator<TableRow> {
  let count = 0
  const take = ({ number, cells }: RawRow): TableRow => {
    if (++count > limits.rows) throw overLimit('imports.read.too-many-rows', { limit: limits.rows })
    if (cells.length < width) {
      warnShort?.add('imports.read.short-rows', number)
      return { number, cells: [...cells, ...new Array<string>(width - cells.length).fill('')] }
    }
    if (cells.length === width) return { number, cells }
    const extra = cells.slice(width)
    if (isBlank(extra)) return { number, cells: cells.slice(0, width) }
    warnings.add('imports.read.long-rows', number)
    return { number, cells: cells.slice(0, width), extra }
  }
  try {
    for (const row of waiting) yield take(row)
    for await (const row of rest) yield take(row)
  } finally {
    await rest.return(undefined)
  }
}
