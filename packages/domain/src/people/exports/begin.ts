import { sql } from '@ministry/db'
import { dateIn } from '@ministry/kernel/calendar'
import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { m } from '@ministry/kernel/messages'
import * as z from 'zod'
import { assertProven } from '../../proof.ts'
import { mutation } from '../../verb.ts'
import { exportAtOnce, exportInput, exportLine } from '../exports.schema.ts'
import { termsOf } from '../filter.schema.ts'
import { exportRequested } from '../people.events.ts'
import { whomOf } from '../selection.ts'
import { leaving } from './asked.ts'
import { cardColumns } from './vcard.ts'

const endings = { csv: 'csv', xlsx: 'xlsx', vcard: 'vcf' } as const

/**
 * Asks for a file of the people whom a filter finds at a place, as they are seen: these columns, in this order. Columns that may be
 * seen and may not leave stay behind and are named. The audit keeps filter, columns and how many. Large ones are written in the
 * background. Data of many asks for a fresh proof. Errors: NotFound (the node), NotAllowed (also `accounts.prove.needed`), InvalidInput `people.list.no-such-{field,tag}`, RuleBroken `people.exports.begin.{nobody,
 * condition-stays}`. Source: REP-3, ACS-2, PPL-3, PPL-7.
 */
export const beginExport = mutation({
  name: 'people.exports.begin',
  permission: { action: 'export', noun: 'Person' },
  input: exportInput,
  output: exportLine.pick({ id: true, total: true, without: true }).extend({ atOnce: z.boolean() }),
  async run(ctx, { format, ...input }) {
    if (input.ids?.length !== 1) assertProven(ctx)
    const wanted = { ...input, columns: format === 'vcard' ? [...cardColumns] : input.columns }
    const { place, columns, without } = await leaving(ctx, wanted)
    const { total } = await whomOf(ctx, input, place, { take: 0 })
    if (total === 0) throw ruleBroken('people.exports.begin.nobody')
    const id = newId(ctx.at)
    const atOnce = total <= exportAtOnce
    const fileName = `${m.people_export_file({ day: dateIn(ctx.at, 'UTC') })}.${endings[format]}`
    const asked = { ...input, columns, without }
    const { accountId, personId } = ctx.principal
    await ctx.tx.rows(sql`
      insert into people_export (id, node_id, account_id, person_id, format, file_name, asked, state, total, created_at)
      values (${id}::uuid, ${place.id}::uuid, ${accountId}::uuid, ${personId}::uuid, ${format}, ${fileName}, ${JSON.stringify(asked)}::jsonb,
              'waiting', ${total}, ${ctx.at})`)
    const { where, ...chips } = input.filter
    ctx.audit({
      noun: 'Export',
      subjectId: id,
      node: place,
      after: {
        format,
        columns,
        without,
        total,
        chosen: input.ids?.length,
        filter: chips,
        fields: where && termsOf(where).map((term) => (term.field === 'custom' ? `custom.${term.id}` : term.field)),
      },
      // What was asked for may tell something of the people found.
      person: { id: personId, after: { where } },
    })
    if (!atOnce) ctx.emit(exportRequested.sendable({ exportId: id, accountId }, { subject: `export:${id}` }))
    return { id, total, without, atOnce }
  },
})
