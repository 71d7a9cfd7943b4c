import { columnLetters, hasData, headedRow, isBlank, type Beginning } from './find-headings.ts'
import { sheetRows, type ReadingLimits } from './limits.ts'
import { overLimit, refuse } from './refuse.ts'
import type { RawRow, TableRow, Warnings } from './table.ts'

/** Rows that are looked at to find the headings. */
const lookedAtRows = 20
/** Of the file's beginning, what is shown. */
const shown = { above: 6, rows: 10, cells: 12, characters: 60 }

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
  beginning: RawRow[]
  rows: AsyncGenerator<TableRow>
}

/**
 * Finds the headings of raw rows and gives the rows under them one cell per heading. Blank rows are passed over, and so is
 * what stands above the headings (`headedRow`); `headingRow` names the row outright, 0 says that there is none.
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
    const looked = await lookAhead(rows, headingRow ?? 0)
    if (looked.length === 0) return undefined
    const found = headedRow(looked, headingRow)
    if (found.at === undefined) throw refuse('imports.read.heading-row-not-found', { row: headingRow ?? 0 })
    const { headings, number } = named(found, looked, warnings)
    const waiting = looked.slice(found.at + 1)
    if (waiting.length === 0) throw refuse('imports.read.only-headings', { row: number })
    const under = underHeadings(waiting, rows, headings, limits, ragged, warnings)
    return { headings, headingRow: number, beginning: beginningOf(looked, found.at), rows: under }
  } catch (error) {
    await rows.return(undefined)
    throw error
  }
}

/** The headings in their own words, or by the letters of the columns; warnings tell what was made of the first rows. */
function named({ at, cells }: Beginning, looked: RawRow[], warnings: Warnings): { headings: string[]; number: number } {
  if (at === -1 || at === undefined) {
    warnings.add('imports.read.no-headings')
    const width = Math.max(...looked.map((row) => row.cells.findLastIndex((cell) => cell.trim() !== '') + 1))
    return { headings: Array.from({ length: width }, (_, column) => `(${columnLetters(column + 1)})`), number: 0 }
  }
  for (const title of looked.slice(0, at)) warnings.add('imports.read.titles-skipped', title.number)
  const { number } = looked[at]!
  if (hasData(cells)) warnings.add('imports.read.headings-look-like-data', number)
  return { headings: tellApart(cells, warnings), number }
}

const beginningOf = (looked: RawRow[], at: number): RawRow[] => {
  const from = Math.max(0, at - shown.above)
  return looked.slice(from, from + shown.rows).map(({ number, cells }) => ({
    number,
    cells: cells.slice(0, shown.cells).map((cell) => cell.slice(0, shown.characters)),
  }))
}

async function nextOf(rows: AsyncGenerator<RawRow>): Promise<RawRow[]> {
  const { value, done } = await rows.next()
  return done ? [] : [value]
}

/** The first rows, and those up to and with one under the row that is asked for. */
async function lookAhead(rows: AsyncGenerator<RawRow>, wanted: number): Promise<RawRow[]> {
  const looked: RawRow[] = []
  while (looked.length < lookedAtRows || looked.at(-1)!.number <= wanted) {
    const next = await nextOf(rows)
    looked.push(...next)
    if (next.length === 0) break
    // Whoever asks for a row far down has no title of so many rows: only the last ones are kept.
    if (looked.length > 2 * lookedAtRows) looked.splice(0, lookedAtRows)
  }
  return looked
}

async function* underHeadings(
  waiting: RawRow[],
  rest: AsyncGenerator<RawRow>,
  headings: string[],
  limits: ReadingLimits,
  ragged: boolean,
  warnings: Warnings,
): AsyncGenerator<TableRow> {
  const width = headings.length
  let count = 0
  const isHeading = ({ cells }: RawRow) =>
    cells[0]?.trim() === headings[0] && headings.every((heading, at) => (cells[at] ?? '').trim() === heading)
  const passedOver = (row: RawRow) => {
    const again = isHeading(row)
    if (again) warnings.add('imports.read.headings-again', row.number)
    return again
  }
  const take = ({ number, cells }: RawRow): TableRow => {
    if (++count > limits.rows) throw overLimit('imports.read.too-many-rows', { limit: limits.rows })
    if (cells.length < width) {
      if (ragged) warnings.add('imports.read.short-rows', number)
      return { number, cells: [...cells, ...new Array<string>(width - cells.length).fill('')] }
    }
    if (cells.length === width) return { number, cells }
    const extra = cells.slice(width)
    if (isBlank(extra)) return { number, cells: cells.slice(0, width) }
    warnings.add('imports.read.long-rows', number)
    return { number, cells: cells.slice(0, width), extra }
  }
  try {
    for (const row of waiting) if (!passedOver(row)) yield take(row)
    for await (const row of rest) if (!passedOver(row)) yield take(row)
  } finally {
    await rest.return(undefined)
  }
}
