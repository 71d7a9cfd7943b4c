import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { mutation } from '../../verb.ts'
import { assertReaches, placesOf } from '../places.ts'
import { oneWord, orderFieldsInput } from './fields.schema.ts'

/**
 * Puts fields of one node into an order; those that aren't named come after. Errors: NotFound (the node, or a field that isn't its
 * own), NotAllowed. Source: PPL-1.
 */
export const orderFields = mutation({
  name: 'people.order-fields',
  permission: { action: 'update', noun: 'CustomField' },
  input: orderFieldsInput,
  output: oneWord,
  async run(ctx, { nodeId, ids }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    assertReaches(ctx, 'update', 'CustomField', place)
    const own = await ctx.tx.rows<{ id: string }>(sql`
      select f.id from custom_field f where f.node_id = ${nodeId}::uuid order by f.position, f.label, f.id`)
    const before = own.map(({ id }) => id)
    if (!ids.every((id) => before.includes(id))) throw notFound('CustomField')
    const after = [...new Set([...ids, ...before])]
    if (JSON.stringify(before) === JSON.stringify(after)) return { id: nodeId }
    await ctx.tx.rows(sql`
      update custom_field f set position = o.position, updated_at = ${ctx.at}
        from unnest(${after}::uuid[]) with ordinality as o(id, position) where f.id = o.id and f.node_id = ${nodeId}::uuid`)
    ctx.audit({ noun: 'CustomField', node: place, before: { order: before }, after: { order: after } })
    return { id: nodeId }
  },
})
