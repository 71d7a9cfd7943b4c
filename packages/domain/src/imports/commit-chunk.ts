import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { DoneRow, WaitingRow } from '../import-kind.ts'
import { notify } from '../notify.ts'
import { personRegistered } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { addResults, noResults, sumOf } from './imports.rules.ts'
import { chunkInput, chunkOutput, type Outcome, type Results } from './imports.schema.ts'
import { jobOf } from './job.ts'
import { betweenOf, lockImport, nextRows, placeOf, writeBack } from './stored.ts'

/**
 * Writes the next rows of an accepted dry run, as whoever accepted it, with that account's rights of this moment. What is written, its
 * audit and each row's outcome stand in one transaction, so a killed process repeats no row. Errors: NotFound, NotAllowed
 * where the rights have ended meanwhile. Source: IMP-4, IMP-6.
 */
export const commitChunk = mutation({
  name: 'imports.commit-chunk',
  permission: { action: 'commit', noun: 'Import' },
  input: chunkInput,
  output: chunkOutput,
  timeout: 120_000,
  async run(ctx, { id: importId, take, after }) {
    const found = await lockImport(ctx, 'commit', importId)
    if (found.state !== 'committing') return { finished: true, rows: 0 }
    const waiting = await nextRows(sql`and number > ${after ?? 0}`, take, (behind) =>
      ctx.tx.rows<WaitingRow>(sql`
      select number, verdict, person_id as "personId", detail from import_row
       where import_id = ${importId}::uuid ${behind} and outcome is null and verdict in ('create', 'change') order by number limit ${take}`),
    )
    const { kind, job } = await jobOf(ctx, found)
    kind.mayImport?.(ctx, job.place)
    const done = waiting.length ? await kind.apply(ctx, job, waiting) : []
    await keep(ctx, importId, done)
    if (found.options?.welcome && found.kind === 'people') sayRegistered(ctx, importId, done)
    const finished = waiting.length < take
    const written = addResults(
      found.result ?? noResults(),
      done.map(({ outcome }) => outcome),
    )
    const result = finished ? sumOf(written, await closeOthers(ctx, importId)) : written
    const doneRows = found.doneRows + done.length
    await ctx.tx.prisma.import.update({
      where: { id: importId },
      data: { result, doneRows, ...(finished && { state: 'done' }), updatedAt: ctx.at },
    })
    ctx.audit({
      noun: 'Import',
      subjectId: importId,
      node: placeOf(found),
      after: { doneRows, ...(finished && { state: 'done', result }) },
    })
    if (finished)
      await notify(ctx, {
        personId: found.personId,
        kind: 'import-finished',
        nodeId: found.nodeId,
        aboutId: importId,
        facts: { file: found.fileName, rows: found.rowCount },
        dedupeKey: `import-finished:${importId}`,
      })
    return { finished, rows: done.length, last: waiting.at(-1)?.number }
  },
})

/** Only where it was ticked: an import welcomes nobody by itself. Source: IMP-8. */
function sayRegistered(ctx: Context, importId: string, done: readonly DoneRow[]) {
  const personIds = done.flatMap(({ outcome, personId }) => (outcome === 'created' && personId ? [personId] : []))
  if (personIds.length)
    ctx.emit(personRegistered.sendable({ personIds, origin: 'import' }, { subject: `import:${importId}` }))
}

async function keep({ tx, at }: Context, importId: string, done: readonly DoneRow[]) {
  if (done.length === 0) return
  await writeBack(
    tx,
    sql`
    update import_row r
       set outcome = d.outcome, person_id = d."personId",
           written_at = case when d.outcome in ('created', 'changed') then ${at}::timestamptz end,
           detail = case when d.act is null then r.detail else r.detail || jsonb_build_object('act', d.act) end
                    || case when d.problem is null then '{}' else jsonb_build_object('problems', jsonb_build_array(d.problem)) end
      from json_to_recordset(${JSON.stringify(done)}::json) as d(number int, outcome text, "personId" uuid, problem jsonb, act jsonb)
     where r.import_id = ${importId}::uuid and r.number = d.number and ${betweenOf(done)}`,
  )
}

/** Rows that the dry run had left out get their outcome too, so that the result adds up to the file. */
async function closeOthers({ tx }: Context, importId: string): Promise<Results> {
  const rows = await tx.rows<{ outcome: Outcome; count: number }>(sql`
    with closed as (
      update import_row set outcome = case when verdict = 'skip' then 'skipped' else 'failed' end
       where import_id = ${importId}::uuid and outcome is null returning outcome)
    select outcome, count(*)::int as count from closed group by 1`)
  return { ...noResults(), ...Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count])) }
}
