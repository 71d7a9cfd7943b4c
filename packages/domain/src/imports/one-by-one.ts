/** Rows whose verb has no set form: each in a savepoint of its own, so that one that is refused takes nothing with it. Source: IMP-4. */
import { sql } from '@ministry/db'
import { MinistryError } from '@ministry/kernel/errors'
import type { Change, Context, News } from '../context.ts'

/** What became of each, in order: what `write` answered, or what it was refused with. */
export async function oneByOne<Row, Result>(
  ctx: Context,
  rows: readonly Row[],
  write: (ctx: Context, row: Row) => Promise<Result>,
): Promise<({ result: Result } | { error: MinistryError })[]> {
  const done: ({ result: Result } | { error: MinistryError })[] = []
  for (const row of rows) {
    const entries: Change[] = []
    const news: News[] = []
    await ctx.tx.rows(sql`savepoint one_row`)
    try {
      const inner: Context = {
        ...ctx,
        principal: ctx.principal,
        audit: (change) => void entries.push(change),
        emit: (item) => void news.push(item),
      }
      const result = await write(inner, row)
      await ctx.tx.rows(sql`release savepoint one_row`)
      for (const change of entries) ctx.audit(change)
      for (const item of news) ctx.emit(item)
      done.push({ result })
    } catch (error) {
      if (!(error instanceof MinistryError)) throw error
      await ctx.tx.rows(sql`rollback to savepoint one_row`)
      done.push({ error })
    }
  }
  return done
}
