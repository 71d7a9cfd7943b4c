import { sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { placesOf } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { addCounts, noCounts } from './imports.rules.ts'
import { chunkOutput, type Verdict } from './imports.schema.ts'
import { planRows, type Earlier, type PlannedRow, type RawRow } from './plan-rows.ts'
import { betweenOf, lockImport, placeOf, writeBack } from './stored.ts'

/**
 * Plans the next rows of a dry run, as whoever asked for it. Called by the workflow until nothing is left; a chunk that
 * was interrupted is simply planned again. Errors: NotFound, NotAllowed where the rights have ended meanwhile. Source: IMP-2, IMP-6.
 */
export const planChunk = mutation({
  name: 'imports.plan-chunk',
  permission: { action: 'plan', noun: 'Import' },
  input: z.object({ id: id(), take: z.number().int().min(1).max(5000) }),
  output: chunkOutput,
  timeout: 120_000,
  async run(ctx, { id: importId, take }) {
    const found = await lockImport(ctx, 'plan', importId)
    if (found.state !== 'planning') return { finished: true, rows: 0 }
    const raw = await ctx.tx.rows<RawRow>(sql`
      select number, cells from import_row where import_id = ${importId}::uuid and verdict is null order by number limit ${take}`)
    const place = (await placesOf(ctx, [found.nodeId])).get(found.nodeId)!
    const planned = raw.length ? await planRows(ctx, found, place, raw, (keys) => earlierRows(ctx, importId, keys)) : []
    await keep(ctx, importId, planned)
    const finished = raw.length < take
    const plan = finished
      ? await countAfterLastLook(ctx, importId)
      : addCounts(
          found.plan ?? noCounts(),
          planned.map(({ verdict }) => verdict),
        )
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
    return { finished, rows: planned.length }
  },
})

async function earlierRows({ tx }: Context, importId: string, keys: string[]): Promise<Earlier> {
  const rows = await tx.rows<{ key: string; number: number; personId: string | null }>(sql`
    select distinct on (key) key, number, person_id as "personId" from import_row
     where import_id = ${importId}::uuid and key = any (${keys}::text[]) and verdict is not null order by key, number`)
  return new Map(rows.map(({ key, ...row }) => [key, row]))
}

async function keep({ tx }: Context, importId: string, planned: readonly PlannedRow[]) {
  if (planned.length === 0) return
  await writeBack(
    tx,
    sql`
    update import_row r set verdict = p.verdict, detail = p.detail, key = p.key, person_id = p."personId"
      from json_to_recordset(${JSON.stringify(planned)}::json) as p(number int, verdict text, detail jsonb, key text, "personId" uuid)
     where r.import_id = ${importId}::uuid and r.number = p.number and ${betweenOf(planned)}`,
  )
}

/** The whole file side by side: two rows that are one person, by identity on record or by name and e-mail. The first one counts. */
async function countAfterLastLook({ tx }: Context, importId: string) {
  await writeBack(
    tx,
    sql`
    update import_row r
       set verdict = 'conflict',
           detail = r.detail - 'create' - 'change' || jsonb_build_object('problems', jsonb_build_array(jsonb_build_object(
             'column', null, 'value', null, 'code', 'imports.row.same-person', 'values', jsonb_build_object('row', t.first))))
      from (select number, min(number) over (partition by who) as first from (
              select number, coalesce(person_id::text, lower(detail->'create'->>'name') || ' ' || (detail->'create'->'emails'->>0)) as who
                from import_row where import_id = ${importId}::uuid and verdict in ('create', 'change')) named
             where who is not null) t
     where r.import_id = ${importId}::uuid and r.number = t.number and t.number > t.first`,
  )
  const rows = await tx.rows<{ verdict: Verdict; count: number }>(sql`
    select verdict, count(*)::int as count from import_row where import_id = ${importId}::uuid group by verdict`)
  return { ...noCounts(), ...Object.fromEntries(rows.map(({ verdict, count }) => [verdict, count])) }
}
