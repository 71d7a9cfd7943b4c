/** A person as a card for address books. Pure. Source: PPL-7, RFC 6350 (vCard 4.0), RFC 6868. */
import type { ListColumn } from '../filter.schema.ts'
import type { PersonRow } from '../person-row.ts'

/** What of a person goes onto a card, with the columns that must be allowed to leave. */
export type CardPerson = Partial<Omit<PersonRow, 'id' | 'name'>> & { id: string; name: string }

const text = (value: string) =>
  value
    .replaceAll('\\', '\\\\')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(',', '\\,')
    .replaceAll(';', '\\;')
    // Other control characters have no place in a card.
    // eslint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')

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

/** `2004-05-31` as `20040531`, `2004-05` as it is, `2004` too. */
const date = (iso: string) => (iso.length === 10 ? iso.replaceAll('-', '') : iso)
const genders: Record<string, string> = { female: 'F', male: 'M', other: 'O' }

/** The card; only what is given stands on it. */
export function vcard(person: CardPerson): string {
  const { emails = [], phones = [], languages = [] } = person
  const address = [person.street, person.city, person.province, person.postalCode, person.country]
  const [street = '', ...rest] = address.map((part) => text(part ?? ''))
  const lines = [
    'BEGIN:VCARD',
    'VERSION:4.0',
    'KIND:individual',
    `UID:urn:uuid:${person.id}`,
    `FN:${text(person.name)}`,
    // Older programs want the parts of a name; ours are never told apart.
    `N:;${text(person.name)};;;`,
    ...(person.preferredName ? [`NICKNAME:${text(person.preferredName)}`] : []),
    ...emails.map((email, i) => `EMAIL${i === 0 && emails.length > 1 ? ';PREF=1' : ''}:${text(email)}`),
    ...phones.map(
      (phone, i) =>
        `TEL;VALUE=uri${i === 0 && phones.length > 1 ? ';PREF=1' : ''}:tel:${phone.replaceAll(/[^+\d;=]/g, '')}`,
    ),
    ...(address.some(Boolean) ? [`ADR:;;${[street, ...rest].join(';')}`] : []),
    ...(person.birthDate ? [`BDAY:${date(person.birthDate)}`] : []),
    ...(person.gender && genders[person.gender] ? [`GENDER:${genders[person.gender]}`] : []),
    ...(person.institution ? [`ORG:${text(person.institution)}`] : []),
    ...languages.map((language, i) => `LANG${i === 0 && languages.length > 1 ? ';PREF=1' : ''}:${language}`),
    ...(person.updatedAt ? [`REV:${person.updatedAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`] : []),
    'END:VCARD',
  ]
  return lines.map(folded).join('')
}

/** The fields on a card. */
export const cardFields = [
  ...[
    'preferredName',
    'emails',
    'phones',
    'street',
    'city',
    'province',
    'postalCode',
    'country',
    'birthDate',
    'gender',
  ],
  ...['institution', 'languages', 'updatedAt'],
] as const
/** Columns whose fields stand on a card and may be held back. */
export const cardColumns: readonly ListColumn[] = [
  'preferredName',
  'email',
  'phone',
  'street',
  'city',
  'birthDate',
  'gender',
  'institution',
  'languages',
]
