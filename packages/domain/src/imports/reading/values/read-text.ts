import { runsAsFormula } from '@ministry/kernel/csv'
import type { ExpectedCode } from '../codes.ts'
import { unreadable, type Reading } from './reading.ts'

const formulaErrors = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|####*)$/

/**
 * A cell's text as it stands, blanks around it left out. The apostrophe that exports put before `=`, `+`, `-` and `@`
 * (so that spreadsheet programs don't calculate) is taken off again. What PostgreSQL can't store is a problem, and so is
 * a formula's error. Source: PPL-1 (as written), IMP-7.
 */
export function readText(text: string, expected: ExpectedCode = 'imports.value.expected-text'): Reading<string> {
  const typed = text.trim()
  const value = typed.startsWith("'") && runsAsFormula(typed.slice(1)) ? typed.slice(1).trim() : typed
  if (value.includes('\0')) return unreadable('imports.value.nul-character', expected, value.replaceAll('\0', '␀'))
  if (!value.isWellFormed()) return unreadable('imports.value.broken-characters', expected, value.toWellFormed())
  if (formulaErrors.test(value)) return unreadable('imports.value.formula-error', expected, value)
  return { value }
}
