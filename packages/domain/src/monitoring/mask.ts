/**
 * What operators may read of data that belongs to people. Nothing is looked for and taken out; only what can't tell anything
 * about a person is let through: identifiers, instants, small numbers, words of the machine. Source: OPS-1, ACS-3.
 */
import type { ProblemKind } from './monitoring.schema.ts'
import { errorNames, kindOf } from './problem-kinds.ts'
import { plainWords, smallWords } from './words.ts'

/** Stands where something was. */
export const hidden = '«hidden»'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/.source
const ulid = /[0-7][0-9A-HJKMNP-TV-Z]{25}/.source
const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})/.source
const harmless = new RegExp(`^(?:${uuid}|${ulid}|${instant})$`, 'i')

const capability = 'access|accounts|audit|automation|imports|mail|messaging|monitoring|org|people|inngest'
/** A rule's code, a verb or an event: `imports.commit.not-now`, `messaging/mail.queued`. */
const code = new RegExp(`^(?:${capability})[./][a-z]+(?:-[a-z]+)*(?:\\.[a-z]+(?:-[a-z]+)*)*$`)
/** Keys under which a word of the machine stands, never a person's own. */
const wordKeys = new Set(['status', 'state', 'outcome', 'template', 'function_id', 'cron', 'code', 'why'])
const word = /^[a-z]+(?:[_-][a-z0-9]+)*$/
/** Keys under which even a number, an identifier-like text or a yes tells about a person. */
const personalKey = /birth|phone|mobile|gender|secret|token|password|.code$|pin$|address|location|note|reason|comment/i
const plainKey = /^[a-z][A-Za-z0-9]{0,39}(?:_[a-z0-9]+)*$/
const LARGEST = 9_999_999
const timeKey = /(?:^ts|At|Ms|Bytes|bytes)$/
const DEEPEST = 12
const MOST = 200

/** A value as it may be shown: every text that isn't known to be harmless is hidden, and so are keys that could be names. */
export function mask(value: unknown, key = '', depth = 0): Json {
  if (value === null || value === undefined) return null
  if (depth > DEEPEST) return hidden
  if (Array.isArray(value)) return value.slice(0, MOST).map((item) => mask(item, key, depth + 1))
  if (typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, MOST)
        .map(([name, item], index) => [
          shownKey(name) ? name : `${hidden} ${index + 1}`,
          mask(item, shownKey(name) ? name : 'secret', depth + 1),
        ]),
    )
  if (personalKey.test(key)) return hidden
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Math.abs(value) <= LARGEST || timeKey.test(key) ? value : hidden
  if (typeof value !== 'string') return hidden
  if (value === '' || harmless.test(value) || code.test(value)) return value
  return wordKeys.has(key) && word.test(value) ? value : hidden
}
const shownKey = (name: string) => plainKey.test(name) || harmless.test(name)

