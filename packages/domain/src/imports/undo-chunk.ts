import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { UndoneRow, WrittenRow } from '../import-kind.ts'
import { mutation } from '../verb.ts'
import { noneUndone } from './imports.rules.ts'
import { chunkInput, chunkOutput } from './imports.schema.ts'
import { jobOf } from './job.ts'
import { betweenOf, lockImport, nextRows, placeOf, writeBack } from './stored.ts'

/**
 * Takes the next rows of an import back, the last ones first, as whoever asked for it and with that account's rights of this moment.
 * What is taken back, its audit and each row's note stand in one transaction. Errors: NotFound, NotAllowed. Source: IMP-5, IMP-6.
 */
export const undoChunk = mutation({
  name: 'imports.undo-chunk',
  permission: { action: 'undo', noun: 'Import' },
  input: chunkInput,
  output: chunkOutput,
  timeout: 120_000,
  async run(ctx, { id: importId, take, after }) {
    const found = await lockImport(ctx, 'undo', importId)
    if (found.state !== 'undoing') return { finished: true, rows: 0 }
    const rows = await nextRows(sql`and number < ${after ?? 2 ** 31 - 1}`, take, (behind) =>
      ctx.tx.rows<WrittenRow>(sql`
      select number, verdict, outcome, person_id as "personId", detail, written_at as "writtenAt" from import_row
       where import_id = ${importId}::uuid ${behind} and undone is null and outcome in ('created', 'changed') order by number desc limit ${take}`),
    )
    const { kind, job } = await jobOf(ctx, found)
    const done = rows.length ? await kind.undo(ctx, job, rows) : []
    await keep(ctx, importId, done)
    const finished = rows.length < take
    const undo = { ...(found.undo ?? noneUndone()) }
    for (const { undone } of done) undo[undone]++
    await ctx.tx.prisma.import.update({
      where: { id: importId },
      data: { undo, ...(finished && { state: 'undone' }), updatedAt: ctx.at },
    })
    ctx.audit({
      noun: 'Import',
      subjectId: importId,
      node: placeOf(found),
      after: { undo, ...(finished && { state: 'undone' }) },
    })
    return { finished, rows: done.length, last: rows.at(-1)?.number }
  },
})

async function keep({ tx }: Context, importId: string, done: readonly UndoneRow[]) {
  if (done.length === 0) return
  await writeBack(
    tx,
    sql`
    update import_row r
       set undone = d.undone, person_id = case when d.gone then null else r.person_id end,
           detail = r.detail || jsonb_build_object('problems', coalesce(d.problems, '[]'))
      from json_to_recordset(${JSON.stringify(done)}::json) as d(number int, undone text, gone bool, problems jsonb)
     where r.import_id = ${importId}::uuid and r.number = d.number and ${betweenOf(done)}`,
  )
}
