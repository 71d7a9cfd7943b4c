/** A row on its way through the commit: what waits, and what became of it. Source: IMP-4. */
import { sql } from '@ministry/db'
import { MinistryError } from '@ministry/kernel/errors'
import type { Change, Context } from '../context.ts'
import type { Outcome, Problem, Verdict } from './imports.schema.ts'
import type { PlannedRow } from './plan-rows.ts'

export interface Waiting {
  number: number
  verdict: Verdict
  personId: string | null
  detail: PlannedRow['detail']
}
export interface Done {
  number: number
  outcome: Outcome
  personId: string | null
  problem: Problem | null
}

/** A row that couldn't be written, and why. */
export const failed = (
  number: number,
  personId: string | null,
  code: string,
  values: Problem['values'] = {},
): Done => ({
  number,
  outcome: 'failed',
  personId,
  problem: { column: null, value: null, code, values },
})

/** A row that a set form refuses (it names the row) is left out and what was written with it is taken back; the rest goes on. */
export async function writeAll<R>(
  ctx: Context,
  rows: readonly Waiting[],
  write: (ctx: Context, part: readonly Waiting[]) => Promise<R[]>,
) {
  const refused: { row: Waiting; error: MinistryError }[] = []
  let part = [...rows]
  while (part.length > 0) {
    const entries: Change[] = []
    await ctx.tx.rows(sql`savepoint rows`)
    try {
      const results = await write({ ...ctx, audit: (change) => void entries.push(change) }, part)
      await ctx.tx.rows(sql`release savepoint rows`)
      for (const change of entries) ctx.audit(change)
      return { written: part.map((row, i) => ({ row, result: results[i]! })), refused }
    } catch (error) {
      const at = error instanceof MinistryError ? error.values['row'] : undefined
      if (!(error instanceof MinistryError) || typeof at !== 'number') throw error
      await ctx.tx.rows(sql`rollback to savepoint rows`)
      refused.push({ row: part[at]!, error })
      part = part.filter((_, i) => i !== at)
    }
  }
  return { written: [] as { row: Waiting; result: R }[], refused }
}
