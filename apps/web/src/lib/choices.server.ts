/** Long lists to choose from, as the runtime knows them. */
import { getLocale } from '@ministry/kernel/runtime'
import type { Choice } from '@ministry/ui'

const names = (type: Intl.DisplayNamesOptions['type']) => new Intl.DisplayNames(getLocale(), { type, fallback: 'none' })
const byLabel = (one: Choice, other: Choice) => one.label.localeCompare(other.label, getLocale())

/** Time zones under their continents. */
export const timeZones = (): Choice[] =>
  ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((value) => {
    const [group, ...place] = value.split('/')
    return place.length ? { value, label: place.join(', ').replaceAll('_', ' '), group } : { value, label: value }
  })

/** Currencies by their codes, with their names. */
export function currencies(): Choice[] {
  const name = names('currency')
  return Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${value} – ${name.of(value) ?? value}` }))
}

/** Languages that the movement writes in; more follow with their catalogues. */
export function languages(): Choice[] {
  const name = names('language')
  return ['en', 'es', 'fr', 'pt', 'sw'].map((value) => ({ value, label: name.of(value) ?? value })).sort(byLabel)
}

/** Countries of ISO 3166. */
export function countries(): Choice[] {
  const name = names('region')
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const none = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA'])
  const canonical = (code: string) => new Intl.Locale(`und-${code}`).region === code
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !none.has(code) && canonical(code))
    .flatMap((value) => {
      const label = name.of(value)
      return label ? [{ value, label }] : []
    })
    .sort(byLabel)
}

/** Days of the week from Monday; values count from Sunday, 0. */
export function weekdays(): Choice[] {
  const format = new Intl.DateTimeFormat(getLocale(), { weekday: 'long', timeZone: 'UTC' })
  return [1, 2, 3, 4, 5, 6, 0].map((day) => ({
    value: String(day),
    label: format.format(new Date(Date.UTC(2023, 0, 1 + day))),
  }))
}
