import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'vitest'
import { readTable, type ReadOptions } from '../read-table.ts'
import type { ByteSource } from '../source.ts'
import type { Table, TableRow } from '../table.ts'

/** Real files that others wrote, beside the project; they are no part of it. */
export const samplesFolder = join(import.meta.dirname, '../../../../../../../shared/samples')
/** A whole sample, as bytes. Source: the tests. */
export const sampleBytes = (name: string): Buffer => readFileSync(join(samplesFolder, name))

/** Tests that need the samples; skipped, saying so, where they are missing. */
export const describeSamples: typeof describe.skip = existsSync(samplesFolder)
  ? describe
  : (((name: string, tests: () => void) =>
      describe.skip(`${name} (no samples at ${samplesFolder})`, tests)) as typeof describe.skip)

export interface WholeTable extends Omit<Table, 'rows'> {
  rows: TableRow[]
  cells: string[][]
}

/** Reads a table to its end. */
export async function readWhole(source: ByteSource | string | Buffer, options?: ReadOptions): Promise<WholeTable> {
  const table = await readTable(
    typeof source === 'string' ? [Buffer.from(source)] : Buffer.isBuffer(source) ? [source] : source,
    options,
  )
  const rows = await Array.fromAsync(table.rows)
  const { kind, headings, headingRow, beginning, encoding, delimiter, letters, sheet, sheets, warnings, close } = table
  const found = { encoding, delimiter, letters, sheet, sheets } as Partial<Table>
  return {
    kind,
    headings,
    headingRow,
    beginning,
    warnings,
    close,
    ...found,
    rows,
    cells: rows.map(({ cells }) => cells),
  }
}
