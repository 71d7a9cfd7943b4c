/** From a file to the rows of an import and a first proposal of what its columns are. Source: IMP-1, IMP-2. */
import { sql } from '@ministry/db'
import { MinistryError } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import type { ImportKind, ImportPlace } from '../import-kind.ts'
import type { AskedReading } from './imports.schema.ts'
import { suggestMapping } from './mapping.ts'
import { readTable, watchDates, type ByteSource, type KnownProduct, type Table } from './reading/index.ts'
import type { StoredMapping, StoredSource } from './stored.ts'

const ROWS_PER_STATEMENT = 1_000
const SAMPLED = 200

export interface TakenTable {
  source: StoredSource
  mapping: StoredMapping
  rowCount: number
}

/**
 * Reads the file, keeps its rows as they are, and proposes what its columns are. Nothing is read into people yet.
 * Errors: InvalidInput, LimitReached (`imports.read.*`) where the file can't be read.
 */
export async function takeTable(
  ctx: Context,
  importId: string,
  kind: ImportKind,
  node: ImportPlace,
  content: ByteSource,
  asked: AskedReading,
): Promise<TakenTable> {
  const table = await readTable(content, asked)
  const { rowCount, samples, dates } = await keepRows(ctx, importId, table)
  if (rowCount === 0)
    throw new MinistryError('InvalidInput', 'The file has headings but no rows.', {
      code: 'imports.read.only-headings',
      values: { row: table.headingRow },
    })
  const { mapping, fingerprint, product, dateOrder, phones } = await suggestMapping(
    ctx,
    node,
    { name: kind.name, fields: await kind.fields(ctx, node) },
    table,
    samples,
    dates,
  )
  const sheetNames = (wanted: boolean) =>
    (table.sheets ?? []).filter(({ hidden }) => hidden === wanted).map(({ name }) => name)
  const source: StoredSource = {
    kind: table.kind,
    name: product?.name ?? null,
    encoding: table.encoding ?? null,
    delimiter: table.delimiter ?? null,
    sheet: table.sheet ?? null,
    sheets: sheetNames(false),
    hiddenSheets: sheetNames(true),
    headings: table.headings,
    headingRow: table.headingRow,
    beginning: table.beginning.map(({ number, cells }) => ({ number, cells: cells.map(storable) })),
    letters: (table.letters ?? []).map(storable),
    asked: JSON.parse(JSON.stringify(asked)) as AskedReading,
    fingerprint,
    warnings: [...table.warnings, ...(kind.name === 'people' ? holding(product) : [])],
    dateOrder,
    phones,
  }
  return { source, mapping, rowCount }
}

/** That a file of another program holds something else than people. */
const holding = (product: KnownProduct | null): StoredSource['warnings'] =>
  product && product.holds !== 'people'
    ? [{ code: `imports.read.holds-${product.holds}`, values: { product: product.name } }]
    : []

/** Row-level security rules COPY out, so rows go in by the thousand, each batch as one document. */
async function keepRows(ctx: Context, importId: string, table: Table) {
  const samples: string[][] = []
  const watch = watchDates()
  let rowCount = 0
  let batch: { number: number; cells: string[] }[] = []
  const flush = async () => {
    if (batch.length === 0) return
    await ctx.tx.rows(sql`
      insert into import_row (import_id, number, cells)
      select ${importId}::uuid, r.number, r.cells from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as r(number int, cells jsonb)`)
    batch = []
  }
  for await (const { number, cells } of table.rows) {
    if (samples.length < SAMPLED) samples.push(cells)
    watch.add(number, cells)
    batch.push({ number, cells: cells.map(storable) })
    rowCount++
    if (batch.length === ROWS_PER_STATEMENT) await flush()
  }
  await flush()
  return { rowCount, samples, dates: watch.found() }
}

/** PostgreSQL's JSON holds neither NUL nor half a character; both become the sign for "unreadable", which the person then sees. */
const storable = (cell: string) =>
  cell.includes('\0') || !cell.isWellFormed() ? cell.replaceAll('\0', '\uFFFD').toWellFormed() : cell
