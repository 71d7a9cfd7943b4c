import { sql } from '@ministry/db'
import { mutation } from '../verb.ts'
import { checkedOutput, fixInput } from './imports.schema.ts'
import { recheck, rowOf } from './recheck.ts'
import { placeOf } from './stored.ts'

/**
 * Puts cells of a row right, in the dry run; the file itself stays as it is. The row and those that depend on it are looked at again.
 * Errors: NotFound; RuleBroken `imports.step.not-now`, `row-not-there`. Source: IMP-2.
 */
export const fix = mutation({
  name: 'imports.fix',
  permission: { action: 'plan', noun: 'Import' },
  input: fixInput,
  output: checkedOutput,
  async run(ctx, { id, number, cells }) {
    const { found, row } = await rowOf(ctx, id, number)
    const now = found.source.headings.map((_, column) => row.cells[column] ?? '')
    const changed = cells.filter(({ column, value }) => column < now.length && now[column] !== value)
    if (changed.length === 0) return { id, rows: 0 }
    for (const { column, value } of changed) now[column] = value
    // What was decided about the old row says nothing of the new one.
    await ctx.tx.rows(sql`
      update import_row set cells = ${JSON.stringify(now)}::jsonb, choice = null where import_id = ${id}::uuid and number = ${number}`)
    const rows = await recheck(ctx, found, row)
    ctx.audit({
      noun: 'Import',
      subjectId: id,
      node: placeOf(found),
      after: { row: number, columns: changed.map(({ column }) => found.source.headings[column]) },
    })
    return { id, rows }
  },
})
