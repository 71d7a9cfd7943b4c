/** Cells that are merged over several rows: only the first of them holds the value. Source: IMP-1; ECMA-376 part 1, 18.3.1.55. */
import { Buffer } from 'node:buffer'
import type { RawRow, Warnings } from './table.ts'

export interface MergedCells {
  /** From 0. */
  column: number
  /** From 1, both included. */
  from: number
  to: number
}

const opening = Buffer.from('<mergeCells')
const prefixed = Buffer.from(':mergeCells')
/** What is read of the list: some ten thousand references. */
const longest = 512 * 1024
const mostMerged = 10_000
/** Sheets that unpack to more are not looked through twice. */
export const lookedThroughBytes = 64 * 1024 * 1024

/**
 * The merged cells of a sheet that reach over several rows. They are listed behind the cells, so the part is looked
 * through once for the list alone, without being parsed.
 */
export async function mergedCells(pieces: AsyncIterable<Buffer>): Promise<MergedCells[]> {
  let tail: Buffer = Buffer.alloc(0)
  let list: Buffer | undefined
  for await (const piece of pieces) {
    if (list) list = Buffer.concat([list, piece])
    else {
      const seen = Buffer.concat([tail, piece])
      const at = Math.max(seen.indexOf(opening), seen.indexOf(prefixed))
      if (at >= 0) list = Buffer.from(seen.subarray(at))
      else tail = Buffer.from(seen.subarray(-opening.length))
    }
    if (list && (list.length > longest || list.includes('/mergeCells') || list.includes('/x:mergeCells'))) break
  }
  return list ? references(list.toString('latin1', 0, longest)) : []
}

function references(text: string): MergedCells[] {
  const found: MergedCells[] = []
  for (const [, first, from, last, to] of text.matchAll(
    /ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"/g,
  )) {
    // One that reaches over several columns too is a heading or a title, and no value of a person.
    if (first !== last || Number(to) <= Number(from)) continue
    found.push({ column: numberOf(first!) - 1, from: Number(from), to: Number(to) })
    if (found.length === mostMerged) break
  }
  return found
}

const numberOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)

/** Gives each row the values of the merged cells that reach into it. Rows come in the order of the sheet. */
export async function* filledDown(
  rows: AsyncIterable<RawRow>,
  merged: readonly MergedCells[],
  warnings: Warnings,
): AsyncGenerator<RawRow> {
  const waiting = merged.toSorted((one, other) => one.from - other.from)
  let open: (MergedCells & { value: string })[] = []
  let next = 0
  for await (const row of rows) {
    open = open.filter(({ to }) => to >= row.number)
    for (const { column, value } of open) {
      if ((row.cells[column] ?? '') !== '') continue
      while (row.cells.length <= column) row.cells.push('')
      row.cells[column] = value
    }
    for (; next < waiting.length && waiting[next]!.from <= row.number; next++) {
      const cell = waiting[next]!
      const value = cell.from === row.number ? (row.cells[cell.column] ?? '') : ''
      if (value === '') continue
      open.push({ ...cell, value })
      warnings.add('imports.read.merged-cells', row.number)
    }
    yield row
  }
}
