/** The first proposal for a file: which column is which field, and how its values are read. Source: IMP-2. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { Place } from '../people/index.ts'
import type { Column, Settings } from './imports.schema.ts'
import {
  detectDateOrder,
  headingsFingerprint,
  matchColumns,
  peopleFields,
  sourceOf,
  type RememberedColumns,
} from './reading/index.ts'
import { phoneRegionOf } from './phone-region.ts'
import type { StoredMapping, StoredSource } from './stored.ts'

const SHOWN_SAMPLES = 3
const dateFields = new Set(
  peopleFields.filter(({ kind }) => kind === 'date' || kind === 'partial-date').map(({ key }) => key),
)
/** Countries that write the month first; everybody else writes the day first. Source: CLDR date formats. */
const monthFirst = new Set(['US', 'PH', 'FM', 'GU', 'MH', 'PW'])

/** Proposes a mapping from headings, sample rows and what was chosen last time at this node for the same headings. */
export async function suggestMapping(
  ctx: Context,
  place: Place,
  headings: readonly string[],
  samples: readonly string[][],
) {
  const fingerprint = headingsFingerprint(headings)
  const [before] = await ctx.tx.rows<{ mapping: RememberedColumns }>(sql`
    select mapping from import_mapping where node_id = ${place.id}::uuid and kind = 'people' and fingerprint = ${fingerprint}`)
  const columns = matchColumns(headings, samples, peopleFields, before?.mapping).map(
    ({ column, heading, field, confidence, why }): Column => ({
      column,
      heading,
      field,
      confidence,
      why,
      samples: shown(samples, column),
    }),
  )
  const cellsOf = (fits: (field: string) => boolean) =>
    columns
      .filter(({ field }) => field !== null && fits(field))
      .flatMap(({ column }) => samples.map((cells) => cells[column] ?? ''))
  const dates = cellsOf((field) => dateFields.has(field))
  const dateOrder: StoredSource['dateOrder'] = dates.some((date) => date.trim()) ? detectDateOrder(dates) : 'none'
  const phones = phoneRegionOf(
    cellsOf((field) => field === 'phones' || field === 'emergencyPhone'),
    cellsOf((field) => field === 'country'),
    place.country ?? 'US',
  )
  const { region } = phones
  const settings: Settings = {
    dateOrder: dateOrder === 'ambiguous' || dateOrder === 'none' ? (monthFirst.has(region) ? 'mdy' : 'dmy') : dateOrder,
    region,
    state: 'member',
  }
  const mapping: StoredMapping = { columns, settings }
  return { mapping, fingerprint, product: sourceOf(headings)?.name ?? null, dateOrder, phones }
}

const shown = (samples: readonly string[][], column: number) =>
  [...new Set(samples.map((cells) => (cells[column] ?? '').trim()).filter(Boolean))]
    .slice(0, SHOWN_SAMPLES)
    .map((value) => value.slice(0, 80))
