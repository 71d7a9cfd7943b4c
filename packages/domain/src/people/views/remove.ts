import { sql } from '@ministry/db'
import { conflict } from '@ministry/kernel/errors'
import { mutation } from '../../verb.ts'
import { removeViewInput, viewOutput } from '../views.schema.ts'
import { viewToChange } from './view-row.ts'

/** Forgets a view; whoever had it open first sees the whole list again. Errors: NotFound, NotAllowed, Conflict (changed meanwhile). Source: PPL-3. */
export const removeView = mutation({
  name: 'people.views.remove',
  permission: { action: 'end', noun: 'View' },
  input: removeViewInput,
  output: viewOutput,
  async run(ctx, { id, version }) {
    const { nodeId, scopeIds, name, shared, filter, columns, order } = await viewToChange(ctx, 'end', id)
    const [gone] = await ctx.tx.rows<{ id: string }>(
      sql`delete from people_view where id = ${id}::uuid and version = ${version} returning id`,
    )
    if (!gone) throw conflict('people.views.changed-meanwhile')
    ctx.audit({
      noun: 'View',
      subjectId: id,
      node: { id: nodeId, scopeIds },
      before: { name, shared, filter, columns, order },
    })
    return { id, version }
  },
})
