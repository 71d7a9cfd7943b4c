import { sql } from '@ministry/db'
import { mutation } from '../../verb.ts'
import { oneWord } from './fields.schema.ts'
import { fieldToChange } from './write-field.ts'

/**
 * Takes a field out of use: forms, lists and imports don't offer it any more, its values stay and come back with it. One that is out
 * of use already is left. Errors: NotFound, NotAllowed. Source: PPL-1.
 */
export const retireField = mutation({
  name: 'people.retire-field',
  permission: { action: 'update', noun: 'CustomField' },
  input: oneWord,
  output: oneWord,
  async run(ctx, { id }) {
    const { field, place } = await fieldToChange(ctx, 'update', id)
    if (field.retiredAt) return { id }
    await ctx.tx.rows(sql`
      update custom_field f set retired_at = ${ctx.at}, version = f.version + 1, updated_at = ${ctx.at} where f.id = ${id}::uuid`)
    ctx.audit({ noun: 'CustomField', subjectId: id, node: place, before: { retired: false }, after: { retired: true } })
    return { id }
  },
})
