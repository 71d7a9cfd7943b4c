import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { MinistryError, notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { placesOf } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { uploadInput, uploadOutput } from './imports.schema.ts'
import { suggestMapping } from './mapping.ts'
import { pasted, readTable, type Table } from './reading/index.ts'
import type { StoredSource } from './stored.ts'

const ROWS_PER_STATEMENT = 2_000
const SAMPLED = 200

/**
 * Takes a file (or text pasted from a spreadsheet) and keeps its rows as they are; nothing is read into people yet.
 * Columns are matched by headings, by what the rows hold, and by what was chosen the last time for such a file.
 * Errors: InvalidInput, LimitReached (`imports.read.*`) where the file can't be read; NotFound node;
 * RuleBroken `imports.upload.node-closed`. Source: IMP-1, IMP-2.
 */
export const upload = mutation({
  name: 'imports.upload',
  permission: { action: 'create', noun: 'Import' },
  input: uploadInput,
  output: uploadOutput,
  timeout: 600_000,
  async run(ctx, { nodeId, fileName, content, sheet }) {
    const node = (await placesOf(ctx, [nodeId])).get(nodeId)!
    if (!reaches(ctx, 'create', 'Import', node)) throw notAllowed('create', 'Import')
    if (node.state !== 'active') throw ruleBroken('imports.upload.node-closed', { name: node.name })
    const importId = newId(ctx.at)
    const table = await readTable(typeof content === 'string' ? pasted(content) : content, { sheet })
    await ctx.tx.prisma.import.create({
      data: {
        id: importId,
        kind: 'people',
        nodeId,
        accountId: ctx.principal.accountId,
        personId: ctx.principal.personId,
        fileName,
        state: 'mapping',
        source: {},
        createdAt: ctx.at,
        updatedAt: ctx.at,
      },
    })
    const { rowCount, samples } = await keepRows(ctx, importId, table)
    if (rowCount === 0)
      throw new MinistryError('InvalidInput', 'The file has headings but no rows.', {
        code: 'imports.read.only-headings',
        values: { row: table.headingRow },
      })
    const { mapping, fingerprint, product, dateOrder, phones } = await suggestMapping(
      ctx,
      node,
      table.headings,
      samples,
    )
    const source: StoredSource = {
      kind: table.kind,
      name: product,
      encoding: table.encoding ?? null,
      sheet: table.sheet ?? null,
      sheets: (table.sheets ?? []).filter(({ hidden }) => !hidden).map(({ name }) => name),
      headings: table.headings,
      fingerprint,
      warnings: table.warnings,
      dateOrder,
      phones,
    }
    await ctx.tx.prisma.import.update({
      where: { id: importId },
      data: { source: { ...source }, mapping: { ...mapping }, rowCount },
    })
    ctx.audit({
      noun: 'Import',
      subjectId: importId,
      node,
      after: { kind: 'people', state: 'mapping', rowCount, headings: table.headings },
    })
    return { id: importId }
  },
})

/** Row-level security rules COPY out, so rows go in by the thousand, each batch as one document. */
async function keepRows(ctx: Context, importId: string, table: Table) {
  const samples: string[][] = []
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
    batch.push({ number, cells: cells.map(storable) })
    rowCount++
    if (batch.length === ROWS_PER_STATEMENT) await flush()
  }
  await flush()
  return { rowCount, samples }
}

/** PostgreSQL's JSON holds neither NUL nor half a character; both become the sign for "unreadable", which the person then sees. */
const storable = (cell: string) =>
  cell.includes('\0') || !cell.isWellFormed() ? cell.replaceAll('\0', '\uFFFD').toWellFormed() : cell
