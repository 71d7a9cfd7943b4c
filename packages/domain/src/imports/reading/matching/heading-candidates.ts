import type { WhyCode } from '../codes.ts'
import { evidenceFor } from './column-evidence.ts'
import { headingKey, headingWords } from './heading-words.ts'
import type { ImportField } from './import-field.ts'
import { notTaken } from './not-taken.ts'

export type Confidence = 'certain' | 'likely' | 'guess'

/** A field that a column may be. The higher score wins; among equals the better alias, then the earlier column. */
export interface Candidate {
  field: ImportField
  score: number
  /** Place of the alias in its field's list. */
  rank: number
  confidence: Confidence
  why: WhyCode
}

interface Naming {
  field: ImportField
  aliases: Map<string, number>
  weak: Set<string>
  prefixes: string[]
  /** Aliases that are telling enough to be looked for inside a longer heading. */
  telling: string[][]
}

export type Vocabulary = readonly Naming[]

/** The headings of fields, folded once for all columns of a file. Source: IMP-2. */
export const vocabularyOf = (fields: readonly ImportField[]): Vocabulary =>
  fields.map((field) => {
    const aliases = new Map<string, number>([[headingKey(field.heading), -1]])
    field.aliases.forEach((alias, at) => {
      const key = headingKey(alias)
      if (!aliases.has(key)) aliases.set(key, at)
    })
    return {
      field,
      aliases,
      weak: new Set(field.weakAliases?.map(headingKey)),
      prefixes: (field.prefixes ?? []).map(headingKey),
      telling: field.aliases.map(headingWords).filter((words) => words.length > 1 || words[0]!.length > 4),
    }
  })

/** The heading as it is, and without what only decorates it: `Birthday (MM/DD/YYYY) *`, `Email 2`, `E-mail 1 - Value`. */
function variants(heading: string): string[] {
  const bare = heading.replaceAll(/\([^)]*\)|\[[^\]]*\]/g, ' ')
  const numberless = headingWords(bare).filter((word) => !/^\d+$/.test(word))
  return [...new Set([headingKey(heading), headingKey(bare), numberless.join('')])].filter((key) => key !== '')
}

function rankIn({ aliases, prefixes }: Naming, keys: string[]): { rank: number; score: number } | undefined {
  for (const [at, key] of keys.entries()) {
    const exact = aliases.get(key)
    // `Street 2` is itself before it is `Street` with a number.
    if (exact !== undefined) return { rank: exact, score: 100 - at }
  }
  for (const key of keys) {
    for (const prefix of prefixes) {
      const rank =
        (key.startsWith(prefix) ? aliases.get(key.slice(prefix.length)) : undefined) ??
        (key.endsWith(prefix) ? aliases.get(key.slice(0, -prefix.length)) : undefined)
      if (rank !== undefined) return { rank, score: 95 }
    }
  }
  return undefined
}

const endsOrBeginsWith = (words: string[], part: string[]): boolean =>
  part.every((word, at) => words[words.length - part.length + at] === word) ||
  part.every((word, at) => words[at] === word)

/** The fields a column may be, by its heading and its values; or why it isn't taken. */
export function candidatesOf(
  heading: string,
  values: readonly string[],
  vocabulary: Vocabulary,
): { candidates: Candidate[]; refused: WhyCode | undefined } {
  const keys = variants(heading)
  const candidates: Candidate[] = []
  let weakWithValues = false
  for (const naming of vocabulary) {
    const { field, weak } = naming
    const named = rankIn(naming, keys)
    if (named) {
      const against = evidenceFor(field, values) === 'against'
      candidates.push(
        against
          ? { field, ...named, score: 88, confidence: 'guess', why: 'imports.read.why-heading-but-values-differ' }
          : { field, ...named, confidence: 'certain', why: 'imports.read.why-heading' },
      )
    } else if (keys.some((key) => weak.has(key))) {
      const evidence = evidenceFor(field, values)
      if (evidence === 'against') continue
      weakWithValues ||= evidence === 'for' && field.kind === 'choice'
      candidates.push(weakCandidate(field, evidence === 'for'))
    }
  }
  if (weakWithValues) {
    // `State` full of "Member" and "Visitor" is no province, whatever it is called.
    for (const candidate of candidates) if (candidate.field.kind === 'text') candidate.score = 65
  }
  if (candidates.length > 0) return { candidates, refused: undefined }
  const words = headingWords(heading)
  const refused = notTaken(words)
  if (refused) return { candidates, refused }
  return { candidates: [...similar(words, vocabulary), ...byValues(values, vocabulary)], refused: undefined }
}

function weakCandidate(field: ImportField, valuesAgree: boolean): Candidate {
  const sure = valuesAgree && !field.cautious
  return {
    field,
    // A yes-or-no column is the closer fit where both it and a list of states would do.
    score: field.kind === 'boolean' ? (valuesAgree ? 73 : 45) : valuesAgree ? 72 : 50,
    rank: 0,
    confidence: sure ? 'likely' : 'guess',
    why: sure ? 'imports.read.why-values' : 'imports.read.why-similar-heading',
  }
}

function similar(words: string[], vocabulary: Vocabulary): Candidate[] {
  return vocabulary.flatMap(({ field, telling }) => {
    const longest = telling
      .filter((part) => part.length < words.length && endsOrBeginsWith(words, part))
      .reduce((most, part) => Math.max(most, part.length), 0)
    const candidate: Candidate = {
      field,
      score: 55 + longest,
      rank: 0,
      confidence: 'likely',
      why: 'imports.read.why-similar-heading',
    }
    return longest > 0 ? [candidate] : []
  })
}

function byValues(values: readonly string[], vocabulary: Vocabulary): Candidate[] {
  return vocabulary
    .filter(({ field }) => field.multiple && (field.kind === 'email' || field.kind === 'phone'))
    .filter(({ field }) => evidenceFor(field, values) === 'for')
    .map(({ field }) => ({ field, score: 40, rank: 0, confidence: 'guess', why: 'imports.read.why-values' }))
}
