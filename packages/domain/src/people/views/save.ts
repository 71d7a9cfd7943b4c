import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { limitReached } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../../verb.ts'
import { placesOf } from '../places.ts'
import { saveViewInput, viewOutput } from '../views.schema.ts'

const most = 200

/**
 * Keeps a way of looking at a list under a name: for oneself, or shared with everybody from the place down. Errors: NotFound (the
 * node), NotAllowed (to share there), LimitReached `people.views.save.too-many`. Source: PPL-3.
 */
export const saveView = mutation({
  name: 'people.views.save',
  permission: { action: 'create', noun: 'View' },
  input: saveViewInput,
  output: viewOutput,
  async run(ctx, { nodeId, name, shared, filter, columns, order }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    if (shared) allow(ctx, 'create', 'View', { nodeId, scopeIds: place.scopeIds })
    else ctx.asked('create', 'View')
    const { accountId } = ctx.principal
    const [held] = await ctx.tx.rows<{ views: number }>(
      sql`select count(*)::int as views from people_view where account_id = ${accountId}::uuid`,
    )
    if (held!.views >= most) throw limitReached('people.views.save.too-many', { most })
    const id = newId(ctx.at)
    await ctx.tx.rows(sql`
      insert into people_view (id, node_id, account_id, name, shared, filter, columns, "order", created_at, updated_at)
      values (${id}::uuid, ${nodeId}::uuid, ${accountId}::uuid, ${name}, ${shared}, ${JSON.stringify(filter)}::jsonb, ${columns}::text[],
              ${JSON.stringify(order)}::jsonb, ${ctx.at}, ${ctx.at})`)
    ctx.audit({ noun: 'View', subjectId: id, node: place, after: { name, shared, filter, columns, order } })
    return { id, version: 1 }
  },
})
