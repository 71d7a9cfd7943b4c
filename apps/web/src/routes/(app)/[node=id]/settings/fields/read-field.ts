/** The form of a field's definition, as the verb takes it. Source: PPL-1. */
import type { OptionIn } from '@ministry/domain/people/schema'

const text = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** Answers in their order; one whose words were taken away is left out, and so goes out of use. */
export function readField(form: FormData) {
  const rows = [...new Set([...form.keys()].flatMap((name) => /^option\.(\d{1,3})\./.exec(name)?.[1] ?? []))]
  const options = rows
    .toSorted((one, other) => Number(one) - Number(other))
    .flatMap((row): OptionIn[] => {
      const [label, key] = [text(form, `option.${row}.label`), text(form, `option.${row}.key`)]
      return label ? [{ label, ...(key && { key }) }] : []
    })
  return {
    label: text(form, 'label'),
    help: text(form, 'help') || null,
    required: form.has('required'),
    sensitive: form.has('sensitive'),
    options,
  }
}
