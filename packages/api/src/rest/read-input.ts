/** From a request to the input of a verb: addresses and bodies are text and JSON, inputs are typed. Source: API-1. */
import { invalidInput, MinistryError } from '@ministry/kernel/errors'
import { restOf, type JsonSchema, type Operation } from './operations.ts'

/** Largest body of a call. Bytes; files have a way of their own. */
export const BODY_LIMIT = 1_000_000

/** Thrown where a body is longer than is taken. */
export class BodyTooLarge extends Error {}

/** The input that the request brings. Throws InvalidInput where it can't be read, BodyTooLarge where it is too long. */
export async function readInput(
  request: Request,
  operation: Operation,
  fields: Record<string, string>,
): Promise<unknown> {
  const rest = operation.method === 'GET' ? fromQuery(new URL(request.url), operation) : await fromBody(request)
  const input = { ...rest, ...fields }
  return instants(operation.input, input)
}

async function fromBody(request: Request): Promise<Record<string, unknown>> {
  const text = await readText(request, BODY_LIMIT)
  if (text === '') return {}
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw invalidInput('The body must be application/json.')
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw invalidInput('The body is no JSON.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidInput('The body is no JSON object.')
  return body as Record<string, unknown>
}

/** The body as text; reads no further than the limit. Throws BodyTooLarge. */
export async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new BodyTooLarge()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [text, size] = ['', 0]
  try {
    for await (const chunk of request.body ?? []) {
      size += (chunk as Uint8Array).byteLength
      if (size > limit) throw new BodyTooLarge()
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (error) {
    if (error instanceof BodyTooLarge || error instanceof MinistryError) throw error
    throw invalidInput('The body can’t be read.')
  }
}

function fromQuery(url: URL, operation: Operation): Record<string, unknown> {
  const known = restOf(operation)
  const input: Record<string, unknown> = {}
  for (const name of new Set(url.searchParams.keys())) {
    const field = known.find((each) => each.name === name)
    if (!field) throw invalidInput('The input is not what this takes.', [{ path: name, message: 'Not known here.' }])
    const values = url.searchParams.getAll(name)
    if (values.length > 1) throw invalidInput('Given twice.', [{ path: name, message: 'Given twice.' }])
    input[name] = typed(field.schema, values[0]!)
  }
  return input
}

/** A text of an address as the schema wants it; what doesn't fit stays text, for the verb's own schema to refuse. */
function typed({ type }: JsonSchema, text: string): unknown {
  if (type === 'integer' || type === 'number')
    return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/** Texts of instants as dates, where the schema wants dates: JSON knows none. */
function instants(schema: JsonSchema | undefined, value: unknown): unknown {
  if (!schema || value === null || value === undefined) return value
  if (typeof value === 'string') return isInstant(schema) ? dateOf(value) : value
  const choices = (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf']) as JsonSchema[] | undefined
  if (choices) return choices.reduce<unknown>((made, choice) => instants(choice, made), value)
  if (Array.isArray(value)) return value.map((item) => instants(schema['items'] as JsonSchema | undefined, item))
  if (typeof value !== 'object') return value
  const properties = schema['properties'] as Record<string, JsonSchema> | undefined
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, instants(properties?.[name], each)]))
}
// A text that the verb itself wants as text has a pattern.
const isInstant = (schema: JsonSchema) => schema['format'] === 'date-time' && schema['pattern'] === undefined
function dateOf(text: string): unknown {
  const time = Date.parse(text)
  return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(time) ? new Date(time) : text
}
