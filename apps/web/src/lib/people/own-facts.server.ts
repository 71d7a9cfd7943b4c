/** Values of custom fields as people read them. */
import type { CustomField, CustomValue } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { formatNumber, formatPartialDate } from '@ministry/ui/format.ts'

/** A value in words; null where there is none. */
export function customText({ kind, options }: Pick<CustomField, 'kind' | 'options'>, value: CustomValue | null) {
  if (value === null) return null
  if (typeof value === 'boolean') return value ? m.people_yes() : m.people_no()
  if (typeof value === 'number') return formatNumber(value)
  if (kind === 'date') return formatPartialDate(String(value))
  if (kind !== 'one-of' && kind !== 'several-of') return String(value)
  return [value]
    .flat()
    .map((key) => options.find((option) => option.key === key)?.label ?? key)
    .join(', ')
}

/** The fields of a person with their values in words, in order. */
export const ownFacts = (custom: readonly { field: CustomField; value: CustomValue | null }[]) =>
  custom.map(({ field, value }) => ({
    id: field.id,
    label: field.label,
    value: customText(field, value),
    link: field.kind === 'link' && typeof value === 'string' ? value : null,
    sensitive: field.sensitive,
    missing: field.required && value === null,
  }))
