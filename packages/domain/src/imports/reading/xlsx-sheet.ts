import type { Buffer } from 'node:buffer'
import { columnLetters } from './find-headings.ts'
import { sheetColumns, sheetRows, type ReadingLimits } from './limits.ts'
import { overLimit, refuse } from './refuse.ts'
import { shownNumber } from './serial-date.ts'
import { unescaped, type TextStore } from './shared-strings.ts'
import type { RawRow, Warnings } from './table.ts'
import { xmlEvents, type XmlHandlers } from './xml-events.ts'
import type { Workbook } from './xlsx-workbook.ts'

interface Cell {
  column: number
  type: string
  style: number
  value: string
  hasFormula: boolean
}

/** Column number (from 1) of a cell's reference such as `BC12`; 0 where it names none. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & 0xdf
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
    if (column > sheetColumns) throw refuse('imports.read.cell-out-of-range', { cell: reference.slice(0, 20) })
  }
  return column
}

function rowOf(reference: string | undefined, previous: number): number {
  const row = reference === undefined ? previous + 1 : Number(reference)
  // Number('0x1') and the like are no row either; Excel writes plain digits.
  const plain = reference === undefined || /^\d{1,19}$/.test(reference)
  if (!plain || !(row >= 1 && row <= sheetRows)) {
    throw refuse('imports.read.cell-out-of-range', { cell: String(reference ?? row).slice(0, 20) })
  }
  return row
}

/**
 * The rows of a sheet as it streams by, in the order of the file. Cells are placed where their references say, but memory
 * is only taken for what is there: what the sheet declares about its size is not looked at.
 * Errors: InvalidInput `imports.read.damaged`, `…cell-out-of-range`; LimitReached `…cell-too-long`,
 * `…too-many-columns`, `…line-too-long`. Source: IMP-1, IMP-7; ECMA-376 part 1, 18.3.
 */
export async function* sheetRowsOf(
  part: string,
  pieces: AsyncIterable<Buffer>,
  { styles, date1904 }: Workbook,
  strings: TextStore,
  limits: ReadingLimits,
  warnings: Warnings,
): AsyncGenerator<RawRow> {
  let ready: RawRow[] = []
  let row: RawRow = { number: 0, cells: [] }
  let column = 0
  let cell: Cell | undefined
  let gathers = false
  let phonetic = false

  const shown = ({ type, style, value, hasFormula }: Cell): string => {
    if (hasFormula && value === '' && type !== 'str') warnings.add('imports.read.formula-without-value', row.number)
    if (type === 's') {
      if (value.trim() === '') return ''
      const text = strings.get(Number(value))
      if (text === undefined) throw refuse('imports.read.damaged', { part })
      return text
    }
    if (type === 'b') return value === '1' || value === 'true' ? 'TRUE' : value === '' ? '' : 'FALSE'
    if (type === 'e') warnings.add('imports.read.formula-error', row.number)
    if (type === 'n') return shownNumber(value, styles[style] ?? 'plain', date1904)
    return type === 'd' ? value : unescaped(value)
  }

  const place = (done: Cell) => {
    const text = shown(done)
    if (text === '') return
    if (done.column > limits.columns) {
      throw overLimit('imports.read.too-many-columns', { row: row.number, limit: limits.columns })
    }
    while (row.cells.length < done.column) row.cells.push('')
    row.cells[done.column - 1] = text
  }

  const handlers: XmlHandlers = {
    open(name, attributes) {
      if (name === 'row') {
        row = { number: rowOf(attributes.r, row.number), cells: [] }
        column = 0
      } else if (name === 'c') {
        column = (attributes.r === undefined ? 0 : columnOf(attributes.r)) || column + 1
        if (column > sheetColumns) throw refuse('imports.read.cell-out-of-range', { cell: `${row.number}` })
        const style = attributes.s === undefined ? 0 : Number(attributes.s)
        cell = { column, type: attributes.t ?? 'n', style, value: '', hasFormula: false }
      } else if (cell) {
        if (name === 'f') cell.hasFormula = true
        else if (name === 'rPh') phonetic = true
        else gathers = name === 'v' || (name === 't' && !phonetic)
      }
    },
    close(name) {
      if (name === 'row') {
        if (row.cells.length > 0) ready.push(row)
      } else if (name === 'c' && cell) {
        place(cell)
        cell = undefined
      } else if (name === 'rPh') phonetic = false
      gathers = false
    },
    text(more) {
      if (!cell || !gathers) return
      cell.value += more
      if (cell.value.length > limits.cellCharacters) {
        const values = { row: row.number, column: columnLetters(cell.column), limit: limits.cellCharacters }
        throw overLimit('imports.read.cell-too-long', values)
      }
    },
  }
  for await (const _ of xmlEvents(part, pieces, handlers, limits)) {
    if (ready.length === 0) continue
    const rows = ready
    ready = []
    yield* rows
  }
}
