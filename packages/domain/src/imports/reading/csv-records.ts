import type { Buffer } from 'node:buffer'
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse, type Parser } from 'csv-parse'
import type { ReadingLimits } from './limits.ts'
import { asRefusal, overLimit, refuse } from './refuse.ts'
import type { Delimiter } from './reading.schema.ts'
import type { RawRow, Warnings } from './table.ts'

/**
 * Cuts UTF-8 text into records as it streams by. A quoted line break stays in its cell, so that `number` is the row a
 * spreadsheet program shows. Badly closed quotes are taken as they stand.
 * Errors: InvalidInput `imports.read.quote-not-closed`; LimitReached `imports.read.line-too-long`. Source: IMP-1, IMP-7.
 */
export async function* csvRecords(
  text: AsyncIterable<Buffer>,
  delimiter: Delimiter,
  limits: ReadingLimits,
  warnings: Warnings,
): AsyncGenerator<RawRow> {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: limits.lineBytes,
  })
  pipeline(Readable.from(guarded(text, parser, limits)), parser, () => {
    // The error reaches the loop below; without a callback pipeline would throw it elsewhere.
  })
  let number = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number++
      if (cells.some((cell) => cell.startsWith('"') && /[\r\n]/.test(cell))) {
        warnings.add('imports.read.odd-quotes', number)
      }
      yield { number, cells }
    }
  } catch (error) {
    throw explained(error, parser, limits)
  }
}

/**
 * The parser counts neither the delimiters of a record nor the cells it has in hand; so the text that was fed since the
 * last finished record is measured here, and a line without end is never gathered.
 */
async function* guarded(text: AsyncIterable<Buffer>, parser: Parser, limits: ReadingLimits): AsyncGenerator<Buffer> {
  let records = 0
  let pending = 0
  for await (const piece of text) {
    if (parser.info.records > records) {
      records = parser.info.records
      pending = 0
    }
    pending += piece.length
    // Up to four pieces may wait between here and the parser.
    if (pending > limits.lineBytes + 4 * piece.length) throw new CsvError('CSV_MAX_RECORD_SIZE', '')
    yield piece
  }
}

function explained(error: unknown, parser: Parser, limits: ReadingLimits): unknown {
  if (!(error instanceof CsvError)) return error
  // Records that wait in the parser are lost with it, so its own count tells the row, not that of the rows handed out.
  const row = parser.info.records + 1
  // Not in its types, but the only one who knows whether the long line is a quote that was never closed.
  const { state } = parser as unknown as { state?: { quoting?: boolean } }
  if (state?.quoting) return refuse('imports.read.quote-not-closed', { row }, error)
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return overLimit('imports.read.line-too-long', { row, megabytes: Math.ceil(limits.lineBytes / 1024 / 1024) })
  }
  return asRefusal(error, `row ${row}`)
}
