import { Buffer } from 'node:buffer'
import { readingLimits, type ReadingLimits } from './limits.ts'
import { readCsv, type CsvOptions } from './read-csv.ts'
import { readXlsx, type XlsxOptions } from './read-xlsx.ts'
import { refuse } from './refuse.ts'
import { sniffKind } from './sniff-kind.ts'
import { peek, type ByteSource } from './source.ts'
import type { Table } from './table.ts'

/** All of them optional corrections: encoding, delimiter, sheet and heading row are found by content. */
export interface ReadOptions extends CsvOptions, XlsxOptions {
  limits?: Partial<ReadingLimits> | undefined
}

/**
 * Reads a table out of an uploaded file or a paste (`pasted`), as a stream and in bounded memory. What the file is is
 * told by its content. `rows` is walked once; whoever doesn't walk it calls `close`.
 *
 * Errors: InvalidInput with a code of `refusals` or `imports.read.kind-*`; LimitReached with one of `limitCodes`; both
 * may come while rows are walked. What the source itself throws goes through. Source: IMP-1, IMP-2, IMP-7.
 */
export async function readTable(source: ByteSource, options: ReadOptions = {}): Promise<Table> {
  const limits = { ...readingLimits, ...options.limits }
  const peeked = await peek(source, limits)
  try {
    const kind = sniffKind(peeked.first)
    if (kind === 'empty') throw refuse('imports.read.empty')
    if (kind === 'text') return await readCsv(peeked, limits, options)
    if (kind === 'zip') return await readXlsx(peeked.all, limits, options)
    if (kind === 'ole') throw await insideOle(peeked.all)
    throw refuse(`imports.read.kind-${kind}`)
  } catch (error) {
    await peeked.all.return(undefined)
    throw error
  }
}

const packageStream = Buffer.from('EncryptedPackage', 'utf16le')

/** An OLE file is an old `.xls`, or an `.xlsx` under a password. Source: MS-OFFCRYPTO 2.3.4. */
async function insideOle(pieces: AsyncIterable<Buffer>): Promise<Error> {
  let tail: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    const seen = Buffer.concat([tail, piece])
    if (seen.includes(packageStream)) return refuse('imports.read.encrypted')
    tail = Buffer.from(seen.subarray(-packageStream.length))
  }
  return refuse('imports.read.kind-xls')
}
