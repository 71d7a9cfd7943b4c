import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { undoRequested } from './bulk.events.ts'
import { undoableUntil } from './bulk.rules.ts'
import { bulkAtOnce, bulkDone, oneAct } from './bulk.schema.ts'
import { takeBack } from './carry-out.ts'
import { findAct, lockAct, placeOf } from './stored.ts'

/**
 * Takes an act on many back, for 30 days: only what it did, and only where nobody has changed that since; who is spared is listed. Each
 * by the caller's right on that one. Said twice it is done once. Errors: NotFound, NotAllowed, RuleBroken `bulk.undo.{not-now,
 * nothing-done, too-late}`. Source: PPL-3.
 */
export const undo = mutation({
  name: 'bulk.undo',
  permission: { action: 'undo', noun: 'BulkAct' },
  input: oneAct,
  output: bulkDone,
  timeout: 120_000,
  async run(ctx, { id }) {
    await lockAct(ctx, id)
    const act = await findAct(ctx, 'undo', id)
    if (act.state === 'undoing' || act.state === 'undone') return { id, state: act.state } // pressed twice
    if (act.state === 'running') throw ruleBroken('bulk.undo.not-now')
    const open = act.done - act.undone - act.spared
    if (open === 0) throw ruleBroken('bulk.undo.nothing-done')
    if (ctx.at > undoableUntil(act)) throw ruleBroken('bulk.undo.too-late')
    const { accountId, personId } = ctx.principal
    await ctx.tx.rows(sql`
      update bulk_act b set state = 'undoing', problem = null, undone_at = ${ctx.at}, undone_by = ${personId}::uuid where b.id = ${id}::uuid`)
    ctx.audit({
      noun: 'BulkAct',
      subjectId: id,
      node: placeOf(act),
      before: { state: act.state },
      after: { state: 'undoing', done: act.done },
    })
    if (open <= bulkAtOnce) {
      await takeBack(ctx, { ...act, state: 'undoing', undoneBy: personId }, open + 1)
      return { id, state: 'undone' as const }
    }
    const { nodeId, scopeIds } = act
    ctx.emit(undoRequested.sendable({ bulkId: id, accountId, personId, nodeId, scopeIds }, { subject: `bulk:${id}` }))
    return { id, state: 'undoing' as const }
  },
})
