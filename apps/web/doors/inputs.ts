/** Inputs that a schema takes, made from the schema itself: whatever door is added, somebody rattles at it. Source: ACS-3. */
import * as z from 'zod'

/** Where an identifier goes. */
class Place {
  readonly path: string
  constructor(path: string) {
    this.path = path
  }
}
type Schema = z.core.JSONSchema.JSONSchema
/** An input with places for identifiers. */
export interface Shape {
  places: string[]
  /** The input with an identifier for each place. */
  filled(idAt: (path: string) => string | undefined): unknown
}

/** How many ways each choice of a schema is taken at most. */
const WAYS = 6
const texts = [
  '2026-11-20',
  '2026-11-20T09:00:00.000Z',
  'KES',
  'KE',
  'en',
  '+254712000001',
  '09:00',
  '12',
  'a',
  'Habari',
]
/** What only some words fit, by the name of the field: the one place to say more where a schema refuses what is made from it. */
const known: Record<string, unknown> = {
  timeZone: 'Africa/Nairobi',
  currency: 'KES',
  email: 'somebody@example.org',
  scopes: 'members:read',
  runId: '01K0000000000000000000000A',
  content: 'Name,City\nSomebody,Embu\n',
}
const formats: Record<string, string> = {
  date: '2026-11-20',
  'date-time': '2026-11-20T09:00:00.000Z',
  email: 'somebody@example.org',
  uri: 'https://example.org/',
  time: '09:00',
}

/** Shapes of everything that the schema takes: with all that may be left out and without it, and each kind of every choice. */
export function shapesOf(schema: z.ZodType): Shape[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema
  const templates = [sample(root, { root, way: 0, bare: true, path: '', depth: 0 })]
  for (let way = 0; way < WAYS; way++) templates.push(sample(root, { root, way, bare: false, path: '', depth: 0 }))
  const seen = new Set<string>()
  return templates.flatMap((template) => {
    const key = JSON.stringify(template) ?? ''
    if (seen.has(key)) return []
    seen.add(key)
    const places: string[] = []
    visit(template, (path) => (places.push(path), path))
    return [{ places: [...new Set(places)], filled: (idAt) => visit(template, idAt) }]
  })
}

interface At {
  root: Schema
  way: number
  bare: boolean
  path: string
  depth: number
}

function sample(schema: Schema, at: At): unknown {
  // Bytes have no JSON of their own.
  if (Object.keys(schema).length === 0 && at.path === 'content') return new TextEncoder().encode('A receipt')
  if (Array.isArray(schema.type)) {
    const type = (schema.type as string[]).find((one) => one !== 'null')
    return sample({ ...schema, type } as Schema, at)
  }
  const name = /(\w+)(\[\d+\])?$/.exec(at.path)?.[1] ?? ''
  if (schema.type !== 'array' && schema.type !== 'object' && !schema.enum && Object.hasOwn(known, name))
    return known[name]
  if (schema.$ref) {
    const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1]
    const target = name ? at.root.$defs?.[name] : at.root
    return sample(target as Schema, { ...at, depth: at.depth + 1, bare: at.bare || at.depth > 3 })
  }
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[at.way % schema.enum.length]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) {
    // What may be nothing is something here.
    const some = choices.filter(({ type }) => type !== 'null')
    // The first choice ends what would go on for ever.
    return sample(some[at.depth > 3 ? 0 : at.way % some.length]!, at)
  }
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => sample(part, at) as object)) as unknown
  switch (schema.type) {
    case 'object':
      return object(schema, at)
    case 'array':
      return array(schema, at)
    case 'integer':
    case 'number':
      return number(schema, at)
    case 'boolean':
      return at.way % 2 === 0
    case 'null':
      return null
    case 'string':
      return text(schema, at)
    default:
      return undefined
  }
}

function object(schema: Schema, at: At): unknown {
  const required = new Set(schema.required)
  const entries = Object.entries(schema.properties ?? {})
    .filter(([name]) => required.has(name) || (!at.bare && name !== 'after'))
    .map(([name, part]) => [name, sample(part as Schema, { ...at, path: at.path ? `${at.path}.${name}` : name })])
  const more = schema.additionalProperties
  if (typeof more !== 'object' || at.bare) return Object.fromEntries(entries) as unknown
  const keys = schema.propertyNames as Schema | undefined
  const key = keys?.format === 'uuid' ? `{${at.path}.key}` : String(keys?.enum?.[0] ?? 'a')
  return Object.fromEntries([...entries, [key, sample(more, { ...at, path: `${at.path}.*` })]]) as unknown
}

function array(schema: Schema, at: At): unknown[] {
  const items = (schema.prefixItems ?? []) as Schema[]
  if (items.length) return items.map((item, index) => sample(item, { ...at, path: `${at.path}.${String(index)}` }))
  const least = schema.minItems ?? 0
  const many = at.bare ? least : Math.max(least, Math.min(2, schema.maxItems ?? 2))
  // The first is one's own, the second isn't.
  return Array.from({ length: many }, (_, index) =>
    sample(schema.items as Schema, { ...at, path: `${at.path}[${String(index)}]` }),
  )
}

function number({ minimum, exclusiveMinimum, maximum }: Schema, { way, path }: At): number {
  const least = minimum ?? (typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : 1)
  // Those of one list differ.
  const wanted = Math.max(least, 1) + way + Number(/\[(\d+)\]$/.exec(path)?.[1] ?? 0)
  return maximum === undefined ? wanted : Math.min(wanted, maximum)
}

function text({ format, pattern, minLength = 0, maxLength }: Schema, { path, way }: At): unknown {
  if (format === 'uuid') return new Place(path)
  if (format && formats[format]) return formats[format]
  if (pattern) {
    const fits = texts.filter((one) => new RegExp(pattern, 'u').test(one))
    return fits[way % Math.max(fits.length, 1)] ?? 'x'
  }
  const wanted = texts[(texts.length - 1 - way + texts.length) % texts.length]!
  return wanted.padEnd(minLength, 'x').slice(0, maxLength)
}

function visit(value: unknown, idAt: (path: string) => string | undefined): unknown {
  if (value instanceof Place) return idAt(value.path)
  if (Array.isArray(value)) return value.map((one) => visit(one, idAt))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key.startsWith('{') ? (idAt(key) ?? 'undefined') : key,
      visit(part, idAt),
    ]),
  )
}
