/** Rows of any kind through the dry run: read, planned by their kind, and held against the rest of the file. Source: IMP-2. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { PlannedRow, RowProblem, Verdict } from '../import-kind.ts'
import { noCounts } from './imports.rules.ts'
import type { Job } from './job.ts'
import type { RawRow } from './read-row.ts'
import { betweenOf, writeBack } from './stored.ts'

const problem = (code: string, values: RowProblem['values']): RowProblem => ({
  ...{ column: null, value: null, code, values },
})

/** Plans rows, in the order of the file. A row that says the same as one before it is left out, unless a person decided otherwise. */
export async function planRows(
  ctx: Context,
  importId: string,
  { kind, job, read }: Job,
  raw: readonly RawRow[],
): Promise<PlannedRow[]> {
  const rows = await read(raw)
  const planned = await kind.plan(ctx, job, rows)
  const earlier = await earlierRows(ctx, importId, planned)
  return planned.map((row, i) => {
    const first = earlier.get(row.key)
    if (first === undefined || first > row.number) earlier.set(row.key, row.number)
    const repeats = first !== undefined && first < row.number && rows[i]!.choice === null
    if (!repeats || row.verdict === 'error') return row
    const { name } = row.detail
    const detail = { name, changes: [], problems: [problem('imports.row.repeated', { row: first })] }
    return { ...row, verdict: 'skip' as const, target: null, detail }
  })
}

/** The first row outside the chunk that bears each key. */
async function earlierRows({ tx }: Context, importId: string, planned: readonly PlannedRow[]) {
  const found = await tx.rows<{ key: string; number: number }>(sql`
    select key, min(number) as number from import_row
     where import_id = ${importId}::uuid and key = any (${planned.map(({ key }) => key)}::text[]) and verdict is not null
       and number <> all (${planned.map(({ number }) => number)}::int[]) group by key`)
  return new Map(found.map(({ key, number }) => [key, number]))
}

/** Writes a chunk's plan to its rows. */
export async function keepPlanned({ tx }: Context, importId: string, planned: readonly PlannedRow[]): Promise<void> {
  if (planned.length === 0) return
  await writeBack(
    tx,
    sql`
    update import_row r set verdict = p.verdict, detail = p.detail, key = p.key, person_id = p."personId", target = p.target
      from json_to_recordset(${JSON.stringify(planned)}::json) as p(number int, verdict text, detail jsonb, key text, "personId" uuid, target text)
     where r.import_id = ${importId}::uuid and r.number = p.number and ${betweenOf(planned)}`,
  )
}

/**
 * The whole file side by side: rows that write to the same are never guessed between. Where a person has chosen one of them it
 * counts and the others wait; else all of them wait. Answers with how many rows of each verdict there are then.
 */
export async function countAfterLastLook({ tx }: Context, importId: string, targets?: readonly string[]) {
  const among = targets ? sql`and target = any (${targets}::text[])` : sql``
  await writeBack(
    tx,
    sql`
    update import_row r
       set verdict = 'conflict',
           detail = r.detail || jsonb_build_object('problems', jsonb_build_array(jsonb_build_object(
             'column', null, 'value', null, 'code', 'imports.row.same-target', 'values', jsonb_build_object('row', t.other))))
      from (select number, choice, decided, coalesce(case when decided = 1 then winner end,
                   case when number = first then second else first end) as other
              from (select number, choice, min(number) over w as first, nth_value(number, 2) over w as second,
                           count(choice) filter (where choice->>'take' = 'one') over w as decided, count(*) over w as rows,
                           min(number) filter (where choice->>'take' = 'one') over w as winner
                      from import_row
                     where import_id = ${importId}::uuid and verdict in ('create', 'change') and target is not null ${among}
                    window w as (partition by target order by number range between unbounded preceding and unbounded following)) a
             where rows > 1) t
     where r.import_id = ${importId}::uuid and r.number = t.number
       and not (t.decided = 1 and t.choice->>'take' = 'one')`,
  )
  const rows = await tx.rows<{ verdict: Verdict; count: number }>(sql`
    select verdict, count(*)::int as count from import_row where import_id = ${importId}::uuid and verdict is not null group by verdict`)
  return { ...noCounts(), ...Object.fromEntries(rows.map(({ verdict, count }) => [verdict, count])) }
}
