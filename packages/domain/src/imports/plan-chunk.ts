import { sql } from '@ministry/db'
import { mutation } from '../verb.ts'
import { addCounts, noCounts } from './imports.rules.ts'
import { chunkInput, chunkOutput } from './imports.schema.ts'
import { jobOf } from './job.ts'
import { countAfterLastLook, keepPlanned, planRows } from './plan-rows.ts'
import type { RawRow } from './read-row.ts'
import { lockImport, nextRows, placeOf } from './stored.ts'

/**
 * Plans the next rows of a dry run, as whoever asked for it. Called by the workflow until nothing is left; a chunk that
 * was interrupted is simply planned again. Errors: NotFound, NotAllowed where the rights have ended meanwhile. Source: IMP-2, IMP-6.
 */
export const planChunk = mutation({
  name: 'imports.plan-chunk',
  permission: { action: 'plan', noun: 'Import' },
  input: chunkInput,
  output: chunkOutput,
  timeout: 120_000,
  async run(ctx, { id: importId, take, after }) {
    const found = await lockImport(ctx, 'plan', importId)
    if (found.state !== 'planning') return { finished: true, rows: 0 }
    const raw = await nextRows(sql`and number > ${after ?? 0}`, take, (behind) =>
      ctx.tx.rows<RawRow>(sql`
      select number, cells, choice from import_row
       where import_id = ${importId}::uuid ${behind} and verdict is null order by number limit ${take}`),
    )
    const planned = raw.length ? await planRows(ctx, importId, await jobOf(ctx, found), raw) : []
    await keepPlanned(ctx, importId, planned)
    const finished = raw.length < take
    const verdicts = planned.map(({ verdict }) => verdict)
    const plan = finished ? await countAfterLastLook(ctx, importId) : addCounts(found.plan ?? noCounts(), verdicts)
    await ctx.tx.prisma.import.update({
      where: { id: importId },
      data: {
        plan,
        plannedRows: found.plannedRows + planned.length,
        ...(finished && { state: 'planned', updatedAt: ctx.at }),
      },
    })
    ctx.audit({
      noun: 'Import',
      subjectId: importId,
      node: placeOf(found),
      after: { plannedRows: found.plannedRows + planned.length, ...(finished && { state: 'planned', plan }) },
    })
    return { finished, rows: planned.length, last: raw.at(-1)?.number }
  },
})
