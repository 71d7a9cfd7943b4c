/** What can't be kept is refused before it reaches the database, in words, wherever it stands in the input. */
import { conflict, invalidInput, MinistryError } from '@ministry/kernel/errors'

const earliest = Date.UTC(1800, 0, 1)
const latest = Date.UTC(2200, 0, 1)

/** Throws InvalidInput for text with NUL or half a character, and for instants that no calendar of ours reaches (before 1800, from 2200 on). */
export function assertStorable(input: unknown, path: readonly string[] = []): void {
  if (typeof input === 'string') {
    if (input.includes('\0') || !input.isWellFormed()) throw unstorable(path, 'verb.unstorable-text')
  } else if (input instanceof Date) {
    const at = input.getTime()
    if (!(at >= earliest && at < latest)) throw unstorable(path, 'verb.unstorable-date')
  } else if (Array.isArray(input)) input.forEach((item, i) => assertStorable(item, [...path, String(i)]))
  else if (isPlain(input)) for (const [key, value] of Object.entries(input)) assertStorable(value, [...path, key])
}
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
const unstorable = (path: readonly string[], message: string) =>
  invalidInput('The input holds something that can’t be kept.', [{ path: path.join('.'), message }])

/** Values that PostgreSQL can't read: a forged cursor, a date that doesn't exist, a number too large. */
const unreadable = new Set(['22P02', '22P05', '22003', '22007', '22008', '22009', '22021', '22023'])
/** Two acts at the same instant: one of them came first. */
const raced = new Set(['23505', '40001', '40P01'])

/** An error of the database in the product's words, where it is the input's or the moment's fault; any other as it is. */
export function fromDatabase(error: unknown): unknown {
  if (error instanceof MinistryError) return error
  const code = codeOf(error)
  if (code && unreadable.has(code)) return invalidInput('The input is not what this takes.')
  if (code && raced.has(code)) return conflict('verb.meanwhile')
  return error
}

/** PostgreSQL's code, as the driver gives it or as Prisma wraps it. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined
  const { code, originalCode, cause, meta, driverAdapterError } = error as Record<string, unknown>
  if (typeof originalCode === 'string') return originalCode
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^P\d{4}$/.test(code)) return code
  return codeOf(cause, depth + 1) ?? codeOf(meta, depth + 1) ?? codeOf(driverAdapterError, depth + 1)
}
