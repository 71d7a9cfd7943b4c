import { sql } from '@ministry/db'
import { mutation } from '../../verb.ts'
import { oneWord } from '../fields/fields.schema.ts'
import { tagToChange } from './write-tag.ts'

/** Takes a tag out of use: it shows on nobody any more, and comes back to everybody with `restore-tag`. Errors: NotFound, NotAllowed. Source: PPL-1. */
export const retireTag = mutation({
  name: 'people.retire-tag',
  permission: { action: 'end', noun: 'Tag' },
  input: oneWord,
  output: oneWord,
  async run(ctx, { id }) {
    const { tag, place } = await tagToChange(ctx, 'end', id)
    if (tag.retiredAt) return { id }
    await ctx.tx.rows(sql`update tag t set retired_at = ${ctx.at}, updated_at = ${ctx.at} where t.id = ${id}::uuid`)
    ctx.audit({ noun: 'Tag', subjectId: id, node: place, before: { retired: false }, after: { retired: true } })
    return { id }
  },
})
