/** What opens an account once where the authenticator app is lost. Source: ACC-4. */
import { randomInt } from 'node:crypto'
import { hashToken } from './tokens.ts'

const COUNT = 10
/** Without letters and digits that look alike. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const GROUPS = 4
const GROUP = 6

/** Ten new codes of 117 random bits: enough that a plain hash of them tells nobody anything. */
export const newRecoveryCodes = (): string[] => Array.from({ length: COUNT }, newCode)

const newCode = () =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-')

/** What is stored of a code, or null where this can't be one. Case, blanks and dashes don't count. */
export function hashRecoveryCode(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '')
  return code.length === GROUPS * GROUP ? hashToken(code) : null
}
