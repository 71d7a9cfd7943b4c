import { csvLine } from '@ministry/kernel/csv'
import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Caller, Services } from '../../context.ts'
import { staged } from '../../staged.ts'
import { mutation, query } from '../../verb.ts'
import { aboutExport, exportFormats, type ExportFormat, type ExportInput } from '../exports.schema.ts'
import { exportInput } from '../exports.schema.ts'
import { cellsOf, headingsOf } from './cells.ts'
import { exportCards, exportLines, exportWhom, mediaTypes } from './chunk.ts'
import { xlsxWriter } from './xlsx.ts'

const CHUNK = 1000
const kept = z.object({
  nodeId: z.uuid(),
  format: z.enum(exportFormats),
  state: z.string(),
  asked: exportInput.omit({ format: true }),
})

const read = query({
  name: 'people.exports.asked',
  permission: { action: 'export', noun: 'Person' },
  input: aboutExport,
  output: kept,
  async run(ctx, { id }) {
    ctx.asked('export', 'Person')
    const [row] = await ctx.tx.rows<z.input<typeof kept>>(sql`
      select node_id as "nodeId", format, state, asked from people_export where id = ${id}::uuid and account_id = ${ctx.principal.accountId}::uuid`)
    if (!row) throw notFound('Export')
    return row
  },
})

const finish = mutation({
  name: 'people.exports.write',
  permission: { action: 'export', noun: 'Person' },
  input: z.object({ id: z.uuid(), storageKey: z.string(), size: z.number().int(), rows: z.number().int() }),
  output: z.object({ rows: z.number().int() }),
  async run(ctx, { id, storageKey, size, rows }) {
    ctx.asked('export', 'Person')
    const [row] = await ctx.tx.rows<{ nodeId: string; scopeIds: string[] }>(sql`
      update people_export e set state = 'ready', storage_key = ${storageKey}, size = ${size}, done_rows = ${rows}, ready_at = ${ctx.at}
        from org_node n where n.id = e.node_id and e.id = ${id}::uuid and e.state = 'waiting' returning n.id as "nodeId", n.scope_ids as "scopeIds"`)
    if (row)
      ctx.audit({
        noun: 'Export',
        subjectId: id,
        node: { id: row.nodeId, scopeIds: row.scopeIds },
        after: { state: 'ready', rows, size },
      })
    return { rows }
  },
})

/**
 * Writes a file that was asked for, chunk by chunk, each with the author's rights of that moment; once. Memory holds the packed
 * file and a chunk. Errors: NotFound, NotAllowed where the rights have ended, Unavailable `files.storage`. Source: REP-3.
 */
export const writeExport = staged(finish, {
  input: aboutExport,
  output: z.object({ rows: z.number().int() }),
  async act(services, caller, { id }) {
    const { asked, format, state } = await read.perform(services, caller, { id })
    if (state !== 'waiting') return { rows: 0 }
    const { content, rows } = await made(services, caller, asked, format, (done) =>
      progress(services, caller, id, done),
    )
    const storageKey = await note(services, caller, content.length)
    await services.files.store.put(storageKey, content, mediaTypes[format])
    return finish.perform(services, caller, { id, storageKey, size: content.length, rows })
  },
})

async function made(
  services: Services,
  caller: Caller,
  asked: Omit<ExportInput, 'format'>,
  format: ExportFormat,
  tell: (done: number) => Promise<void>,
) {
  const { ids: whom, fields } = await exportWhom.perform(services, caller, asked)
  const headings = headingsOf(asked.columns, fields)
  const xlsx = format === 'xlsx' ? xlsxWriter(headings) : undefined
  // The mark by which spreadsheets know UTF-8.
  const texts: Buffer[] = format === 'csv' ? [Buffer.from(`\uFEFF${csvLine(headings)}`)] : []
  let rows = 0
  for (let from = 0; from < whom.length; from += CHUNK) {
    const part = { ...asked, whom: whom.slice(from, from + CHUNK) }
    if (format === 'vcard') {
      const cards = await exportCards.perform(services, caller, part)
      texts.push(Buffer.from(cards))
      rows += cards.split('BEGIN:VCARD').length - 1
    } else {
      const lines = await exportLines.perform(services, caller, part)
      const cells = lines.map((line) => cellsOf(line, asked.columns, fields))
      if (xlsx) xlsx.add(cells)
      else texts.push(Buffer.from(cells.map(csvLine).join('')))
      rows += lines.length
    }
    if (whom.length > CHUNK) await tell(rows)
  }
  return { content: xlsx ? xlsx.end() : Buffer.concat(texts), rows }
}

/** How far it is, for the page that waits: no news for the audit. */
const progress = (services: Services, { principal }: Caller, id: string, done: number) =>
  services.db.transaction(
    { scope: {}, accountId: principal!.accountId, personId: principal!.personId },
    {},
    async (tx) => {
      await tx.rows(sql`update people_export set done_rows = ${done} where id = ${id}::uuid and state = 'waiting'`)
    },
  )

/** Notes that bytes are coming, so that they are swept a day later, whatever happens. */
async function note({ db, clock }: Services, { principal }: Caller, size: number): Promise<string> {
  const at = clock.now()
  const key = `${at.toISOString().slice(0, 10)}/${newId(at)}`
  const { accountId, personId } = principal!
  await db.transaction({ scope: {}, accountId, personId }, {}, async (tx) => {
    await tx.rows(
      sql`insert into file_object (storage_key, account_id, size, begun_at) values (${key}, ${accountId}::uuid, ${size}, ${at})`,
    )
  })
  return key
}
