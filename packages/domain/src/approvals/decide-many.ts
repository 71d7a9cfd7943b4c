import { MinistryError, ruleBroken } from '@ministry/kernel/errors'
import type { Change, Context, News } from '../context.ts'
import { fromDatabase } from '../storable.ts'
import { mutation } from '../verb.ts'
import { decidedMany, decideManyInput } from './approvals.schema.ts'
import { findCase } from './case-row.ts'
import { decide } from './decide.ts'
import { kindOf } from './kinds.ts'

/**
 * Approves several requests of kinds that allow it, each by itself: what has changed meanwhile, or can't be done, is left out and
 * named with its code, and the others stand. Errors: none. Source: APR-8.
 */
export const decideMany = mutation({
  name: 'approvals.decide-many',
  permission: 'signed-in',
  input: decideManyInput,
  output: decidedMany,
  timeout: 120_000,
  async run(ctx, { cases }) {
    const approved: string[] = []
    const refused: { id: string; code: string }[] = []
    // In one order, so that two who decide the same requests at once don't wait for each other in a circle.
    for (const one of cases.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      const code = await byItself(ctx, async (alone) => {
        const { kind } = await findCase(alone, one.id)
        if (!kindOf(ctx.services, kind).bulk) throw ruleBroken('approvals.decide-many.one-by-one')
        await decide.within(alone, { ...one, choice: 'approve' })
      })
      if (code === null) approved.push(one.id)
      else refused.push({ id: one.id, code })
    }
    return { approved, refused }
  },
})

/** Runs an act so that, where it is refused, nothing of it stays: the code of the refusal, or null where it is done. */
async function byItself(ctx: Context, act: (alone: Context) => Promise<void>): Promise<string | null> {
  const changes: Change[] = []
  const news: News[] = []
  const alone: Context = {
    ...ctx,
    principal: ctx.principal,
    audit: (change) => void changes.push(change),
    emit: (item) => void news.push(item),
  }
  await ctx.tx.client.query('savepoint alone')
  try {
    await act(alone)
  } catch (error) {
    const known = fromDatabase(error)
    if (!(known instanceof MinistryError)) throw error
    await ctx.tx.client.query('rollback to savepoint alone')
    return known.code ?? known.kind
  }
  await ctx.tx.client.query('release savepoint alone')
  for (const change of changes) ctx.audit(change)
  for (const item of news) ctx.emit(item)
  return null
}
