/** Looks again at rows that were changed in the dry run, and at those that depend on them. Source: IMP-2. */
import { empty, sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { assertFollows } from './imports.rules.ts'
import { jobOf } from './job.ts'
import { countAfterLastLook, keepPlanned, planRows } from './plan-rows.ts'
import type { RawRow } from './read-row.ts'
import { lockImport, type StoredImport } from './stored.ts'

/** More would be a dry run of its own. */
const MOST = 500

interface Tied {
  number: number
  key: string | null
  target: string | null
}

/** The import and the row, to be changed: only a finished dry run can be. Throws NotFound, RuleBroken `imports.step.not-now`, `row-not-there`. */
export async function rowOf(ctx: Context, importId: string, number: number) {
  const found = await lockImport(ctx, 'plan', importId)
  if (found.state !== 'planned') assertFollows(found.state, 'planned')
  const [row] = await ctx.tx.rows<RawRow & Tied>(sql`
    select number, cells, choice, key, target from import_row where import_id = ${importId}::uuid and number = ${number}`)
  if (!row) throw ruleBroken('imports.step.row-not-there', { row: number })
  return { found, row }
}

/**
 * Plans a row again, and the rows that said the same or wrote to the same as it did or does now. Their number is the answer; the
 * counts of the import follow.
 */
export async function recheck(ctx: Context, found: StoredImport, before: Tied): Promise<number> {
  const job = await jobOf(ctx, found)
  const looked = new Set<number>()
  const look = async (rows: readonly RawRow[]) => {
    for (const { number } of rows) looked.add(number)
    const planned = await planRows(ctx, found.id, job, rows)
    await keepPlanned(ctx, found.id, planned)
    return planned
  }
  const [now] = await look(await rawRows(ctx, found.id, sql`number = ${before.number}`))
  const keys = [before.key, now!.key].filter((key) => key !== null)
  const targets = [before.target, now!.target].filter((target) => target !== null)
  const tied = await rawRows(
    ctx,
    found.id,
    sql`number <> ${before.number} and (key = any (${keys}::text[])
        ${targets.length ? sql`or target = any (${targets}::text[])` : empty})`,
  )
  const again = tied.length
    ? await look(
        [...tied, ...(await rawRows(ctx, found.id, sql`number = ${before.number}`))].toSorted(
          (a, b) => a.number - b.number,
        ),
      )
    : []
  const all = [...new Set([...targets, ...again.flatMap(({ target }) => target ?? [])])]
  const plan = await countAfterLastLook(ctx, found.id, all)
  await ctx.tx.prisma.import.update({ where: { id: found.id }, data: { plan, updatedAt: ctx.at } })
  return looked.size
}

const rawRows = ({ tx }: Context, importId: string, which: ReturnType<typeof sql>) =>
  tx.rows<RawRow>(sql`
    select number, cells, choice from import_row where import_id = ${importId}::uuid and ${which} order by number limit ${MOST}`)
