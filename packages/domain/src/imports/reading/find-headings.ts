/** Which of the first rows of a table holds its headings. Pure. Source: IMP-1, IMP-2. */
import { headingKey } from './matching/heading-words.ts'
import { peopleHeadings, weakHeadings } from './matching/people-headings.ts'
import type { RawRow } from './table.ts'

/** Of rows without a single known heading, so many of one cell each are titles. */
const titleRows = 5
const looksLikeData =
  /^[^\s@]+@[^\s@]+\.[^\s@]+$|^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}([T ]|$)|^\+?\d[\d ()./-]{6,}$|^\(\d{2,5}\) ?\d[\d -]{4,}$/

const keysOf = (headings: Readonly<Record<string, readonly string[]>>): ReadonlySet<string> =>
  new Set(Object.values(headings).flat().map(headingKey))
const telling = keysOf(peopleHeadings)
const weak = keysOf(weakHeadings)

/** Whether nothing stands in a row. */
export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')
const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length

/** The spreadsheet's name of a column: 1 → A, 27 → AA. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

/** How many different cells of a row are headings as files have them. */
function known(cells: readonly string[], words: ReadonlySet<string> = telling): number {
  const short = cells.filter((cell) => cell.length <= 60).map(headingKey)
  return new Set(short.filter((key) => words.has(key))).size
}

export interface Beginning {
  /** Place of the row among those looked at; -1: no row, the first one is data; undefined: not there. */
  at: number | undefined
  /** The headings, blank ones filled from a row of several headings right above (cells that are merged downwards). */
  cells: string[]
}

/**
 * Finds the row of headings: the one that is asked for (by its number; 0: none), or the one with the most known headings,
 * or the first of several cells below at most five titles of one. Where the first row looks like the one under it (an
 * address, a date, a number in the same column) and no word of it is a heading, there is none.
 */
export function headedRow(looked: readonly RawRow[], wanted: number | undefined): Beginning {
  const at = wanted === undefined ? likeliest(looked) : wanted === 0 ? -1 : placeOf(looked, wanted)
  return { at, cells: at === undefined || at === -1 ? [] : withRowAbove(looked, at) }
}

function placeOf(looked: readonly RawRow[], wanted: number): number | undefined {
  const place = looked.findIndex(({ number }) => number === wanted)
  return place < 0 ? undefined : place
}

function likeliest(looked: readonly RawRow[]): number {
  const remarks = looked.findIndex((row, at) => !isRemark(row, looked[at + 1]))
  const usual = remarks > 0 ? remarks + likeliestOf(looked.slice(remarks)) : likeliestOf(looked)
  return usual < remarks ? -1 : usual
}

/**
 * Above the headings, programs write what is no row of the table behind a `#`: with fewer cells than the line under it, and no word of a
 * heading. Further down a `#` is what somebody wrote: a name, a number.
 */
const isRemark = ({ cells }: RawRow, next: RawRow | undefined): boolean =>
  next !== undefined && /^\s*#\s*\S/.test(cells[0] ?? '') && known(cells) === 0 && filled(cells) < filled(next.cells)

function likeliestOf(looked: readonly RawRow[]): number {
  const usual = firstWide(looked)
  const counts = looked.map(({ cells }) => known(cells))
  const best = counts.indexOf(Math.max(...counts))
  // Two: a word such as "school" may well stand in a cell.
  if (counts[best]! >= 2 && counts[best]! > counts[usual]!) return best
  return usual === 0 && isData(looked) ? -1 : usual
}

/** The first row of several cells, below titles of one; of a table of one column its first row. */
function firstWide(looked: readonly RawRow[]): number {
  const widths = looked.map(({ cells }) => filled(cells))
  const first = widths.slice(0, titleRows + 1).findIndex((width) => width > 1)
  if (first < 0) return 0
  // A pair above a table ("Printed on", a date) is no heading of it.
  const wider = widths.findIndex((width, at) => at > first && at <= first + titleRows && width >= 4)
  if (widths[first]! <= 2 && wider > 0 && !hasData(looked[wider]!.cells)) return wider
  return first > 0 && widths[first]! < 3 ? 0 : first
}

/** Whether a cell of the row looks like an address, a number or a date. */
export const hasData = (cells: readonly string[]): boolean => cells.some((cell) => looksLikeData.test(cell.trim()))

function isData([first, second]: readonly RawRow[]): boolean {
  if (!first || known(first.cells) + known(first.cells, weak) > 0) return false
  return first.cells.some((cell, at) => {
    if (!looksLikeData.test(cell.trim())) return false
    const below = second?.cells[at]?.trim() ?? ''
    return second === undefined || looksLikeData.test(below)
  })
}

function withRowAbove(looked: readonly RawRow[], at: number): string[] {
  const { cells, number } = looked[at]!
  const above = looked[at - 1]
  if (!above || above.number !== number - 1 || filled(above.cells) < 2) return cells
  const width = Math.max(cells.length, above.cells.length)
  return Array.from({ length: width }, (_, column) => {
    const own = cells[column] ?? ''
    return own.trim() === '' ? (above.cells[column] ?? '') : own
  })
}
