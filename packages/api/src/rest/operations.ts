/** What can be called below `/api/v1`: each route with its verb and its shapes. Source: API-1. */
import { areaOf, type ScopeArea } from '@ministry/access'
import { verbOf, type Verb } from '@ministry/domain'
import * as z from 'zod'
import { rootRouter } from '../root.ts'
import { routes, type Method } from './routes.ts'

export type JsonSchema = { [key: string]: unknown }
export interface Operation {
  /** `people.get`: the procedure's path. */
  path: string
  verb: Verb
  method: Method
  /** Below `/api/v1`, with names in braces. */
  template: string
  pathNames: string[]
  summary: string
  /** What a key needs: an area, or nothing; null where nobody need be known. */
  scope: ScopeArea | 'any' | null
  input: JsonSchema
  output: JsonSchema
}

/** Dates are instants in JSON; what zod can't say in JSON Schema stays open. */
const shapeOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, {
    ...{ io, unrepresentable: 'any' },
    override({ zodSchema, jsonSchema }) {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
    },
  }) as JsonSchema
  return shape
}

const procedures = rootRouter._def.procedures as unknown as Record<string, object>

/** All operations, in the order of the routes. Throws where a route names what isn't there: that is a defect of ours. */
export const operations: readonly Operation[] = Object.entries(routes).map(([path, { at, summary, scope }]) => {
  const verb = procedures[path] && verbOf(procedures[path])
  if (!verb) throw new Error(`There is no procedure ${path}`)
  const [method, template] = at.split(' ') as [Method, string]
  const { permission } = verb
  const input = shapeOf(verb.input, 'input')
  return {
    ...{ path, verb, method, template, summary, input, output: shapeOf(verb.output, 'output') },
    pathNames: [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
    scope: permission === 'public' ? null : typeof permission === 'object' ? areaOf(permission.noun) : scope!,
  }
})

/** The fields of an input that its address doesn't hold. */
export const restOf = ({ input, pathNames }: Pick<Operation, 'input' | 'pathNames'>) => {
  const properties = Object.entries((input['properties'] ?? {}) as Record<string, JsonSchema>)
  const required = (input['required'] ?? []) as string[]
  return properties
    .filter(([name]) => !pathNames.includes(name))
    .map(([name, schema]) => ({ name, schema, required: required.includes(name) }))
}

/** The operation that a request asks for, with the fields in its address; or the methods that this address knows, if any. */
export function operationAt(
  method: string,
  path: string,
): { operation: Operation; fields: Record<string, string> } | { methods: string[] } {
  const methods: string[] = []
  // Addresses without fields come first: `/places/search` is no place.
  for (const operation of byPrecision) {
    const fields = fieldsOf(operation, path)
    if (!fields) continue
    if (operation.method === method) return { operation, fields }
    methods.push(operation.method)
  }
  return { methods }
}

const byPrecision = [...operations].sort((a, b) => a.pathNames.length - b.pathNames.length)
const patterns = new Map(
  operations.map((operation) => [operation, new RegExp(`^${operation.template.replaceAll(/\{\w+\}/g, '([^/]+)')}$`)]),
)

function fieldsOf(operation: Operation, path: string): Record<string, string> | undefined {
  const found = patterns.get(operation)!.exec(path)
  if (!found) return undefined
  try {
    return Object.fromEntries(operation.pathNames.map((name, i) => [name, decodeURIComponent(found[i + 1]!)]))
  } catch {
    return undefined
  }
}
