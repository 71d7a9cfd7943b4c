import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../../verb.ts'
import { assertReaches, placesOf } from '../places.ts'
import { defineFieldInput, madeWord } from './fields.schema.ts'
import { assertLabelFree, assertRoom, optionsOf } from './write-field.ts'

/**
 * Defines a field of people that holds at a node and everywhere below. Errors: NotFound (the node), NotAllowed, RuleBroken
 * people.define-field.{label-taken, no-options, same-options, too-many, node-closed}. Source: PPL-1, ACS-1 (system).
 */
export const defineField = mutation({
  name: 'people.define-field',
  permission: { action: 'create', noun: 'CustomField' },
  input: defineFieldInput,
  output: madeWord,
  async run(ctx, { nodeId, kind, label, help = null, options: given, required, sensitive }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    assertReaches(ctx, 'create', 'CustomField', place)
    if (place.state === 'closed') throw ruleBroken('people.define-field.node-closed')
    await assertLabelFree(ctx, place, label)
    await assertRoom(ctx, nodeId)
    const options = optionsOf(kind, given)
    const id = newId(ctx.at)
    await ctx.tx.rows(sql`
      insert into custom_field (id, node_id, label, help, kind, options, required, sensitive, position, created_at, updated_at)
      select ${id}::uuid, ${nodeId}::uuid, ${label}, ${help}, ${kind}, ${JSON.stringify(options)}::jsonb, ${required}, ${sensitive},
             coalesce(max(f.position), 0) + 1, ${ctx.at}, ${ctx.at} from custom_field f where f.node_id = ${nodeId}::uuid`)
    const after = { label, help, kind, options, required, sensitive }
    ctx.audit({ noun: 'CustomField', subjectId: id, node: place, after })
    return { id }
  },
})
