/** The custom fields and tags that a list speaks of, and who may ask about them. */
import { invalidInput, notAllowed } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { wordsById } from './fields/fields-at.ts'
import { rightOf } from './fields/fields.rules.ts'
import { customAsked, fitsKind, tagsAsked, type FieldsHere } from './filter.rules.ts'
import { customIdOf, termsOf, type ListColumn, type ListOrder } from './filter.schema.ts'
import type { PeopleFilter } from './people-filter.schema.ts'

interface Spoken {
  filter: PeopleFilter
  order: ListOrder
  columns: readonly ListColumn[]
}

/**
 * The custom fields of filter, order and columns that hold at the place; no statement where nothing is spoken of. Columns of other
 * places are left out. Throws NotAllowed for a condition or an order by a field that the caller reads of nobody there, InvalidInput
 * (`people.list.no-such-field`) for one that doesn't hold there any more or can't be asked so, and `people.list.no-such-tag` for a tag
 * that the caller doesn't know or that is out of use: lines don't tell of it either. Source: PPL-1, ACS-2, ACS-3.
 */
export async function fieldsSpokenOf(
  ctx: Context,
  { scopeIds }: { scopeIds: readonly string[] },
  { filter, order, columns }: Spoken,
): Promise<FieldsHere> {
  const asked = customAsked(filter, order.by)
  const shown = columns.flatMap((column) => customIdOf(column) ?? [])
  const tagged = tagsAsked(filter)
  if (!asked.length && !shown.length && !tagged.length) return new Map()
  const { fields, tags } = await wordsById(ctx, [...asked, ...shown], tagged)
  if (tagged.some((id) => tags.get(id)?.retired !== false))
    throw invalidInput('There is no such tag.', [{ path: 'filter', message: 'people.list.no-such-tag' }])
  for (const [id, field] of fields) if (field.retired || !scopeIds.includes(field.nodeId)) fields.delete(id)
  for (const id of asked) {
    const field = fields.get(id)
    if (field && !readsOfSomebody(ctx, scopeIds, rightOf(field))) throw notAllowed('read', 'Person')
    const terms = filter.where ? termsOf(filter.where).filter((term) => term.field === 'custom' && term.id === id) : []
    if (!field || !terms.every((term) => term.field === 'custom' && fitsKind(field, term)))
      throw invalidInput('This field can’t be asked so here.', [
        { path: 'filter', message: 'people.list.no-such-field', values: { label: field?.label ?? '' } },
      ])
  }
  return fields
}

/** Whether a role at the place or above shows this field of anybody there; what is one's own is no answer about others. */
const readsOfSomebody = (ctx: Context, scopeIds: readonly string[], field: string): boolean =>
  ctx.rights.some(
    ({ noun, actions, nodeIds, fields }) =>
      noun === 'Person' &&
      (actions.includes('read') || actions.includes('manage')) &&
      nodeIds.some((id) => scopeIds.includes(id)) &&
      (!fields || fields.includes(field)),
  )
