import { folded } from '../matching/heading-words.ts'
import type { Choice } from '../matching/import-field.ts'
import { unreadable, type Reading, type ReadSettings } from './reading.ts'

/** A word for comparing: without case, accents, blanks and punctuation. `+` and `-` alone stay themselves. */
export const wordKey = (text: string): string => folded(text).replaceAll(/[^\p{L}\p{N}]+/gu, '')

const keys = (text: string): ReadonlySet<string> => new Set(text.split(',').map(wordKey))

const yes = keys(
  'yes, y, true, t, 1, on, x, ja, j, oui, vrai, si, verdadero, sim, verdadeiro, ndiyo, ndio, kweli, active, aktiv, actif, activo, activa, ativo, ativa, hai, checked, wahr, 1.0',
)
const no = keys(
  'no, n, false, f, 0, off, nein, non, faux, falso, não, hapana, la, si kweli, inactive, not active, inaktiv, inactif, inactivo, inativo, si hai, unchecked, falsch, nee, 0.0',
)
const ticks: ReadonlySet<string> = new Set(['✓', '✔', '✔️', '☑', '✅'])
const crosses: ReadonlySet<string> = new Set(['✗', '✘', '❌', '☐', '✖'])

/** Words that stand for "nothing said" in columns that aren't free text. */
const blanks = keys(
  'n/a, na, none, null, nil, unknown, unspecified, not specified, not stated, not set, undisclosed, prefer not to say, rather not say, tbd, keine, keine angabe, ka, unbekannt, inconnu, non renseigné, aucun, desconocido, ninguno, no especificado, desconhecido, nenhum, não informado, haijulikani, hakuna',
)

/** Whether a cell of a column that isn't free text says nothing: `-`, `N/A`, `unbekannt`. */
export const saysNothing = (text: string): boolean => {
  // Longer than any of those words: most e-mails and addresses, which needn't be folded for this.
  if (text.length > 24) return false
  const key = wordKey(text)
  return key === '' ? !ticks.has(text) && !/\p{S}/u.test(text) : blanks.has(key)
}

/** Whether a cell is a yes or a no in any of the languages. Source: IMP-2. */
export const isYesOrNo = (text: string): boolean =>
  ticks.has(text) || crosses.has(text) || yes.has(wordKey(text)) || no.has(wordKey(text))

/** Reads yes and no in English, German, French, Spanish, Portuguese and Swahili. */
export function readYesNo(text: string): Reading<boolean> {
  const key = wordKey(text)
  if (ticks.has(text) || yes.has(key)) return { value: true }
  if (crosses.has(text) || no.has(key)) return { value: false }
  return unreadable('imports.value.not-yes-or-no', 'imports.value.expected-boolean', text)
}

/** What the words of a choice mean. */
export function wordMeanings(choices: readonly Choice[]) {
  const meanings = new Map<string, string>()
  for (const { value, aliases } of choices) {
    for (const alias of [value, ...aliases]) if (!meanings.has(wordKey(alias))) meanings.set(wordKey(alias), value)
  }
  return {
    has: (text: string): boolean => meanings.has(wordKey(text)),
    get: (text: string): string | undefined => meanings.get(wordKey(text)),
  }
}

/**
 * Reads options of a choice: what the importer said a word means comes first. Unknown words are a problem, never a
 * guess. Made once per column, since the words are folded then. Source: IMP-2.
 */
export function choiceReader(
  choices: readonly Choice[],
  { meanings = {} }: Pick<ReadSettings, 'meanings'>,
): (text: string) => Reading<string | null> {
  const known = wordMeanings(choices)
  const options = choices.map((choice) => choice.value).join(', ')
  return (text) => {
    const said = meanings[wordKey(text)]
    const value = said === undefined ? known.get(text) : said
    if (value !== undefined) return { value }
    if (saysNothing(text)) return { value: null }
    return unreadable('imports.value.unknown-choice', 'imports.value.expected-choice', text, { options })
  }
}
