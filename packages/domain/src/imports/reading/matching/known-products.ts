import { headingWords } from './heading-words.ts'

/** A product whose exports are recognised by their headings. */
export interface KnownProduct {
  /** For keys and addresses: `planning-center`. */
  key: string
  /** As it writes itself. */
  name: string
}

interface Recognition extends KnownProduct {
  /** Any of these sets of headings, all of them present, gives the product away. */
  signs: readonly (readonly string[])[]
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
    signs: [['breeze id'], ['payment id', 'person id', 'fund s', 'method id']],
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
    signs: [
      ['import key', 'household name'],
      ['import key', 'service time key'],
    ],
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
    signs: [['name', 'family', 'age bracket', 'status']],
    columns: { status: 'state', work: 'phones' },
  },
  {
    key: 'mailchimp',
    name: 'Mailchimp',
    signs: [
      ['member rating', 'leid', 'euid'],
      ['email address', 'optin time'],
    ],
    columns: { cc: null, region: null },
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
  },
  {
    key: 'disciple-tools',
    name: 'Disciple.Tools',
    signs: [['church health'], ['seeker path', 'overall status']],
    columns: { type: null },
  },
  {
    key: 'rock',
    name: 'Rock RMS',
    signs: [
      ['group member id', 'group id', 'person id'],
      ['group type id', 'campus id'],
    ],
  },
]

const recognised = (headings: readonly string[]): Recognition | undefined => {
  const present = new Set(headings.map((heading) => headingWords(heading).join(' ')))
  return products.find(({ signs }) => signs.some((sign) => sign.every((heading) => present.has(heading))))
}

/** The product that a file with these headings was exported from, where it is known. Source: IMP-2, IMP-3. */
export function sourceOf(headings: readonly string[]): KnownProduct | undefined {
  const product = recognised(headings)
  return product && { key: product.key, name: product.name }
}

/** What the recognised product's own headings mean, by their words; empty for unknown files. */
export const productColumns = (headings: readonly string[]): Readonly<Record<string, string | null>> =>
  recognised(headings)?.columns ?? {}
