/** Between a custom field's value and the inputs of the form. Pure. Source: PPL-1. */
import type { CustomChange, CustomField, CustomValue } from '@ministry/domain/people/schema'
import type { Typed } from './person-form.ts'

type Asked = Pick<CustomField, 'id' | 'kind' | 'options'>
/** The input of a field; several answers have one each, `custom.<id>.<key>`. */
export const inputOf = ({ id }: Pick<CustomField, 'id'>, key?: string) =>
  `custom.${id}${key === undefined ? '' : `.${key}`}`

/** What was given for a field; null where nothing was. What can't be read goes on as it was typed, and is refused with words. */
export function customFrom(field: Asked, typed: Typed): CustomValue | null {
  const text = typed[inputOf(field)]?.trim() ?? ''
  if (field.kind === 'several-of') {
    const chosen = field.options.filter(({ key }) => inputOf(field, key) in typed).map(({ key }) => key)
    return chosen.length ? chosen : null
  }
  if (!text) return null
  if (field.kind === 'yes-no') return text === 'yes'
  if (field.kind !== 'number') return text
  const plain = text.replaceAll(/[\s\u00a0]/g, '').replace(',', '.')
  return /^[-+]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text
}

/** The inputs that hold a value. */
export function inputsWith(field: Asked, value: CustomValue | null): Typed {
  if (value === null) return field.kind === 'several-of' ? {} : { [inputOf(field)]: '' }
  if (Array.isArray(value)) return Object.fromEntries(value.map((key) => [inputOf(field, key), 'yes']))
  return { [inputOf(field)]: typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value) }
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** The fields that the form showed: what isn't in it was never asked about. */
export const shownIn = <F extends Pick<CustomField, 'id'>>(fields: readonly F[], typed: Typed): F[] =>
  fields.filter((field) => `shown.${inputOf(field)}` in typed)

/** Values that differ from those that the form was filled with. */
export const customChanges = (fields: readonly Asked[], base: Typed, typed: Typed): CustomChange =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const mine = customFrom(field, typed)
      return same(mine, customFrom(field, base)) ? [] : [[field.id, mine]]
    }),
  )
