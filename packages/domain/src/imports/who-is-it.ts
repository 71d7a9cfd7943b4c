/** Who a row is, if that is certain; where it could be several, a person decides. Pure. Source: IMP-2, PPL-5. */
import type { MatchCandidate, MatchReason } from '../import-kind.ts'
import { alike, type Likely, type Match, type MatchedBy } from '../people/index.ts'
import type { PersonRow } from './read-person.ts'
import { wordsOf } from './words-of.ts'

/** Keys by which people are found, surest first, as the importer chooses among them. */
export const matchKeys = [
  'key',
  'email',
  'phone',
  'name-and-birth-date',
  'name',
] as const satisfies readonly MatchedBy[]

export type Found =
  | { is: 'one'; match: Match; why: MatchReason }
  | {
      is: 'several'
      code: 'imports.row.same-name' | 'imports.row.several-people' | 'imports.row.looks-like'
      candidates: MatchCandidate[]
    }
  | { is: 'nobody' }

/**
 * Families share an e-mail address or a phone, so these count only with the name. A bare name counts where nothing speaks against it.
 * Where the file's own key says one person and an address, a phone or a birth date another, nobody is guessed.
 */
export function whoIsIt(row: PersonRow, matches: readonly Match[]): Found {
  const { choice } = row
  if (choice?.take === 'new') return { is: 'nobody' }
  if (choice?.take === 'one') {
    const chosen = matches.find(({ person }) => person.id === choice.id)
    if (chosen) return { is: 'one', match: chosen, why: { ...reasonOf(row, chosen), by: 'choice' } }
  }
  const certain = matches.filter((match) => speaksFor(row, match, matches))
  const people = new Set(certain.map(({ person }) => person.id))
  if (people.size > 1)
    return { is: 'several', code: 'imports.row.several-people', candidates: candidatesOf(row, certain) }
  if (certain[0]) return one(row, certain[0])
  const namesakes = matches.filter(({ by }) => by === 'name')
  const [first] = namesakes
  if (!first) return { is: 'nobody' }
  const other = (mine: readonly string[] = [], theirs: readonly string[]) =>
    mine.length > 0 && theirs.length > 0 && !mine.some((value) => theirs.includes(value))
  if (other(row.fields.emails, first.person.emails) || other(row.fields.phones, first.person.phones))
    return { is: 'nobody' }
  return namesakes.length > 1
    ? { is: 'several', code: 'imports.row.same-name', candidates: candidatesOf(row, namesakes) }
    : one(row, first)
}

const one = (row: PersonRow, match: Match): Found => ({ is: 'one', match, why: reasonOf(row, match) })

/** Whether a match says that the row is this person; or, beside the file's own key, that it may be this one after all. */
function speaksFor(row: PersonRow, match: Match, matches: readonly Match[]): boolean {
  const { by, person } = match
  if (by === 'key' || by === 'name-and-birth-date') return true
  if (by === 'name') return false
  if (sameName(row, person)) return true
  const byKey = matches.find((other) => other.by === 'key')
  if (by !== 'email' || !byKey || byKey.person.id === person.id) return false
  // An address that the person of the key has too is a family's; one that only somebody else has speaks for them.
  return !row.fields.emails?.some((email) => byKey.person.emails.includes(email) && person.emails.includes(email))
}

const sameName = ({ name }: PersonRow, person: Match['person']) =>
  wordsOf(person.name) === wordsOf(name ?? '') || wordsOf(person.preferredName ?? '') === wordsOf(name ?? '')

/** What the row and the person have in common, for whoever looks at it. */
function reasonOf(row: PersonRow, { by, person }: Match): MatchReason {
  const common = (mine: readonly string[] = [], theirs: readonly string[]) =>
    mine.find((value) => theirs.includes(value)) ?? null
  const shared: Record<MatchedBy, string | null> = {
    key: row.externalId,
    email: common(row.fields.emails, person.emails),
    phone: common(row.fields.phones, person.phones),
    'name-and-birth-date': row.fields.birthDate ?? null,
    name: null,
    alike: null,
  }
  return { by, with: shared[by], score: alike(row.name, row.fields, person) }
}

/**
 * A row that no key found, though it looks like somebody: a person decides. Another first name speaks for a family, unless the birth
 * date is the same.
 */
export function looksLike(row: PersonRow, likely: readonly Likely[]): Found {
  const is = (one: Likely, field: string, likeness: string) =>
    one.reasons.some((reason) => reason.field === field && reason.likeness === likeness)
  const candidates = likely
    .filter((one) => !is(one, 'given', 'different') || is(one, 'birthDate', 'same'))
    .map(({ person, reasons }): MatchCandidate => {
      const score = alike(row.name, row.fields, person)
      return { ...{ id: person.id, name: person.name, by: 'alike', with: null, score }, reasons }
    })
  return candidates.length ? { is: 'several', code: 'imports.row.looks-like', candidates } : { is: 'nobody' }
}

/** Each person once, by the surest key. */
const candidatesOf = (row: PersonRow, matches: readonly Match[]): MatchCandidate[] =>
  [...new Map(matches.toReversed().map((match) => [match.person.id, match])).values()]
    .reverse()
    .slice(0, 10)
    .map((match) => ({ id: match.person.id, name: match.person.name, ...reasonOf(row, match) }))
