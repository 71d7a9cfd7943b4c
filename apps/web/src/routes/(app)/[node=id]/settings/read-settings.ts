/** What the settings form says: null is "as above". */
const single = [
  'timeZone',
  'currency',
  'language',
  'country',
  'contactEmail',
  'contactPhone',
  'address',
  'website',
] as const

export interface Period {
  name: string
  from: string
  to: string
}
type Settings = Record<(typeof single)[number], string | null> & {
  restDays: number[] | null
  terms: Period[] | null
  breaks: Period[] | null
  holidays: { name: string; date: string }[] | null
  quietHours: { from: string; to: string } | null
}

const text = (value: FormDataEntryValue | null | undefined) => (typeof value === 'string' ? value.trim() : '')

/** Reads the form; rows that are wholly blank are left out, and a list that is marked "as above" is null. */
export function readSettings(form: FormData): Settings {
  const singles = Object.fromEntries(single.map((name) => [name, text(form.get(name)) || null]))
  const own = (name: string) => form.get(`${name}.own`) === 'yes'
  const column = (name: string) => form.getAll(name).map(text)
  const rows = (list: string, parts: readonly string[]) => {
    const columns = parts.map((part) => column(`${list}.${part}`))
    return columns[0]!
      .map((_, index) => Object.fromEntries(parts.map((part, at) => [part, columns[at]![index] ?? ''])))
      .filter((row) => Object.values(row).some(Boolean))
  }
  const periods = (list: string) => (own(list) ? (rows(list, ['name', 'from', 'to']) as unknown as Period[]) : null)
  return {
    ...(singles as Record<(typeof single)[number], string | null>),
    restDays: own('restDays') ? form.getAll('restDays').map(Number) : null,
    terms: periods('terms'),
    breaks: periods('breaks'),
    holidays: own('holidays')
      ? (rows('holidays', ['name', 'date']) as unknown as { name: string; date: string }[])
      : null,
    quietHours: own('quietHours')
      ? { from: text(form.get('quietHours.from')), to: text(form.get('quietHours.to')) }
      : null,
  }
}
