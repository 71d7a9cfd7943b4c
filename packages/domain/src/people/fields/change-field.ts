import { sql } from '@ministry/db'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import { mutation } from '../../verb.ts'
import type { Place } from '../places.ts'
import { changeFieldInput, madeWord, type FieldKind, type FieldOption } from './fields.schema.ts'
import { assertLabelFree, fieldToChange, optionsOf } from './write-field.ts'

/**
 * Puts a field into other words, and says anew what may be chosen and who sees it. Options that are left out are retired; values
 * stay. A sensitive field becomes an ordinary one by those alone who may change such values: others could export them afterwards.
 * Errors: NotFound, NotAllowed, Conflict people.change-field.changed-meanwhile, RuleBroken people.change-field.stays-sensitive,
 * people.define-field.{label-taken, no-options, same-options}. Source: PPL-1.
 */
export const changeField = mutation({
  name: 'people.change-field',
  permission: { action: 'update', noun: 'CustomField' },
  input: changeFieldInput,
  output: madeWord,
  async run(ctx, { id, version, label, help = null, options: given, required, sensitive }) {
    const { field, place } = await fieldToChange(ctx, 'update', id)
    if (field.version !== version) throw conflict('people.change-field.changed-meanwhile')
    if (field.sensitive && !sensitive && !writesSensitive(ctx, place))
      throw ruleBroken('people.change-field.stays-sensitive')
    const present = field.options as unknown as FieldOption[]
    const options = optionsOf(field.kind as FieldKind, given, present)
    const before = {
      label: field.label,
      help: field.help,
      options: present,
      required: field.required,
      sensitive: field.sensitive,
    }
    const after = { label, help, options, required, sensitive }
    if (JSON.stringify(before) === JSON.stringify(after)) return { id }
    if (!field.retiredAt) await assertLabelFree(ctx, place, label, id)
    const changed = await ctx.tx.rows(sql`
      update custom_field f set label = ${label}, help = ${help}, options = ${JSON.stringify(options)}::jsonb, required = ${required},
             sensitive = ${sensitive}, version = f.version + 1, updated_at = ${ctx.at}
       where f.id = ${id}::uuid and f.version = ${version}::int returning f.id`)
    if (!changed.length) throw conflict('people.change-field.changed-meanwhile')
    ctx.audit({ noun: 'CustomField', subjectId: id, node: place, before, after })
    return { id }
  },
})

/** Whether the caller may change sensitive fields of everybody at this place. */
const writesSensitive = ({ rights }: Context, { scopeIds }: Place): boolean =>
  rights.some(
    ({ noun, actions, only, fields, nodeIds }) =>
      noun === 'Person' &&
      !only &&
      (actions.includes('update') || actions.includes('manage')) &&
      (!fields || fields.includes('sensitiveCustom')) &&
      nodeIds.some((id) => scopeIds.includes(id)),
  )
