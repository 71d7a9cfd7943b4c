/** A row on its way through the commit. Source: IMP-4. */
import { sql } from '@ministry/db'
import { MinistryError } from '@ministry/kernel/errors'
import type { Change, Context, News } from '../context.ts'
import type { DoneRow, RowProblem, WaitingRow } from '../import-kind.ts'
import { refusedRow } from './imports.codes.ts'

/** A row that couldn't be written, and why. */
export const failed = (
  number: number,
  personId: string | null,
  code: string,
  values: RowProblem['values'] = {},
): DoneRow => ({
  number,
  outcome: 'failed',
  personId,
  problem: { column: null, value: null, code, values },
})

/** A row that a set form refused, in the words of what it threw. */
export const refusedAs = ({ row, error }: Refused): DoneRow =>
  failed(row.number, row.personId, error.code ?? refusedRow(error.kind), error.values)

interface Refused {
  row: WaitingRow
  error: MinistryError
}

/** A row that a set form refuses (it names the row) is left out and what was written with it is taken back; the rest goes on. */
export async function writeAll<R>(
  ctx: Context,
  rows: readonly WaitingRow[],
  write: (ctx: Context, part: readonly WaitingRow[]) => Promise<R[]>,
) {
  const refused: Refused[] = []
  let part = [...rows]
  while (part.length > 0) {
    const entries: Change[] = []
    const news: News[] = []
    await ctx.tx.rows(sql`savepoint rows`)
    try {
      const inner: Context = {
        ...ctx,
        audit: (change) => void entries.push(change),
        emit: (item) => void news.push(item),
      }
      const results = await write(inner, part)
      await ctx.tx.rows(sql`release savepoint rows`)
      for (const change of entries) ctx.audit(change)
      for (const item of news) ctx.emit(item)
      return { written: part.map((row, i) => ({ row, result: results[i]! })), refused }
    } catch (error) {
      const at = error instanceof MinistryError ? error.values['row'] : undefined
      if (!(error instanceof MinistryError) || typeof at !== 'number') throw error
      await ctx.tx.rows(sql`rollback to savepoint rows`)
      refused.push({ row: part[at]!, error })
      part = part.filter((_, i) => i !== at)
    }
  }
  return { written: [] as { row: WaitingRow; result: R }[], refused }
}
