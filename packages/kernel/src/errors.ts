/**
 * The closed set of errors that the product raises. Everything else is a defect and reaches people only as an id.
 * Source: architecture rule 6.
 */
export type ErrorKind =
  | 'InvalidInput'
  | 'NotSignedIn'
  | 'NotAllowed'
  | 'NotFound'
  | 'Conflict'
  | 'RuleBroken'
  | 'LimitReached'
  | 'Unavailable'

/** One field's complaint: where in the input, and the message key that says what to do. */
export interface FieldIssue {
  path: string
  message: string
  /** Values that the text of the message mentions. */
  values?: Record<string, string | number>
}

export interface ErrorDetails {
  /** Stable code of the rule or limit, for instance `org.move.into-own-subtree`; the catalogue has a text for each. */
  code?: string
  /** Values that the text of the code mentions. */
  values?: Record<string, string | number>
  issues?: FieldIssue[]
  cause?: unknown
}

export class MinistryError extends Error {
  readonly kind: ErrorKind
  readonly code: string | undefined
  readonly values: Record<string, string | number>
  readonly issues: FieldIssue[]

  constructor(kind: ErrorKind, message: string, { code, values = {}, issues = [], cause }: ErrorDetails = {}) {
    super(message, { cause })
    this.name = kind
    this.kind = kind
    this.code = code
    this.values = values
    this.issues = issues
  }
}

/** The input can't be read as what the verb takes. */
export const invalidInput = (message: string, issues: FieldIssue[] = []) =>
  new MinistryError('InvalidInput', message, { issues })
/** Nobody is signed in, or the session has ended. */
export const notSignedIn = () => new MinistryError('NotSignedIn', 'Nobody is signed in.')
/** The person is known, the thing is visible, but their roles don't include this act. */
export const notAllowed = (action: string, noun: string) =>
  new MinistryError('NotAllowed', `Not allowed: ${action} ${noun}.`, { values: { action, noun } })
/** They may, once they have proved more than their session does; the code says what. */
export const proofNeeded = (code: string) => new MinistryError('NotAllowed', `Proof needed: ${code}.`, { code })
/** The thing isn't there, or isn't there for this person: the two look the same (ACS-3). */
export const notFound = (noun: string) => new MinistryError('NotFound', `${noun} not found.`, { values: { noun } })
/** Somebody else changed it first, or it exists already. */
export const conflict = (code: string, values: Record<string, string | number> = {}) =>
  new MinistryError('Conflict', `Conflict: ${code}.`, { code, values })
/** A rule of the ministry says no; the code names it. */
export const ruleBroken = (code: string, values: Record<string, string | number> = {}) =>
  new MinistryError('RuleBroken', `Rule broken: ${code}.`, { code, values })
/** Too often, too many or too large; `values.retryAfter` in seconds where waiting helps. */
export const limitReached = (code: string, values: Record<string, string | number> = {}) =>
  new MinistryError('LimitReached', `Limit reached: ${code}.`, { code, values })
/** A part we depend on doesn't answer; trying again later helps. */
export const unavailable = (code: string, cause?: unknown) =>
  new MinistryError('Unavailable', `Unavailable: ${code}.`, { code, cause })

/** The one mapping of kinds to HTTP statuses and tRPC codes. */
export const errorMapping = {
  InvalidInput: { status: 400, trpc: 'BAD_REQUEST' },
  NotSignedIn: { status: 401, trpc: 'UNAUTHORIZED' },
  NotAllowed: { status: 403, trpc: 'FORBIDDEN' },
  NotFound: { status: 404, trpc: 'NOT_FOUND' },
  Conflict: { status: 409, trpc: 'CONFLICT' },
  RuleBroken: { status: 422, trpc: 'UNPROCESSABLE_CONTENT' },
  LimitReached: { status: 429, trpc: 'TOO_MANY_REQUESTS' },
  Unavailable: { status: 503, trpc: 'SERVICE_UNAVAILABLE' },
} as const satisfies Record<ErrorKind, { status: number; trpc: string }>