// In this order: what is longer or more certain comes first. The last two are what is left of a text.
const parts = new RegExp(
  [
    /(?<link>[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|\bdata:\S+)/.source,
    /(?<mail>[^\s<>"'(),;:]+@[^\s<>"'(),;:]+)/.source,
    `(?<id>${uuid}|${instant}|\\b${ulid}\\b)`,
    /(?<quoted>"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|`[^`]*`|(?<![\p{L}\p{N}])'[^']*'|(?<![\p{L}\p{N}])‘[^’]*’|\([^()]*\))/u
      .source,
    /(?<figures>\+?\d[\d\s()./-]{5,}\d)/.source,
    `(?<token>(?:(?!${uuid})\\S){25,})`,
    /(?<term>[\p{L}\p{N}_][\p{L}\p{N}\p{M}_’'./-]*)/u.source,
  ].join('|'),
  'giu',
)

/** The words of all that is hidden in data, in small letters: whatever text has one of them, it was taken from there. */
export type Telltales = ReadonlySet<string>
const MOST_WORDS = 20_000

/** The telltales of these data, as of mask: what is shown anyway tells nothing. Looks at 20,000 values at most. Source: OPS-1. */
export function telltalesOf(...data: readonly unknown[]): Telltales {
  const found = new Set<string>()
  const waiting = [...data]
  for (let i = 0; i < waiting.length && i < MOST_WORDS && found.size < MOST_WORDS; i++) {
    const value = waiting[i]
    if (typeof value === 'string' && !harmless.test(value) && !code.test(value))
      for (const part of partsOf(value)) found.add(part)
    else if (typeof value === 'number' && Math.abs(value) > 999) found.add(String(value))
    else if (typeof value === 'object' && value !== null)
      for (const [name, item] of Object.entries(value)) {
        if (!shownKey(name)) waiting.push(name)
        waiting.push(item)
      }
  }
  return found
}
/** Words of one letter tell nothing. */
const partsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((part) => part.length > 1)

/**
 * What an error says, as it may be shown: of its words those that are known to be the machine's (`words.ts`), unless the data that
 * it is about have them too. What is quoted or in brackets, addresses, links and long figures are hidden; identifiers stay.
 */
export const maskText = (text: string, telltales: Telltales = new Set()): string =>
  masked(text, (bare) => isPlain(bare) && !partsOf(bare).some((part) => telltales.has(part)))

/**
 * A step's name, which is code: all its small words and counts are shown, unless the data of its run have them too; the rest as in
 * `maskText`.
 */
export const maskName = (name: string, telltales: Telltales): string =>
  masked(
    name,
    (bare) =>
      (isPlain(bare) || /^[a-z0-9]+(?:[-_’'/.:][a-z0-9]+)*$/.test(bare)) &&
      !partsOf(bare).some((part) => telltales.has(part)),
  )

function masked(text: string, plain: (bare: string) => boolean): string {
  const readable = text.slice(0, 2_000).replaceAll(parts, (found: string, ...rest: unknown[]) => {
    const { id, quoted, term, token } = rest.at(-1) as Record<string, string | undefined>
    if (id) return id
    if (quoted) return maskQuoted(quoted, plain)
    return term || code.test(token?.replace(/[.,;:]+$/, '') ?? '') ? maskTerm(found, plain) : hidden
  })
  return readable.replaceAll(new RegExp(`${hidden}(?:[\\s,.'’-]*${hidden})+`, 'g'), hidden)
}

/** Of what is quoted, identifiers, codes and names of tables and columns are nobody's. */
function maskQuoted(quoted: string, plain: (bare: string) => boolean): string {
  const inside = quoted.slice(1, -1)
  const column = /^[a-z]+(?:_[a-z]+)+$/.test(inside) && smallWordsAll(inside) && plain(inside)
  return harmless.test(inside) || code.test(inside) || column ? quoted : `${quoted[0]}${hidden}${quoted.at(-1)}`
}

function maskTerm(term: string, plain: (bare: string) => boolean): string {
  const ending = /[.'’/-]*$/.exec(term)![0]
  const bare = term.slice(0, term.length - ending.length)
  return (plain(bare) ? bare : hidden) + ending
}

const isPlain = (bare: string) =>
  code.test(bare) ||
  /^\d{1,6}(?:\.\d+)?(?:ms|s|m|h|d)?$/.test(bare) ||
  plainWords.has(bare) ||
  smallWords.has(bare) ||
  smallWordsAll(bare)
const smallWordsAll = (bare: string) => bare.split(/[-_/]/).every((part) => smallWords.has(part))

export interface MaskedProblem {
  /** What kind of failure it is, as far as it is known; each has a sentence, `monitoring_problem_…`. */
  kind: ProblemKind
  name: string
  /** Of the rule, the system or PostgreSQL. */
  code: string | null
  message: string
  where: string[]
}

/** A failure as SDK and executor keep it: `{name, message, stack}` with more beside. */
export function maskProblem(error: unknown, telltales: Telltales = new Set()): MaskedProblem {
  const { name, message, stack } = Object(error) as { name?: unknown; message?: unknown; stack?: unknown }
  const own = typeof name === 'string' && /^[A-Z][A-Za-z]{2,40}$/.test(name)
  const shownName = own && (plainWords.has(name) || errorNames.has(name)) ? name : 'Error'
  const text = typeof message === 'string' ? message : ''
  const found = ruleIn(message) ?? codeIn(text)
  return {
    kind: kindOf({ name: shownName, code: found, text }),
    name: shownName,
    code: found,
    message: ruleIn(message) ?? maskText(text, telltales),
    where: typeof stack === 'string' ? placesIn(stack) : [],
  }
}

/** A rule's or a provider's code, or the system's own, that a message names. */
const codeIn = (text: string): string | null =>
  text
    .split(/[\s,;()'"]+/)
    .map((part) => part.replace(/[.:]+$/, ''))
    .find((part) => (code.test(part) && part.includes('.')) || (/^E[A-Z_]{4,}$/.test(part) && plainWords.has(part))) ??
  null

/** Workflows pass a rule on as JSON: its code says enough, its values may be names. */
function ruleIn(message: unknown): string | null {
  if (typeof message !== 'string' || !message.startsWith('{')) return null
  try {
    const said = (JSON.parse(message) as { code?: unknown }).code
    return typeof said === 'string' && code.test(said) ? said : null
  } catch {
    return null
  }
}

/** Files and lines of a stack, without the way to them. */
const placesIn = (stack: string) =>
  [...stack.matchAll(/^\s+at [^\n]*?\/(?<file>[a-z0-9.-]+\.(?:ts|js|mjs)):(?<line>\d+)/gm)]
    .map(({ groups }) => `${groups!['file']}:${groups!['line']}`)
    .slice(0, 6)
