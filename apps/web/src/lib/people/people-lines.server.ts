import type { PersonLine } from '@ministry/domain/people/schema'
import { getLocale } from '@ministry/kernel/runtime'
import { fieldText } from './field-text.server.ts'

/** A person in a list, with values as people read them; null where there is none or it isn't for the reader. */
export interface Line {
  id: string
  name: string
  /** What friends say, where that isn't a part of the name. */
  called: string | null
  state: string | null
  email: string | null
  phone: string | null
  home: string | null
  graduation: string | null
  doNotContact: boolean
  photoId: string | null
}

/** Lines as the list shows them. */
export const peopleLines = (rows: readonly PersonLine[]): Line[] =>
  rows.map(({ id, name, preferredName, state, email, phone, home, expectedGraduation, doNotContact, photoId }) => ({
    id,
    name,
    called: preferredName && !name.includes(preferredName) ? preferredName : null,
    state: state ?? null,
    email: email ?? null,
    phone: fieldText('phones', phone),
    home: home?.name ?? null,
    graduation: expectedGraduation ? monthText(expectedGraduation) : null,
    doNotContact: doNotContact === true,
    photoId: photoId ?? null,
  }))

/** `2028-06` as narrow as a column wants it: `Jun 2028`. */
function monthText(date: string): string {
  const [year, month] = date.split('-')
  if (!month) return year!
  const name = new Intl.DateTimeFormat(getLocale(), { month: 'short', year: 'numeric', timeZone: 'UTC' })
  return name.format(Date.UTC(Number(year), Number(month) - 1))
}
