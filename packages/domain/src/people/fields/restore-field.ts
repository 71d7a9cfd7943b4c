import { sql } from '@ministry/db'
import { mutation } from '../../verb.ts'
import { oneWord } from './fields.schema.ts'
import { assertLabelFree, assertRoom, fieldToChange } from './write-field.ts'

/**
 * Takes a field into use again, with all its values. One that is in use is left. Errors: NotFound, NotAllowed, RuleBroken
 * people.define-field.{label-taken, too-many}. Source: PPL-1.
 */
export const restoreField = mutation({
  name: 'people.restore-field',
  permission: { action: 'update', noun: 'CustomField' },
  input: oneWord,
  output: oneWord,
  async run(ctx, { id }) {
    const { field, place } = await fieldToChange(ctx, 'update', id)
    if (!field.retiredAt) return { id }
    await assertLabelFree(ctx, place, field.label, id)
    await assertRoom(ctx, place.id)
    await ctx.tx.rows(sql`
      update custom_field f set retired_at = null, version = f.version + 1, updated_at = ${ctx.at} where f.id = ${id}::uuid`)
    ctx.audit({ noun: 'CustomField', subjectId: id, node: place, before: { retired: true }, after: { retired: false } })
    return { id }
  },
})
