import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../../verb.ts'
import { createTagInput, madeWord } from '../fields/fields.schema.ts'
import { assertReaches, placesOf } from '../places.ts'
import { assertNameFree } from './write-tag.ts'

/**
 * Makes a tag for a node and everywhere below. Errors: NotFound (the node), NotAllowed, RuleBroken people.create-tag.{name-taken,
 * node-closed}. Source: PPL-1.
 */
export const createTag = mutation({
  name: 'people.create-tag',
  permission: { action: 'create', noun: 'Tag' },
  input: createTagInput,
  output: madeWord,
  async run(ctx, { nodeId, name }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    assertReaches(ctx, 'create', 'Tag', place)
    if (place.state === 'closed') throw ruleBroken('people.create-tag.node-closed')
    await assertNameFree(ctx, place, name)
    const id = newId(ctx.at)
    await ctx.tx.rows(sql`
      insert into tag (id, node_id, name, created_at, updated_at) values (${id}::uuid, ${nodeId}::uuid, ${name}, ${ctx.at}, ${ctx.at})`)
    ctx.audit({ noun: 'Tag', subjectId: id, node: place, after: { name } })
    return { id }
  },
})
