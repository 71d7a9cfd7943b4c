/** Columns that say yes or no to being written to. Source: IMP-6, PPL-1. */
import type { ImportField, ReadRow } from '../import-kind.ts'
import type { Consented } from '../people/index.ts'

export type SaidConsent = Pick<Consented, 'channel' | 'purpose' | 'given'>
type About = Omit<SaidConsent, 'given'> & {
  heading: string
  aliases: readonly string[]
  weakAliases?: readonly string[]
}

/** The consents that files really have a column for, by the key of their field. */
const consents: Readonly<Record<string, About>> = {
  consentNewsletter: {
    channel: 'email',
    purpose: 'newsletter',
    heading: 'Newsletter by e-mail',
    aliases: ['newsletter consent', 'email newsletter', 'subscribed to newsletter'],
    weakAliases: ['newsletter', 'subscribed', 'boletín', 'infolettre', 'boletim', 'jarida'],
  },
  consentEmail: {
    channel: 'email',
    purpose: 'ministry',
    heading: 'E-mail consent',
    aliases: ['consent email', 'may email', 'email opt in', 'accepts email', 'email permission'],
  },
  consentSms: {
    channel: 'sms',
    purpose: 'ministry',
    heading: 'SMS consent',
    aliases: ['consent sms', 'may text', 'text consent', 'sms opt in', 'accepts sms', 'sms permission'],
  },
  consentFundraising: {
    channel: 'email',
    purpose: 'fundraising',
    heading: 'Fundraising consent',
    aliases: ['fundraising opt in', 'donation appeals'],
    weakAliases: ['fundraising'],
  },
  consentPhotos: {
    channel: 'in-app',
    purpose: 'photos',
    heading: 'Photo consent',
    aliases: ['photo permission', 'photo release', 'droit à l’image'],
    weakAliases: ['photos', 'fotos'],
  },
}

const snake = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Fields for wishes. A wrong match would do harm: only their own headings name them. */
export const consentFields: readonly ImportField[] = Object.entries(consents).map(
  ([key, { heading, aliases, weakAliases = [] }]) => ({
    key,
    label: `imports_field_${snake(key)}`,
    heading,
    example: '',
    kind: 'boolean',
    aliases,
    weakAliases,
    cautious: true,
  }),
)

/** What a row says yes or no to; blank cells say nothing. */
export const consentsOf = (values: ReadRow['values']): SaidConsent[] =>
  Object.entries(consents).flatMap(([key, { channel, purpose }]) => {
    const given = values.get(key)
    return typeof given === 'boolean' ? [{ channel, purpose, given }] : []
  })

/** The field that a consent has in the table of changes. */
export const consentField = ({ channel, purpose }: Omit<SaidConsent, 'given'>): string =>
  Object.keys(consents).find((key) => consents[key]!.channel === channel && consents[key]!.purpose === purpose)!
