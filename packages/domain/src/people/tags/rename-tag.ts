import { sql } from '@ministry/db'
import { mutation } from '../../verb.ts'
import { oneWord, renameTagInput } from '../fields/fields.schema.ts'
import { assertNameFree, tagToChange } from './write-tag.ts'

/** Calls a tag something else, for everybody who has it. Errors: NotFound, NotAllowed, RuleBroken people.create-tag.name-taken. Source: PPL-1. */
export const renameTag = mutation({
  name: 'people.rename-tag',
  permission: { action: 'update', noun: 'Tag' },
  input: renameTagInput,
  output: oneWord,
  async run(ctx, { id, name }) {
    const { tag, place } = await tagToChange(ctx, 'update', id)
    if (tag.name === name) return { id }
    if (!tag.retiredAt) await assertNameFree(ctx, place, name, id)
    await ctx.tx.rows(sql`update tag t set name = ${name}, updated_at = ${ctx.at} where t.id = ${id}::uuid`)
    ctx.audit({ noun: 'Tag', subjectId: id, node: place, before: { name: tag.name }, after: { name } })
    return { id }
  },
})
