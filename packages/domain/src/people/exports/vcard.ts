/**
 * A person as a card for address books. Pure. Cards are of version 3.0: all programs read it, and many take the numbers of 4.0 for
 * words, or refuse the file. Source: PPL-7, RFC 2426 (vCard 3.0).
 */
import type { ListColumn } from '../filter.schema.ts'
import type { PersonRow } from '../person-row.ts'

/** What of a person goes onto a card, with the columns that must be allowed to leave. */
export type CardPerson = Partial<Omit<PersonRow, 'id' | 'name'>> & { id: string; name: string }

const text = (value: string) =>
  value
    .replaceAll('\\', '\\\\')
    // Whatever some program takes for the end of a line would begin a property.
    .replaceAll(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/g, '\\n')
    .replaceAll(',', '\\,')
    .replaceAll(';', '\\;')
    // Other control characters have no place in a card.
    .replaceAll(/\p{Cc}/gu, '')

/** A line in pieces of at most 75 octets, never within a character; what follows begins with a space. */
function folded(line: string): string {
  const pieces: string[] = []
  let piece = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > 75) {
      pieces.push(piece)
      piece = ''
      octets = 1
    }
    piece += character
    octets += size
  }
  return `${[...pieces, piece].join('\r\n ')}\r\n`
}

/** The card; only what is given stands on it. Days of birth that are known in part have no form in it. */
export function vcard(person: CardPerson): string {
  const { emails = [], phones = [], birthDate } = person
  const address = [person.street, person.city, person.province, person.postalCode, person.country]
  const first = (i: number, all: readonly string[]) => (i === 0 && all.length > 1 ? ',PREF' : '')
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${text(person.name)}`,
    // Programs want the parts of a name; ours are never told apart.
    `N:;${text(person.name)};;;`,
    ...(person.preferredName ? [`NICKNAME:${text(person.preferredName)}`] : []),
    ...emails.map((email, i) => `EMAIL;TYPE=INTERNET${first(i, emails)}:${text(email)}`),
    // Some programs drop numbers and addresses of no type.
    ...phones.map((phone, i) => `TEL;TYPE=VOICE${first(i, phones)}:${text(phone)}`),
    ...(address.some(Boolean) ? [`ADR;TYPE=HOME:;;${address.map((part) => text(part ?? '')).join(';')}`] : []),
    ...(birthDate?.length === 10 ? [`BDAY:${birthDate}`] : []),
    ...(person.institution ? [`ORG:${text(person.institution)}`] : []),
    `UID:urn:uuid:${person.id}`,
    ...(person.updatedAt ? [`REV:${person.updatedAt.toISOString().replace(/\.\d+/, '')}`] : []),
    'END:VCARD',
  ]
  return lines.map(folded).join('')
}

/** The fields on a card. */
export const cardFields = [
  ...['preferredName', 'emails', 'phones', 'street', 'city', 'province', 'postalCode', 'country', 'birthDate'],
  ...['institution', 'updatedAt'],
] as const
/** Columns whose fields stand on a card and may be held back. */
export const cardColumns: readonly ListColumn[] = [
  'preferredName',
  'email',
  'phone',
  'street',
  'city',
  'birthDate',
  'institution',
]
