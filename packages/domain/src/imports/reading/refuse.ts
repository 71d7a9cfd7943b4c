import { limitReached, MinistryError } from '@ministry/kernel/errors'
import type { LimitCode, Refusal } from './codes.ts'

type Values = Record<string, string | number>

/** The error for a file that can't be read: kind InvalidInput with a code that the catalogue explains. */
export const refuse = (code: Refusal, values: Values = {}, cause?: unknown): MinistryError =>
  new MinistryError('InvalidInput', `The file is refused: ${code}.`, { code, values, cause })

/** The error for a file that holds more than is taken: kind LimitReached. */
export const overLimit = (code: LimitCode, values: Values = {}): MinistryError => limitReached(code, values)

/** Passes our own errors on; anything that a parser throws at a broken file becomes "damaged". */
export const asRefusal = (error: unknown, part: string): MinistryError =>
  error instanceof MinistryError ? error : refuse('imports.read.damaged', { part }, error)
