/** A condition that a form adds to a list, and the forms there are. */
import { filterTerm, textFields, type CustomField, type FilterTerm } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { fieldName } from './field-text.server.ts'
import { knownNames, monthName, type OwnWords } from './term-words.server.ts'
import { channelName, genderName, purposeName, stateName } from './words.ts'

/** What somebody may be asked about in a condition: its form has these inputs. */
export interface Askable {
  name: string
  label: string
  group: string
  inputs: (
    | { kind: 'choices' | 'choice'; name: string; label: string; choices: { value: string; label: string }[] }
    | { kind: 'text' | 'number' | 'date' | 'year'; name: string; label: string }
  )[]
}

const named = (values: readonly string[], name: (value: string) => string) =>
  values.map((value) => ({ value, label: name(value) }))
const span = (kind: 'number' | 'date' | 'year'): Askable['inputs'] => [
  { kind, name: 'from', label: m.people_where_at_least() },
  { kind, name: 'to', label: m.people_where_at_most() },
]
const choices = (label: string, values: { value: string; label: string }[]): Askable['inputs'] => [
  { kind: 'choices', name: 'is', label, choices: values },
]
const states = ['visitor', 'member', 'pre_graduate', 'alumni', 'inactive', 'archived']

/** All that conditions can be made of at a place. */
export function askables({ fields, tags }: OwnWords): Askable[] {
  const about = m.people_where_group_person()
  const own = m.people_where_group_own()
  const here = m.people_where_group_place()
  const words: Askable['inputs'] = [{ kind: 'text', name: 'has', label: m.people_where_contains() }]
  const months = Array.from({ length: 12 }, (_, i) => ({
    value: String(i + 1).padStart(2, '0'),
    label: monthName(i + 1),
  }))
  return [
    { name: 'age', label: m.people_where_age(), group: about, inputs: span('number') },
    {
      ...{ name: 'birthday', label: m.people_where_birthday_in(), group: about },
      inputs: [{ kind: 'choice', name: 'month', label: m.people_where_month(), choices: months }],
    },
    {
      ...{ name: 'gender', label: m.people_field_gender(), group: about },
      inputs: choices(m.people_field_gender(), named(['female', 'male', 'other'], genderName)),
    },
    ...textFields.map((name) => ({ name, label: fieldName(name), group: about, inputs: words })),
    { name: 'graduation', label: m.people_graduates(), group: about, inputs: span('year') },
    {
      ...{ name: 'known', label: m.people_where_on_record(), group: about },
      inputs: [
        choice(
          'is',
          m.people_where_on_record(),
          Object.entries(knownNames()).map(([value, label]) => ({ value, label })),
        ),
      ],
    },
    {
      ...{ name: 'consent', label: m.people_where_consents(), group: about },
      inputs: [
        choice('channel', m.people_where_channel(), named(['email', 'sms', 'phone', 'post', 'in-app'], channelName)),
        choice(
          'purpose',
          m.people_where_purpose(),
          named(['ministry', 'newsletter', 'fundraising', 'photos'], purposeName),
        ),
        choice('said', m.people_where_said(), [
          { value: 'given', label: m.people_where_yes() },
          { value: 'refused', label: m.people_where_no() },
          { value: 'unasked', label: m.people_where_unasked() },
        ]),
      ],
    },
    {
      name: 'state',
      label: m.people_state(),
      group: here,
      inputs: choices(m.people_state(), named(states, stateName)),
    },
    { name: 'joined', label: m.people_column_joined(), group: here, inputs: span('date') },
    {
      ...{ name: 'lastSign', label: m.people_column_last_sign(), group: here },
      inputs: [{ kind: 'date', name: 'before', label: m.people_where_quiet_since() }],
    },
    ...(tags.length
      ? [
          {
            ...{ name: 'tags', label: m.people_tags(), group: own },
            inputs: choices(
              m.people_tags(),
              tags.map(({ id, name }) => ({ value: id, label: name })),
            ),
          },
        ]
      : []),
    ...fields.map((field) => ({ name: `custom.${field.id}`, label: field.label, group: own, inputs: inputsOf(field) })),
  ]
}
const choice = (name: string, label: string, some: { value: string; label: string }[]) => ({
  ...{ kind: 'choice' as const, name, label, choices: some },
})

function inputsOf({ kind, label, options }: CustomField): Askable['inputs'] {
  if (kind === 'yes-no')
    return choices(label, [
      { value: 'true', label: m.people_yes() },
      { value: 'false', label: m.people_no() },
    ])
  if (kind === 'one-of' || kind === 'several-of')
    return choices(
      label,
      options.filter(({ retired }) => !retired).map((option) => ({ value: option.key, label: option.label })),
    )
  if (kind === 'number' || kind === 'date') return span(kind)
  return [{ kind: 'text', name: 'has', label: m.people_where_contains() }]
}

/** What a form of that name says; undefined where it says nothing that could be asked. */
export function readTerm(name: string, params: URLSearchParams, { fields }: OwnWords): FilterTerm | undefined {
  const text = (key: string) => params.get(key)?.trim() || undefined
  const number = (key: string) => (text(key) === undefined ? undefined : Number(text(key)!.replace(',', '.')))
  const is = params.getAll('is')
  const not = params.get('not') === 'yes' ? { not: true } : {}
  const said = (asked: object) => {
    const read = filterTerm.safeParse({ ...JSON.parse(JSON.stringify(asked)), ...not }).data
    // An empty span asks for anything at all: that has a form of its own.
    const spans = ['age', 'joined', 'graduation', 'lastSign', 'custom']
    const asks = Object.keys(read ?? {}).some((key) => !['field', 'id', 'not'].includes(key))
    return read && spans.includes(read.field) && !asks ? undefined : read
  }
  const field = fields.find(({ id }) => name === `custom.${id}`)
  if (field) {
    const own = { field: 'custom', id: field.id }
    if (field.kind === 'number') return said({ ...own, from: number('from'), to: number('to') })
    if (field.kind === 'date') return said({ ...own, from: text('from'), to: text('to') })
    if (field.kind === 'yes-no') return said({ ...own, ...(is.length && { is: is.map((one) => one === 'true') }) })
    return said(is.length ? { ...own, is } : { ...own, has: text('has') })
  }
  switch (name) {
    case 'age':
      return said({ field: name, from: number('from'), to: number('to') })
    case 'birthday':
      return said({ field: name, from: `${text('month')}-01`, to: `${text('month')}-31` })
    case 'joined':
    case 'graduation':
      return said({ field: name, from: text('from'), to: text('to') })
    case 'lastSign':
      return said({ field: name, before: text('before') })
    case 'known':
      return is.length === 1 ? said({ field: name, is: is[0] }) : undefined
    case 'consent':
      return said({ field: name, channel: text('channel'), purpose: text('purpose'), is: text('said') })
    case 'gender':
    case 'state':
    case 'tags':
      return said({ field: name, is })
    default:
      return said({ field: name, has: text('has') && [text('has')] })
  }
}
