/** Conditions of a list as people read them. */
import type { CustomField, FilterExpression, FilterTerm, Tag } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { formatPartialDate } from '@ministry/ui/format.ts'
import { roleName } from '#lib/words.ts'
import { fieldName } from './field-text.server.ts'
import { customText } from './own-facts.server.ts'
import { channelName, genderName, purposeName, stateName } from './words.ts'

/** Custom fields and tags that hold at the place. */
export interface OwnWords {
  fields: readonly CustomField[]
  tags: readonly Tag[]
}

/** A condition in words; parts that are joined within another condition are joined by and, or. */
export function termWords(part: FilterExpression, own: OwnWords): string {
  if ('all' in part) return part.all.map((one) => termWords(one, own)).join(` ${m.people_where_and()} `)
  if ('any' in part) return part.any.map((one) => termWords(one, own)).join(` ${m.people_where_or()} `)
  const said = wordsOf(part, own)
  return part.not ? m.people_where_not({ said }) : said
}

const has = (field: string, words: readonly string[]) =>
  m.people_where_has({ field, words: words.join(` ${m.people_where_or()} `) })
const between = (field: string, from: string | undefined, to: string | undefined) => {
  if (from !== undefined && to !== undefined) return m.people_where_between({ field, from, to })
  return from === undefined ? m.people_where_until({ field, to: to ?? '' }) : m.people_where_from({ field, from })
}
const day = (date: string | undefined) => (date === undefined ? undefined : formatPartialDate(date))
const number = (value: number | undefined) => (value === undefined ? undefined : String(value))

function wordsOf(term: FilterTerm, own: OwnWords): string {
  switch (term.field) {
    case 'state':
      return has(m.people_state(), term.is.map(stateName))
    case 'gender':
      return has(m.people_field_gender(), term.is.map(genderName))
    case 'directly':
      return m.people_where_directly()
    case 'joined':
      return between(m.people_column_joined(), day(term.from), day(term.to))
    case 'graduation':
      return between(m.people_graduates(), day(term.from), day(term.to))
    case 'birthday':
      return m.people_where_birthday({ month: monthName(Number(term.from.slice(0, 2))) })
    case 'age':
      return between(m.people_where_age(), number(term.from), number(term.to))
    case 'doNotContact':
      return m.people_field_do_not_contact()
    case 'consent': {
      const said = { given: m.people_where_yes, refused: m.people_where_no, unasked: m.people_where_unasked }[term.is]()
      return m.people_where_consent({ channel: channelName(term.channel), purpose: purposeName(term.purpose), said })
    }
    case 'known':
      return m.people_where_known({ what: knownNames()[term.is] ?? '' })
    case 'lastSign':
      return term.before === undefined
        ? between(m.people_column_last_sign(), day(term.from), undefined)
        : m.people_where_quiet({ date: day(term.before) ?? '' })
    case 'role':
      return has(m.people_where_role(), term.is.map(roleName))
    case 'tags': {
      const names = term.is.map((id) => own.tags.find((tag) => tag.id === id)?.name ?? '…')
      return m.people_where_has({
        field: m.people_tags(),
        words: names.join(term.every ? ` ${m.people_where_and()} ` : ` ${m.people_where_or()} `),
      })
    }
    case 'custom': {
      const field = own.fields.find(({ id }) => id === term.id)
      if (!field) return m.people_where_other()
      if (term.is)
        return has(
          field.label,
          term.is.map((one) => customText(field, one) ?? ''),
        )
      if (term.has !== undefined) return has(field.label, [term.has])
      if (term.from === undefined && term.to === undefined) return m.people_where_known({ what: field.label })
      const text = (value: string | number | undefined) =>
        value === undefined ? undefined : (customText(field, value) ?? '')
      return between(field.label, text(term.from), text(term.to))
    }
    default:
      return has(fieldName(term.field), term.has)
  }
}

/** `3` is "March". */
export const monthName = (month: number): string =>
  new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, month - 1))
/** What may be on record. */
export const knownNames = (): Record<string, string> => ({
  email: m.people_field_emails(),
  phone: m.people_field_phones(),
  birthDate: m.people_field_birth_date(),
  gender: m.people_field_gender(),
  graduation: m.people_field_expected_graduation(),
  institution: m.people_field_institution(),
  address: m.people_where_address(),
  emergency: m.people_field_emergency_name(),
})
