import { sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { query } from '../../verb.ts'
import { customField } from '../fields/fields.schema.ts'
import { exportInput, type ExportFormat } from '../exports.schema.ts'
import { personLine } from '../people.schema.ts'
import { eachPerson, lineColumns, toLine, type LineRow } from '../person-line.ts'
import { personRow, type PersonRow } from '../person-row.ts'
import { whomOf } from '../selection.ts'
import { leaving } from './asked.ts'
import { cardFields, vcard, type CardPerson } from './vcard.ts'

const most = 1_000_000
const asked = exportInput.omit({ format: true })

/** Whom the file will be of, in order, and the custom fields of its columns. */
export const exportWhom = query({
  name: 'people.exports.whom',
  permission: { action: 'export', noun: 'Person' },
  input: asked,
  output: z.object({ ids: z.array(id()), fields: z.array(customField) }),
  async run(ctx, input) {
    const { place, own } = await leaving(ctx, input)
    return { ids: (await whomOf(ctx, input, place, { order: input.order, take: most })).ids, fields: [...own.values()] }
  },
})

/** Some of them as lines; who has left the place, or the caller's sight, meanwhile is not among them. */
export const exportLines = query({
  name: 'people.exports.lines',
  permission: { action: 'export', noun: 'Person' },
  input: asked.extend({ whom: z.array(id()).max(1000) }),
  output: z.array(personLine),
  async run(ctx, { whom, ...input }) {
    const { place, columns, fields, own } = await leaving(ctx, input)
    const rows = await ctx.tx.rows<LineRow>(sql`
      select p.*, s.state from unnest(${whom}::uuid[]) with ordinality w(id, i)
        join person_scope s on s.person_id = w.id and s.ancestor_id = ${place.id}::uuid
       cross join lateral ${eachPerson(sql`w.id`, lineColumns(columns, place.id))} p order by w.i`)
    return rows.map((row) => toLine(ctx, row, fields, columns, own))
  },
})

/** The same as cards. */
export const exportCards = query({
  name: 'people.exports.cards',
  permission: { action: 'export', noun: 'Person' },
  input: asked.extend({ whom: z.array(id()).max(1000) }),
  output: z.string(),
  async run(ctx, { whom, ...input }) {
    const { place, fields } = await leaving(ctx, input)
    const rows = await ctx.tx.rows<PersonRow>(sql`
      select p.* from unnest(${whom}::uuid[]) with ordinality w(id, i)
        join person_scope s on s.person_id = w.id and s.ancestor_id = ${place.id}::uuid
       cross join lateral ${eachPerson(sql`w.id`, personRow)} p order by w.i`)
    const shown = cardFields.filter((field) => fields === 'all' || fields.has(field))
    return rows
      .map((row) =>
        vcard({
          id: row.id,
          name: row.name,
          ...(Object.fromEntries(shown.map((field) => [field, row[field as keyof PersonRow]])) as Partial<CardPerson>),
        }),
      )
      .join('')
  },
})

export const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  vcard: 'text/vcard; charset=utf-8',
}
