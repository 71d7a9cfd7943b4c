import { csvRecords } from './csv-records.ts'
import { decodePiece, detectEncoding, foreignLetters, toUtf8 } from './text-encoding.ts'
import { detectDelimiter, separatorLine } from './delimiter.ts'
import { headedRows } from './heading-row.ts'
import { firstPieceBytes, type ReadingLimits } from './limits.ts'
import { refuse } from './refuse.ts'
import type { PeekedSource } from './source.ts'
import type { Delimiter, TextEncoding } from './reading.schema.ts'
import { collectWarnings, type Table } from './table.ts'

export interface CsvOptions {
  encoding?: TextEncoding | undefined
  delimiter?: Delimiter | undefined
  headingRow?: number | undefined
}

/** Reads delimited text as a stream. Errors: those of `csvRecords` and `headedRows`; `imports.read.empty`. Source: IMP-1. */
export async function readCsv(source: PeekedSource, limits: ReadingLimits, options: CsvOptions): Promise<Table> {
  const warnings = collectWarnings()
  const detected = detectEncoding(source.first)
  const encoding = options.encoding ?? detected.encoding
  const markLength = encoding === detected.encoding ? detected.markLength : 0
  const beginning = decodePiece(source.first.subarray(markLength), encoding)
  const delimiter = options.delimiter ?? detectDelimiter(beginning, source.first.length < firstPieceBytes)
  const named = separatorLine(beginning)
  const utf8 = toUtf8(source.all, encoding, markLength, warnings)
  const text = named ? withoutBeginning(utf8, named.length) : utf8
  const headed = await headedRows(csvRecords(text, delimiter, limits, warnings), limits, warnings, {
    headingRow: options.headingRow,
    ragged: true,
  })
  if (!headed) throw refuse('imports.read.empty')
  return {
    kind: 'csv',
    encoding,
    delimiter,
    letters: foreignLetters(beginning),
    ...headed,
    get warnings() {
      return warnings.list()
    },
    close: async () => void (await headed.rows.return(undefined)),
  }
}

async function* withoutBeginning<Piece extends Uint8Array>(pieces: AsyncIterable<Piece>, length: number) {
  let skip = length
  for await (const piece of pieces) {
    const from = Math.min(skip, piece.length)
    skip -= from
    if (from < piece.length) yield piece.subarray(from) as Piece
  }
}
