import { sql } from '@ministry/db'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import * as z from 'zod'
import { assertProven } from '../../proof.ts'
import { staged } from '../../staged.ts'
import { mutation, query } from '../../verb.ts'
import type { Context } from '../../context.ts'
import { listColumn } from '../filter.schema.ts'
import {
  aboutExport,
  exportFormats,
  exportLine,
  exportInput,
  exportsInput,
  type ExportFormat,
} from '../exports.schema.ts'
import { leaving } from './asked.ts'
import { mediaTypes } from './chunk.ts'
import { cardColumns } from './vcard.ts'

/** How long a file can be fetched. */
const day = 86_400_000

interface Kept {
  id: string
  format: ExportFormat
  fileName: string
  state: 'waiting' | 'ready' | 'failed'
  total: number
  done: number
  size: number | null
  createdAt: Date
  readyAt: Date | null
  without: z.output<typeof exportLine>['without']
  nodeId: string
  scopeIds: string[]
  asked: unknown
  storageKey: string | null
}
const columns = sql`e.id, e.format, e.file_name as "fileName", e.state, e.total, e.done_rows as done, e.size, e.created_at as "createdAt",
  e.ready_at as "readyAt", coalesce(e.asked -> 'without', '[]') as without, e.node_id as "nodeId", n.scope_ids as "scopeIds", e.asked, e.storage_key as "storageKey"`
const line = (row: Kept) => ({ ...row, until: row.readyAt && new Date(row.readyAt.getTime() + day) })

/** The caller's own files of people of the last day, the newest first. Source: REP-3. */
export const listExports = query({
  name: 'people.exports.list',
  permission: { action: 'export', noun: 'Person' },
  input: exportsInput,
  output: z.array(exportLine),
  async run(ctx, { nodeId }) {
    ctx.asked('export', 'Person')
    const rows = await ctx.tx.rows<Kept>(sql`
      select ${columns} from people_export e join org_node n on n.id = e.node_id
       where e.account_id = ${ctx.principal.accountId}::uuid and n.scope_ids @> array[${nodeId}::uuid]
         and coalesce(e.ready_at, e.created_at) > ${new Date(ctx.at.getTime() - day)}
       order by e.created_at desc limit 50`)
    return rows.map(line)
  },
})

const fetched = mutation({
  name: 'people.exports.open',
  permission: { action: 'export', noun: 'Person' },
  input: aboutExport,
  output: z.object({
    fileName: z.string(),
    format: z.enum(exportFormats),
    size: z.number().int(),
    storageKey: z.string(),
  }),
  async run(ctx, { id }) {
    ctx.asked('export', 'Person')
    const [row] = await ctx.tx.rows<Kept>(sql`
      select ${columns} from people_export e join org_node n on n.id = e.node_id
       where e.id = ${id}::uuid and e.account_id = ${ctx.principal.accountId}::uuid and e.state = 'ready'
         and e.ready_at > ${new Date(ctx.at.getTime() - day)}`)
    if (!row?.storageKey || row.size === null) throw notFound('Export')
    if (row.total !== 1) assertProven(ctx)
    await assertLeavesStill(ctx, row)
    ctx.audit({
      noun: 'Export',
      subjectId: id,
      node: { id: row.nodeId, scopeIds: row.scopeIds },
      after: { fetched: true },
    })
    return { fileName: row.fileName, format: row.format, size: row.size, storageKey: row.storageKey }
  },
})

/** Throws NotAllowed unless the caller could make the very file today: a role that ended, or became a smaller one, takes it away. */
async function assertLeavesStill(ctx: Context, { asked, format }: Kept): Promise<void> {
  const input = exportInput.omit({ format: true }).parse(asked)
  const before = z.object({ without: z.array(listColumn).default([]) }).parse(asked)
  const columns = format === 'vcard' ? [...cardColumns] : input.columns
  const { without } = await leaving(ctx, { ...input, columns })
  if (!without.every((column) => before.without.includes(column))) throw notAllowed('export', 'Person')
}

/**
 * The bytes of a file of people, for its author alone, until a day after it was written; each time is in the audit. Errors:
 * NotFound (another's, or too old), NotAllowed (may not make this file any more; `accounts.prove.needed` for data of many), Unavailable `files.storage`. Source: REP-3.
 */
export const openExport = staged(fetched, {
  input: aboutExport,
  output: z.object({
    fileName: z.string(),
    mediaType: z.string(),
    size: z.number().int(),
    content: z.instanceof(ReadableStream<Uint8Array>),
  }),
  async act(services, caller, { id }) {
    const { fileName, format, size, storageKey } = await fetched.perform(services, caller, { id })
    return { fileName, size, mediaType: mediaTypes[format], content: await services.files.store.read(storageKey) }
  },
})
