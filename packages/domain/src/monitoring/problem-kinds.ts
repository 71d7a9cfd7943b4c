/** What kinds of failures there are, so that the page can say in our own words what each means. Source: OPS-1. */
import type { ProblemKind } from './monitoring.schema.ts'

/** Names of errors that are classes of the machine's. */
export const errorNames: ReadonlySet<string> = new Set([
  'Error',
  'AggregateError',
  'CallTimeout',
  'CrashLimitReached',
  'DatabaseError',
  'EvalError',
  'EventValidationError',
  'FunctionMissing',
  'InngestError',
  'MinistryError',
  'NonRetriableError',
  'RangeError',
  'ReferenceError',
  'RetryAfterError',
  'StepError',
  'SyntaxError',
  'TimeoutError',
  'TypeError',
  'URIError',
  'UnstorableAnswer',
  'ZodError',
])

const byName: Record<string, ProblemKind> = {
  InvalidInput: 'input',
  ZodError: 'input',
  NotFound: 'missing',
  NotAllowed: 'not-allowed',
  NotSignedIn: 'not-allowed',
  RuleBroken: 'rule',
  Conflict: 'rule',
  LimitReached: 'too-many',
  DatabaseError: 'database',
  TimeoutError: 'timeout',
  CallTimeout: 'timeout',
  EventValidationError: 'input',
  UnstorableAnswer: 'unstorable',
  CrashLimitReached: 'crashes',
  FunctionMissing: 'function-missing',
  TypeError: 'defect',
  ReferenceError: 'defect',
  RangeError: 'defect',
  SyntaxError: 'defect',
}

/** The kind by the error's name, its code and what it says. */
export function kindOf({ name, code, text }: { name: string; code: string | null; text: string }): ProblemKind {
  if (code === 'mail.away' || code === 'mail.unsure') return 'provider-away'
  if (code === 'mail.token' || code === 'mail.account') return 'provider-refuses'
  if (/output_too_large|state_over|too large|over the limit of \d+ bytes/i.test(text)) return 'too-large'
  // The executor's own limits carry no code; those of the product do.
  if (name === 'LimitReached' && !code) return 'limit'
  if (byName[name]) return byName[name]
  if (code?.startsWith('E') || /fetch failed|socket hang up|no route to host/.test(text)) return 'network'
  if (/timed? ?out|took more than/i.test(text)) return 'timeout'
  if (/relation|deadlock|constraint|permission denied for|terminating connection|connection terminated/i.test(text))
    return 'database'
  return code ? 'rule' : 'other'
}
