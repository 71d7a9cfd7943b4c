import { sql } from '@ministry/db'
import { mutation } from '../../verb.ts'
import { oneWord } from '../fields/fields.schema.ts'
import { assertNameFree, tagToChange } from './write-tag.ts'

/** Takes a tag into use again, on everybody who has it. Errors: NotFound, NotAllowed, RuleBroken people.create-tag.name-taken. Source: PPL-1. */
export const restoreTag = mutation({
  name: 'people.restore-tag',
  permission: { action: 'end', noun: 'Tag' },
  input: oneWord,
  output: oneWord,
  async run(ctx, { id }) {
    const { tag, place } = await tagToChange(ctx, 'end', id)
    if (!tag.retiredAt) return { id }
    await assertNameFree(ctx, place, tag.name, id)
    await ctx.tx.rows(sql`update tag t set retired_at = null, updated_at = ${ctx.at} where t.id = ${id}::uuid`)
    ctx.audit({ noun: 'Tag', subjectId: id, node: place, before: { retired: true }, after: { retired: false } })
    return { id }
  },
})
