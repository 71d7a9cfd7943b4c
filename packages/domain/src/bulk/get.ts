import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { colleagueNames } from '../colleagues.ts'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { undoableUntil } from './bulk.rules.ts'
import { getInput, getOutput } from './bulk.schema.ts'
import { linesOf } from './lines.ts'
import { findAct, type StoredAct } from './stored.ts'

/** An act on many with its counts, why some were left or spared, and whether it can be taken back. Errors: NotFound. Source: PPL-3. */
export const get = query({
  name: 'bulk.get',
  permission: { action: 'read', noun: 'BulkAct' },
  input: getInput,
  output: getOutput,
  async run(ctx, { id, nodeId }) {
    const act = await findAct(ctx, 'read', id)
    if (nodeId !== undefined && !act.scopeIds.includes(nodeId)) throw notFound('BulkAct')
    const [line] = await linesOf(ctx, [act])
    const ended = act.state !== 'running' && act.state !== 'undoing'
    const until = undoableUntil(act)
    const open = act.state !== 'undone' && act.done > act.undone + act.spared && ctx.at <= until
    return {
      ...line!,
      ticked: act.asked.ticked,
      // While it is under way the counts alone are told: they cost nothing.
      leftFor: ended && act.left ? await reasonsOf(ctx, act, 'left') : [],
      sparedFor: ended && act.spared ? await reasonsOf(ctx, act, 'spared') : [],
      problem: act.problem,
      undoneBy: act.undoneBy ? ((await colleagueNames(ctx, [act.undoneBy])).get(act.undoneBy) ?? null) : null,
      undoUntil: ended && open && may(ctx.ability, 'undo', 'BulkAct', act) ? until : null,
      mayStop: act.state === 'running' && may(ctx.ability, 'stop', 'BulkAct', act),
    }
  },
})

const reasonsOf = ({ tx }: Context, { id }: StoredAct, which: 'left' | 'spared') =>
  tx.rows<{ reason: string; count: number }>(
    which === 'left'
      ? sql`select reason, count(*)::int as count from bulk_row where bulk_id = ${id}::uuid and outcome = 'left' group by 1 order by 2 desc, 1`
      : sql`select undo_reason as reason, count(*)::int as count from bulk_row where bulk_id = ${id}::uuid and undone = 'spared' group by 1 order by 2 desc, 1`,
  )
