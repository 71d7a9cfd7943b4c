import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { bulkDone, oneAct } from './bulk.schema.ts'
import { findAct, lockAct, placeOf } from './stored.ts'

/**
 * Ends an act that is under way; what is done stays, and can be taken back. Errors: NotFound, NotAllowed, RuleBroken `bulk.stop.not-now`.
 * Source: PPL-3.
 */
export const stop = mutation({
  name: 'bulk.stop',
  permission: { action: 'stop', noun: 'BulkAct' },
  input: oneAct,
  output: bulkDone,
  async run(ctx, { id }) {
    await lockAct(ctx, id)
    const act = await findAct(ctx, 'stop', id)
    if (act.state === 'stopped') return { id, state: act.state } // pressed twice
    if (act.state !== 'running') throw ruleBroken('bulk.stop.not-now')
    await ctx.tx.rows(sql`update bulk_act b set state = 'stopped', finished_at = ${ctx.at} where b.id = ${id}::uuid`)
    ctx.audit({
      noun: 'BulkAct',
      subjectId: id,
      node: placeOf(act),
      before: { state: act.state },
      after: { state: 'stopped', done: act.done },
    })
    return { id, state: 'stopped' as const }
  },
})
