import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { placesOf } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { assertFollows } from './imports.rules.ts'
import { doneOutput, rereadInput } from './imports.schema.ts'
import { keptFile } from './kept-file.ts'
import { kindOf } from './kinds.ts'
import { spool } from './reading/index.ts'
import { lockImport, placeOf } from './stored.ts'
import { takeTable } from './take-table.ts'

/**
 * Reads the kept file in another way: another sheet, encoding, delimiter or row of headings. Columns are matched anew and the
 * dry run begins again. Nothing of people is touched. Errors: NotFound; RuleBroken `imports.step.not-now`,
 * `imports.reread.not-kept`; InvalidInput, LimitReached (`imports.read.*`) where it can't be read so: it stays as it was.
 * Source: IMP-1, IMP-2.
 */
export const reread = mutation({
  name: 'imports.reread',
  permission: { action: 'plan', noun: 'Import' },
  input: rereadInput,
  output: doneOutput,
  timeout: 600_000,
  async run(ctx, { id, ...asked }) {
    const found = await lockImport(ctx, 'plan', id)
    assertFollows(found.state, 'mapping')
    const node = (await placesOf(ctx, [found.nodeId])).get(found.nodeId)!
    const file = await spool(keptFile(ctx, id))
    try {
      const { size } = await file.handle.stat()
      if (size === 0) throw ruleBroken('imports.reread.not-kept')
      await ctx.tx.rows(sql`delete from import_row where import_id = ${id}::uuid`)
      const { source, mapping, rowCount } = await takeTable(
        ctx,
        id,
        kindOf(ctx.services, found.kind),
        node,
        file.pieces(),
        asked,
      )
      await ctx.tx.rows(sql`
        update import set source = ${JSON.stringify(source)}::jsonb, mapping = ${JSON.stringify(mapping)}::jsonb, row_count = ${rowCount},
               state = 'mapping', plan = null, planned_rows = 0, problem = null, updated_at = ${ctx.at}
         where id = ${id}::uuid`)
      ctx.audit({
        noun: 'Import',
        subjectId: id,
        node: placeOf(found),
        before: { state: found.state, rowCount: found.rowCount },
        after: { state: 'mapping', rowCount, headings: source.headings, asked },
      })
      return { id, state: 'mapping' as const }
    } finally {
      await file.close()
    }
  },
})
