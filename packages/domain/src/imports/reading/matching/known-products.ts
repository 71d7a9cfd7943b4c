import { headingWords } from './heading-words.ts'

/** A product whose exports are recognised by their headings. */
export interface KnownProduct {
  /** For keys and addresses: `planning-center`. */
  key: string
  /** As it writes itself. */
  name: string
  /** What these rows of it are. */
  holds: FileContent
}

/** What the rows of an export are: people, what belongs to people by an identifier alone, or something else altogether. */
export type FileContent = 'people' | 'memberships' | 'groups' | 'gifts'

interface Recognition extends Omit<KnownProduct, 'holds'> {
  /** Any of these sets of headings, all of them present, gives the product away. */
  signs: readonly (readonly string[])[]
  /** Signs of its other exports. */
  others?: Partial<Record<Exclude<FileContent, 'people'>, readonly (readonly string[])[]>>
  /** What some of its headings mean there, against their usual meaning; null: not taken. */
  columns?: Readonly<Record<string, string | null>>
}

const products: readonly Recognition[] = [
  {
    key: 'planning-center',
    name: 'Planning Center',
    signs: [
      ['person id', 'household id', 'membership'],
      ['person id', 'given name', 'services user'],
    ],
    columns: { status: 'active', membership: 'state', 'given name': null },
  },
  {
    key: 'breeze',
    name: 'Breeze',
    signs: [['breeze id']],
    others: { gifts: [['payment id', 'person id', 'fund s', 'method id']] },
    columns: { status: 'state', mobile: 'phones', home: 'phones', work: 'phones', 'added date': null },
  },
  {
    key: 'churchcrm',
    name: 'ChurchCRM',
    signs: [
      ['donation envelope', 'membership date'],
      ['family id', 'classification', 'family role'],
    ],
    columns: { title: 'prefix' },
  },
  {
    key: 'churchapps',
    name: 'ChurchApps',
    signs: [['import key', 'household name']],
    others: { groups: [['import key', 'service time key']] },
  },
  {
    key: 'hitobito',
    name: 'hitobito',
    signs: [
      ['vorname', 'nachname', 'hauptebene'],
      ['vorname', 'nachname', 'haupt e mail'],
      ['vorname', 'nachname', 'ubername'],
    ],
    columns: { titel: null, hauptebene: 'node' },
  },
  {
    key: 'jethro',
    name: 'Jethro',
    signs: [
      ['name', 'family', 'age bracket', 'status'],
      ['family name', 'age bracket', 'congregation'],
      ['family name', 'last name', 'age bracket'],
    ],
    // The family's name stands beside each person's own.
    columns: {
      status: 'state',
      work: 'phones',
      'family name': null,
      'mobile tel': 'phones',
      'home tel': 'phones',
      'work tel': 'phones',
      'address street': 'street',
      'address suburb': 'city',
      'address state': 'province',
      'address postcode': 'postalCode',
      congregation: 'node',
    },
  },
  {
    key: 'mailchimp',
    name: 'Mailchimp',
    signs: [
      ['member rating', 'leid', 'euid'],
      ['email address', 'optin time'],
    ],
    // A birthday there has no year.
    columns: { cc: null, region: null, birthday: null },
  },
  {
    key: 'google-contacts',
    name: 'Google Contacts',
    signs: [
      ['e mail 1 value', 'e mail 1 label'],
      ['e mail 1 value', 'e mail 1 type'],
      ['phone 1 value', 'phone 1 label'],
      ['group membership', 'given name'],
    ],
    columns: {
      'group membership': null,
      'file as': null,
      'organization name': 'institution',
      'phonetic first name': null,
      'phonetic last name': null,
    },
  },
  {
    key: 'civicrm',
    name: 'CiviCRM',
    signs: [
      ['contact id', 'contact type'],
      ['internal contact id', 'contact type'],
    ],
    columns: {
      'sort name': null,
      'legal name': null,
      'external identifier': null,
      'individual prefix': 'prefix',
      'individual suffix': 'suffix',
    },
  },
  {
    key: 'disciple-tools',
    name: 'Disciple.Tools',
    signs: [['seeker path', 'overall status']],
    others: { groups: [['church health']] },
    columns: { type: null },
  },
  {
    key: 'rock',
    name: 'Rock RMS',
    signs: [['record status', 'connection status']],
    columns: {
      'family name': null,
      'connection status': 'state',
      'record status': 'active',
      'is email active': null,
      'allow bulk email': null,
    },
    others: {
      memberships: [['group member id', 'group id', 'person id']],
      groups: [['group type id', 'campus id']],
    },
  },
]

function recognised(headings: readonly string[]): (Recognition & KnownProduct) | undefined {
  const present = new Set(headings.map((heading) => headingWords(heading).join(' ')))
  const shows = (signs: readonly (readonly string[])[]) =>
    signs.some((sign) => sign.every((heading) => present.has(heading)))
  for (const product of products) {
    const other = Object.entries(product.others ?? {}).find(([, signs]) => shows(signs))?.[0]
    if (other) return { ...product, holds: other as FileContent }
    if (shows(product.signs)) return { ...product, holds: 'people' }
  }
  return undefined
}

/** The product that a file with these headings was exported from, where it is known. Source: IMP-2, IMP-3. */
export function sourceOf(headings: readonly string[]): KnownProduct | undefined {
  const product = recognised(headings)
  return product && { key: product.key, name: product.name, holds: product.holds }
}

/** What the recognised product's own headings mean, by their words; empty for unknown files and its other exports. */
export function productColumns(headings: readonly string[]): Readonly<Record<string, string | null>> {
  const product = recognised(headings)
  return product?.holds === 'people' ? (product.columns ?? {}) : {}
}
