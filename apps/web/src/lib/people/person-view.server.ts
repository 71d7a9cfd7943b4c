/** A person's page in words: facts by what they are about, memberships as a history, wishes. */
import type { PersonDetail } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { nameOfCountry } from '#lib/names.ts'
import { fieldName, fieldText } from './field-text.server.ts'
import { ownFacts } from './own-facts.server.ts'
import { phoneText } from './phone-text.ts'
import { channelName, purposeName, sourceName } from './words.ts'

interface Fact {
  label: string
  value: string | null
  note?: string | undefined
}

/** What the page shows of a person; only what may be read is in it. */
export function personView(person: PersonDetail) {
  const { fields } = person
  const has = (field: string) => Object.hasOwn(fields, field)
  const text = (field: string) => fieldText(field, fields[field])
  const facts = (...names: string[]): Fact[] =>
    names.filter(has).map((field) => ({ label: fieldName(field), value: text(field) }))
  const source = fields['expectedGraduationSource']
  const study = facts('institution', 'courseOfStudy', 'expectedGraduation', 'languages').map((fact) =>
    fact.label === fieldName('expectedGraduation') && fact.value && typeof source === 'string'
      ? { ...fact, note: m.people_graduation_said_by({ source: sourceName(source) || source }) }
      : fact,
  )
  return {
    id: person.id,
    name: typeof fields['name'] === 'string' ? fields['name'] : m.people_unnamed(),
    called:
      typeof fields['preferredName'] === 'string' && fields['preferredName'] !== fields['name']
        ? fields['preferredName']
        : null,
    state: person.state,
    home: person.home,
    acts: person.acts,
    emails: has('emails') ? ((fields['emails'] as string[] | null) ?? []) : null,
    phones: has('phones')
      ? ((fields['phones'] as string[] | null) ?? []).map((number) => ({ number, text: phoneText(number) }))
      : null,
    address: addressOf(person),
    study,
    personal: facts('gender', 'birthDate'),
    emergency:
      has('emergencyName') || has('emergencyPhone')
        ? {
            name: text('emergencyName'),
            phone: fields['emergencyPhone'] as string | null,
            phoneText: text('emergencyPhone'),
          }
        : null,
    memberships: person.memberships.map(({ states, ...membership }) => ({
      ...membership,
      states: states.toReversed(),
    })),
    consents: person.consents?.map((consent) => ({
      ...consent,
      label: `${channelName(consent.channel)}: ${purposeName(consent.purpose)}`,
    })),
    consentHistory: person.consentHistory?.toReversed(),
    doNotContact: person.doNotContact ?? null,
    silences: person.doNotContactHistory ?? [],
    own: ownFacts(person.custom),
    tags: person.tags ?? null,
    mayTag: person.editable.includes('tags'),
    furtherTags: person.furtherTags,
    photoId: person.photoId ?? null,
    mayPhoto: person.editable.includes('photo'),
    updatedAt: person.updatedAt,
  }
}
export type PersonView = ReturnType<typeof personView>

/** The postal address, line by line; null where it isn't for the reader. */
function addressOf({ fields }: PersonDetail): string[] | null {
  if (!Object.hasOwn(fields, 'street') && !Object.hasOwn(fields, 'city')) return null
  const text = (field: string) => (typeof fields[field] === 'string' ? fields[field] : '')
  const country = text('country')
  const lines = [
    text('street'),
    [text('postalCode'), text('city')].filter(Boolean).join(' '),
    text('province'),
    /^[A-Z]{2}$/.test(country) ? nameOfCountry(country) : country,
  ]
  return lines.filter(Boolean)
}
