import { sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { notify } from '../notify.ts'
import { mutation } from '../verb.ts'
import { bulkDone } from './bulk.schema.ts'
import { findAct, lockAct, placeOf } from './stored.ts'

/** Ends an act (or its undo) that can't go on, with the reason for its page. Only the workflow calls it. Source: PPL-3. */
export const fail = mutation({
  name: 'bulk.fail',
  permission: { action: 'read', noun: 'BulkAct' },
  input: z.object({
    id: id(),
    code: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  }),
  output: bulkDone,
  async run(ctx, { id: bulkId, code, values }) {
    await lockAct(ctx, bulkId)
    const act = await findAct(ctx, 'read', bulkId)
    if (act.state !== 'running' && act.state !== 'undoing') return { id: bulkId, state: act.state }
    await ctx.tx.rows(sql`
      update bulk_act b set state = 'failed', problem = ${JSON.stringify({ code, values })}::jsonb, finished_at = coalesce(b.finished_at, ${ctx.at})
       where b.id = ${bulkId}::uuid`)
    ctx.audit({
      noun: 'BulkAct',
      subjectId: bulkId,
      node: placeOf(act),
      before: { state: act.state },
      after: { state: 'failed', code },
    })
    await notify(ctx, {
      personId: act.state === 'undoing' && act.undoneBy ? act.undoneBy : act.personId,
      kind: 'bulk-failed',
      nodeId: act.nodeId,
      aboutId: bulkId,
      dedupeKey: `bulk-failed:${bulkId}:${ctx.at.toISOString()}`,
    })
    return { id: bulkId, state: 'failed' as const }
  },
})
