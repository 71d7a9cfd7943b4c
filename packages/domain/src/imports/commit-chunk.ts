import { sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { notify } from '../notify.ts'
import { createMany } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { changeRows } from './commit-changes.ts'
import { failed, writeAll, type Done, type Waiting } from './commit-row.ts'
import { refusedRow } from './imports.codes.ts'
import { addResults, noResults } from './imports.rules.ts'
import { chunkOutput, type Outcome } from './imports.schema.ts'
import { betweenOf, lockImport, placeOf, writeBack } from './stored.ts'

/**
 * Writes the next rows of an accepted dry run, as whoever accepted it, with that account's rights of this moment. People, their
 * audit and each row's outcome stand in one transaction, so a killed process repeats no row. Errors: NotFound, NotAllowed
 * where the rights have ended meanwhile. Source: IMP-4, IMP-6.
 */
export const commitChunk = mutation({
  name: 'imports.commit-chunk',
  permission: { action: 'commit', noun: 'Import' },
  input: z.object({ id: id(), take: z.number().int().min(1).max(5000) }),
  output: chunkOutput,
  timeout: 120_000,
  async run(ctx, { id: importId, take }) {
    const found = await lockImport(ctx, 'commit', importId)
    if (found.state !== 'committing') return { finished: true, rows: 0 }
    const waiting = await ctx.tx.rows<Waiting>(sql`
      select number, verdict, person_id as "personId", detail from import_row
       where import_id = ${importId}::uuid and outcome is null and verdict in ('create', 'change') order by number limit ${take}`)
    const done = [...(await createRows(ctx, waiting)), ...(await changeRows(ctx, waiting))]
    await keep(ctx, importId, done)
    const finished = waiting.length < take
    let result = addResults(
      found.result ?? noResults(),
      done.map(({ outcome }) => outcome),
    )
    if (finished) result = addResults(result, await closeOthers(ctx, importId))
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
    return { finished, rows: done.length }
  },
})

async function createRows(ctx: Context, waiting: readonly Waiting[]): Promise<Done[]> {
  const rows = waiting.filter(({ verdict }) => verdict === 'create')
  const taken = await takenKeys(ctx, rows)
  const { written, refused } = await writeAll(
    ctx,
    rows.filter(({ number }) => !taken.has(number)),
    (inner, part) =>
      createMany(
        inner,
        part.map(({ detail }) => detail.create!),
      ),
  )
  return [
    ...rows
      .filter(({ number }) => taken.has(number))
      .map(({ number }): Done => ({ number, outcome: 'skipped', personId: taken.get(number)!, problem: null })),
    ...written.map(({ row: { number }, result }): Done => ({
      number,
      outcome: 'created',
      personId: result,
      problem: null,
    })),
    ...refused.map(({ row: { number }, error }) =>
      failed(number, null, error.code ?? refusedRow(error.kind), error.values),
    ),
  ]
}

/** Somebody else brought the same person in since the dry run. */
async function takenKeys({ tx }: Context, rows: readonly Waiting[]): Promise<Map<number, string>> {
  const keys = rows.flatMap(({ number, detail }) => (detail.create?.keys ?? []).map((key) => ({ number, ...key })))
  const held = await tx.rows<{ number: number; personId: string }>(sql`
    select g.number, k.person_id as "personId"
      from json_to_recordset(${JSON.stringify(keys)}::json) as g(number int, "nodeId" uuid, source text, key text)
      join person_key k on k.node_id = g."nodeId" and k.source = g.source and k.key = g.key`)
  return new Map(held.map(({ number, personId }) => [number, personId]))
}

async function keep({ tx }: Context, importId: string, done: readonly Done[]) {
  if (done.length === 0) return
  await writeBack(
    tx,
    sql`
    update import_row r
       set outcome = d.outcome, person_id = d."personId",
           detail = case when d.problem is null then r.detail - 'create' - 'change' else r.detail - 'create' - 'change' || jsonb_build_object('problems', jsonb_build_array(d.problem)) end
      from json_to_recordset(${JSON.stringify(done)}::json) as d(number int, outcome text, "personId" uuid, problem jsonb)
     where r.import_id = ${importId}::uuid and r.number = d.number and ${betweenOf(done)}`,
  )
}

/** Rows that the dry run had left out get their outcome too, so that the result adds up to the file. */
async function closeOthers({ tx }: Context, importId: string): Promise<Outcome[]> {
  const rows = await tx.rows<{ outcome: Outcome }>(sql`
    update import_row set outcome = case when verdict = 'skip' then 'skipped' else 'failed' end
     where import_id = ${importId}::uuid and outcome is null returning outcome`)
  return rows.map(({ outcome }) => outcome)
}
