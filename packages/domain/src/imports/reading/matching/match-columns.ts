import type { WhyCode } from '../codes.ts'
import { contactPlace, type ContactLabel } from './contact-order.ts'
import { candidatesOf, vocabularyOf, type Candidate, type Confidence } from './heading-candidates.ts'
import { headingKey, headingWords } from './heading-words.ts'
import type { ImportField } from './import-field.ts'
import { productColumns, sourceOf } from './known-products.ts'

export interface ColumnMatch {
  /** Place of the column, from 0. */
  column: number
  heading: string
  /** Key of the field, or null where the column isn't taken. */
  field: string | null
  confidence: Confidence
  why: { code: WhyCode; values: Record<string, string> }
  /** For fields that take several columns: place among them, from 0. */
  order?: number
  label?: ContactLabel
}

/** What a person chose last time for files with these headings, by `headingKey`; null: left out. */
export type RememberedColumns = Readonly<Record<string, string | null>>

/** What to keep of confirmed matches for the next file of the same source. Source: IMP-2. */
export const rememberColumns = (matches: readonly Pick<ColumnMatch, 'heading' | 'field'>[]): RememberedColumns =>
  Object.fromEntries(matches.map(({ heading, field }) => [headingKey(heading), field]))

/** Headings that are a whole name, or the part of it that the file's other columns lack. */
const bareNames = new Set(['name', 'names', 'nom', 'nombre', 'nome', 'jina'])

/**
 * Says for each column which field it is, how sure that is, and why. `samples` are the cells of some rows (a hundred
 * serve well). A field is used once, except those that take several columns; these get an order (mobile before home
 * before work). A known product's list of groups holds no people (`kind`). Source: IMP-2.
 */
export function matchColumns(
  headings: readonly string[],
  samples: readonly (readonly string[])[],
  fields: readonly ImportField[],
  remembered: RememberedColumns = {},
  kind = 'people',
): ColumnMatch[] {
  const vocabulary = vocabularyOf(fields)
  const byKey = new Map(fields.map((field) => [field.key, field]))
  const known = productColumns(headings)
  const source = sourceOf(headings)
  const product = source?.name ?? ''
  const ofOthers = kind === 'people' && source?.holds === 'groups'
  const matches: ColumnMatch[] = []
  const open: { column: number; candidates: Candidate[] }[] = []

  headings.forEach((heading, column) => {
    const decide = (field: string | null, confidence: Confidence, code: WhyCode, values = {}) =>
      (matches[column] = { column, heading, field, confidence, why: { code, values } })
    const before = remembered[headingKey(heading)]
    const meant = known[headingWords(heading).join(' ')]
    if (before === null || (before !== undefined && byKey.has(before))) {
      decide(before, 'certain', 'imports.read.why-remembered')
    } else if (ofOthers) {
      decide(null, 'certain', 'imports.read.why-of-other-things', { product })
    } else if (meant === null || (meant !== undefined && byKey.has(meant))) {
      decide(meant, 'certain', 'imports.read.why-known-product', { product })
    } else {
      const { candidates, refused } = candidatesOf(
        heading,
        samples.map((cells) => cells[column] ?? ''),
        vocabulary,
      )
      decide(null, refused ? 'certain' : 'guess', refused ?? 'imports.read.why-unknown')
      open.push({ column, candidates })
    }
  })
  bareNameByNeighbours(headings, open, byKey)
  trustNeighbours(open)
  assign(matches, open)
  return inOrder(matches, byKey)
}

type Open = { column: number; candidates: Candidate[] }[]

/** `Name` beside `Surname` is the given name, beside `Vorname` the family name, beside both or neither the whole name. */
function bareNameByNeighbours(headings: readonly string[], open: Open, byKey: Map<string, ImportField>): void {
  const strong = (key: string, but: number) =>
    open.some(
      ({ column, candidates }) => column !== but && candidates.some((c) => c.field.key === key && c.score >= 88),
    )
  for (const entry of open) {
    if (!bareNames.has(headingKey(headings[entry.column]!))) continue
    const given = strong('givenName', entry.column)
    const family = strong('familyName', entry.column)
    const field = byKey.get(given === family ? 'name' : given ? 'familyName' : 'givenName')
    if (!field) continue
    const confidence = given || family ? 'likely' : 'certain'
    entry.candidates = [{ field, score: 90, rank: 0, confidence, why: 'imports.read.why-heading' }]
  }
}

/** `Home` and `Work` beside `Mobile` are phones too. */
function trustNeighbours(open: Open): void {
  const sure = new Set(open.flatMap(({ candidates }) => candidates.filter((c) => c.score >= 95).map((c) => c.field)))
  for (const { candidates } of open) {
    for (const candidate of candidates) {
      if (candidate.score !== 50 || !candidate.field.multiple || !sure.has(candidate.field)) continue
      candidate.score = 70
      candidate.confidence = 'likely'
    }
  }
}

function assign(matches: ColumnMatch[], open: Open): void {
  const taken = new Map(matches.filter(({ field }) => field !== null).map((match) => [match.field!, match.heading]))
  const ranked = open
    .flatMap(({ column, candidates }) => candidates.map((candidate) => ({ column, ...candidate })))
    .toSorted((a, b) => b.score - a.score || a.rank - b.rank || a.column - b.column)
  for (const { column, field, confidence, why } of ranked) {
    const match = matches[column]!
    if (match.field !== null) continue
    const other = taken.get(field.key)
    if (other !== undefined && !field.multiple) {
      match.why = { code: 'imports.read.why-other-column-used', values: { other, field: field.label } }
      continue
    }
    Object.assign(match, { field: field.key, confidence, why: { code: why, values: {} } })
    taken.set(field.key, match.heading)
  }
}

function inOrder(matches: ColumnMatch[], byKey: Map<string, ImportField>): ColumnMatch[] {
  const groups = Map.groupBy(
    matches.filter(({ field }) => field !== null && byKey.get(field)?.multiple),
    ({ field }) => field!,
  )
  for (const group of groups.values()) {
    group
      .toSorted((a, b) => contactPlace(a.heading).place - contactPlace(b.heading).place || a.column - b.column)
      .forEach((match, order) => {
        match.order = order
        const { label } = contactPlace(match.heading)
        if (label) match.label = label
      })
  }
  return matches
}
