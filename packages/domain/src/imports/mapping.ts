/** The first proposal for a file: which column is which field, and how its values are read. Source: IMP-2. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { ImportField, ImportPlace } from '../import-kind.ts'
import type { Column, Settings } from './imports.schema.ts'
import {
  headingsFingerprint,
  matchColumns,
  sourceOf,
  type ColumnDates,
  type RememberedColumns,
  type Table,
} from './reading/index.ts'
import { phoneRegionOf } from './phone-region.ts'
import type { StoredMapping, StoredSource } from './stored.ts'

const SHOWN_SAMPLES = 3
/** Countries that write the month first; everybody else writes the day first. Source: CLDR date formats. */
const monthFirst = new Set(['US', 'PH', 'FM', 'GU', 'MH', 'PW'])

/**
 * Proposes a mapping from headings, sample rows and what was chosen last time at this node for the same headings; of each
 * column's dates their order, by all of its cells.
 */
export async function suggestMapping(
  ctx: Context,
  place: ImportPlace,
  kind: { name: string; fields: readonly ImportField[] },
  { headings, headingRow }: Pick<Table, 'headings' | 'headingRow'>,
  samples: readonly string[][],
  dates: readonly (ColumnDates | null)[],
) {
  const fingerprint = headingsFingerprint(headings)
  // Columns that are called by their letters are the same in any two files: what they were last time says nothing.
  const [before] = headingRow
    ? await ctx.tx.rows<{ mapping: RememberedColumns; merging: Pick<Settings, 'matchBy' | 'rules'> | null }>(sql`
    select mapping, merging from import_mapping
     where node_id = ${place.id}::uuid and kind = ${kind.name} and fingerprint = ${fingerprint}`)
    : []
  const columns = matchColumns(headings, samples, kind.fields, before?.mapping, kind.name).map(
    ({ column, heading, field, confidence, why }): Column => ({
      column,
      heading,
      field,
      confidence,
      why,
      samples: shown(samples, column),
      dates: dates[column] ?? null,
    }),
  )
  const cellsOf = (fits: (field: string) => boolean) =>
    columns
      .filter(({ field }) => field !== null && fits(field))
      .flatMap(({ column }) => samples.map((cells) => cells[column] ?? ''))
  const kindOfField = new Map(kind.fields.map((field) => [field.key, field.kind]))
  const phones = phoneRegionOf(
    cellsOf((field) => kindOfField.get(field) === 'phone'),
    cellsOf((field) => kindOfField.get(field) === 'country'),
    place.country ?? 'US',
  )
  const { region } = phones
  const { dateOrder, dateOrders } = ordersOf(
    columns,
    new Set(kind.fields.filter((field) => field.kind.endsWith('date')).map(({ key }) => key)),
  )
  const settings: Settings = {
    dateOrder: dateOrder === 'ambiguous' || dateOrder === 'none' ? (monthFirst.has(region) ? 'mdy' : 'dmy') : dateOrder,
    dateOrders,
    region,
    state: 'member',
    ...before?.merging,
  }
  const mapping: StoredMapping = { columns, settings }
  return { mapping, fingerprint, product: sourceOf(headings) ?? null, dateOrder, phones }
}

/**
 * The order of each column that tells it. One that doesn't is read as its neighbours are, where they agree; else it stays open,
 * and a person is asked.
 */
function ordersOf(
  columns: readonly Column[],
  dateFields: ReadonlySet<string>,
): { dateOrder: StoredSource['dateOrder']; dateOrders: DateOrders } {
  const dated = columns.filter(({ dates }) => dates)
  const decided = dated.filter(({ dates }) => dates!.order !== 'ambiguous')
  const taken = (some: readonly Column[]) => some.filter(({ field }) => field !== null && dateFields.has(field))
  // Year first says nothing of how the others in the file are written.
  const orders = new Set(decided.map(({ dates }) => dates!.order).filter((order) => order !== 'ymd'))
  const [neighbours] = orders.size === 1 ? orders : []
  const dateOrders: DateOrders = {}
  for (const { column, dates } of dated) {
    const { order, against } = dates!
    if (order !== 'ambiguous') dateOrders[column] = order
    else if (neighbours && neighbours !== 'ambiguous' && against.length === 0) dateOrders[column] = neighbours
  }
  const said = new Set(taken(dated).map(({ column }) => dateOrders[column] ?? 'ambiguous'))
  const [one] = said
  return {
    dateOrder:
      one === undefined ? 'none' : said.size === 1 ? one : said.has('ambiguous') ? 'ambiguous' : firstNotYear(said),
    dateOrders,
  }
}
type DateOrders = NonNullable<Settings['dateOrders']>
const firstNotYear = (orders: ReadonlySet<StoredSource['dateOrder']>) =>
  [...orders].find((order) => order !== 'ymd') ?? 'ymd'

const shown = (samples: readonly string[][], column: number) =>
  [...new Set(samples.map((cells) => (cells[column] ?? '').trim()).filter(Boolean))]
    .slice(0, SHOWN_SAMPLES)
    .map((value) => value.slice(0, 80))
