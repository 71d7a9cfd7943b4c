/** Errors as clients of the API read them. Source: API-1, RFC 9457. */
import { errorMapping, type ErrorKind, type FieldIssue } from '@ministry/kernel/errors'
import { m } from '@ministry/kernel/messages'

export interface Problem {
  kind: ErrorKind | 'Defect'
  status: number
  code?: string | undefined
  values?: Record<string, string | number>
  issues?: FieldIssue[]
  /** In a sentence; else the text of the code. */
  detail?: string | undefined
}
const titles: Record<Problem['kind'], string> = {
  InvalidInput: 'The input is not what this takes',
  NotSignedIn: 'Nobody is signed in',
  NotAllowed: 'Not allowed',
  NotFound: 'Not found',
  Conflict: 'Somebody was faster',
  RuleBroken: 'A rule says no',
  LimitReached: 'Too much, or too often',
  Unavailable: 'A part doesn’t answer',
  Defect: 'Something went wrong',
}
export const problemKinds = Object.keys(titles) as Problem['kind'][]
const kebab = (kind: string) => kind.replaceAll(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
/** Names the kind; it is no address. */
export const problemType = (kind: Problem['kind']): string => `urn:ministry:problem:${kebab(kind)}`

/** The answer of a refusal. `id` is the request's, which our log knows too. */
export function problemAnswer(
  { kind, status, code, values = {}, issues = [], detail }: Problem,
  id: string,
  headers: Record<string, string> = {},
): Response {
  const body = {
    ...{ type: problemType(kind), title: titles[kind], status, detail: detail ?? (code && textOf(code, values)) },
    ...{ instance: `urn:uuid:${id}`, kind, code, values },
    issues: issues.map(({ path, message, values: about }) => ({ path, message: textOf(message, about) ?? message })),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

export const statusOf = (kind: ErrorKind): number => errorMapping[kind].status

const sentences = m as unknown as Record<string, ((values: object) => string) | undefined>
const textOf = (code: string, values: object = {}): string | undefined =>
  sentences[`error_${code.replaceAll(/[.-]/g, '_')}`]?.(values)
