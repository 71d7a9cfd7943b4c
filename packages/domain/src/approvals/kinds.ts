/** The kinds of requests that are registered, and what is asked in one of them. */
import { createHash } from 'node:crypto'
import { invalidInput, notFound } from '@ministry/kernel/errors'
import type { Services } from '../context.ts'
import type { RequestKind } from './request-kind.ts'
import { routeDefinition } from './route.schema.ts'

/** All kinds that are registered. What stands below every capability knows only their names. */
export const kindsOf = ({ requestKinds }: Services): readonly RequestKind[] => requestKinds as readonly RequestKind[]

/** The kind of this name. Throws NotFound. */
export function kindOf(services: Services, name: string): RequestKind {
  const kind = kindsOf(services).find((other) => other.name === name)
  if (!kind) throw notFound('RequestKind')
  return kind
}

/** What is asked, read by the kind's schema. Throws InvalidInput with paths below `payload`. */
export function readPayload(kind: RequestKind, payload: unknown): unknown {
  const read = kind.payload.safeParse(payload)
  if (read.success) return read.data
  const issues = read.error.issues.map(({ path, message }) => ({ path: ['payload', ...path].join('.'), message }))
  throw invalidInput('The input is not what this takes.', issues)
}

/** SHA-256, in hex, of what is asked, its files and its revision: the same whatever the order of keys. Source: APR-7. */
export const payloadHash = (payload: unknown, fileIds: readonly string[], revision: number): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder([payload, fileIds, revision])))
    .digest('hex')

/** SHA-256, in hex, of a route. Source: APR-1. */
export const routeHash = (definition: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(inOrder(routeDefinition.parse(definition))))
    .digest('hex')

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, inOrder(inner)]),
  )
}
