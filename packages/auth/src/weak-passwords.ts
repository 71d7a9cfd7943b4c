/** Which passwords are refused, without asking anybody outside. No rules of composition. Source: ACC-4. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

/** Whose password it is: their own words are the first that others would try. */
export interface Owner {
  username?: string | null
  email?: string | null
  name?: string | null
  /** Whether a second factor is asked for besides. */
  secondFactor?: boolean
}

/** In characters, as a person counts them. A second factor stands beside a shorter one. */
const passwordLength = { shortest: 12, shortestOfTwo: 8, longest: 1000 }

/** Whether the password is too short to be the only factor. */
export const isShort = (password: string): boolean => lengthOf(password.normalize('NFKC')) < passwordLength.shortest
const lengthOf = (text: string) => [...text].length
/** Fewer guesses than this, as a power of ten, and the password is a common one or a variation of it. */
const FEW_GUESSES = { alone: 8, beside: 6 }
/** The estimate's time grows with the square of the length; no more than this many characters decide. */
const ESTIMATED = 64
/** Shorter words say nothing about anybody. */
const OWN_WORD = 3
/** What anybody would try who knows what the product is for. Source: ASVS 6.1.2. */
const contextWords = [
  'ministry',
  'movement',
  'fellowship',
  'campus',
  'church',
  'disciple',
  'gospel',
  'prayer',
  'jesus',
  'christ',
]
/** What must be left beside the owner's own words, and those of ministry. */
const REMAINDER = 8

/** Makes the check of a new password: a rule code or null. The dictionary is read when it is first needed. */
export function createWeakness(): (password: string, owner: Owner) => string | null {
  let estimator: ZxcvbnFactory | undefined
  return (password, owner) => {
    const text = password.normalize('NFKC')
    const length = lengthOf(text)
    if (length < (owner.secondFactor ? passwordLength.shortestOfTwo : passwordLength.shortest))
      return owner.secondFactor ? 'accounts.password.too-short-beside' : 'accounts.password.too-short'
    if (length > passwordLength.longest) return 'accounts.password.too-long'
    if (isPersonal(text, owner)) return 'accounts.password.personal'
    if (isMadeOf(text, contextWords)) return 'accounts.password.common'
    estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: ESTIMATED })
    return estimator.check(text).guessesLog10 < FEW_GUESSES[owner.secondFactor ? 'beside' : 'alone']
      ? 'accounts.password.common'
      : null
  }
}

function isPersonal(password: string, { username, email, name }: Owner) {
  const words = [username, name, email?.split('@')[0], email]
    .flatMap((text) => (text ? [text, ...text.split(/[^\p{L}\p{N}]+/u)] : []))
    .map(fold)
    .filter((word) => word.length >= OWN_WORD)
    .sort((a, b) => b.length - a.length)
  return isMadeOf(password, words)
}

/** Whether little is left of the password without these words. */
function isMadeOf(password: string, words: readonly string[]) {
  const folded = fold(password)
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), folded)
  return rest !== folded && rest.length < REMAINDER
}

/** Letters and digits without case and accents. */
const fold = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
