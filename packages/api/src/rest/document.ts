/** The OpenAPI document, made from the verbs' own shapes. Source: API-1, OpenAPI 3.1.1. */
import { errorMapping, type ErrorKind } from '@ministry/kernel/errors'
import { operations, restOf, type JsonSchema, type Operation } from './operations.ts'
import { problemKinds, problemType } from './problem.ts'

const about = `The procedures of the product, called from outside: the same acts, under the same permissions, in the same audit.

**Who calls.** Send \`Authorization: Bearer …\` with an access token of an app (ten minutes; \`POST /tokens\`, then \`POST /tokens/refresh\`; where the account has a second factor, \`POST /tokens\` answers with \`step: second-factor\`, and its \`stepToken\` goes to \`POST /tokens/confirm\` together with a code) or with a personal key (\`mms_key_…\`, made under Settings). A key has scopes such as \`members:read\`; it never does more than its owner may at that moment. Cookies are not read here.

**Lists** come in pages: \`take\` says how many rows, \`next\` of an answer goes into \`after\` of the following call and is null on the last page. What it holds is nobody's business but ours.

**Errors** are problem details (RFC 9457): \`kind\` is one of a closed set, \`code\` names the rule, \`issues\` name the fields. What you may not see is not found.

**Limits.** Every answer says with \`RateLimit\` and \`RateLimit-Policy\` what is left; a refused one says with \`Retry-After\` when to try again. Bodies have a megabyte at most.

**Instants** are RFC 3339 in UTC, dates \`YYYY-MM-DD\`, amounts integers in minor units beside their currency.`

/** The document for an installation at this origin. */
export function openApiDocument(origin: string): JsonSchema {
  const schemas: Record<string, JsonSchema> = { Problem: problemSchema() }
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    const name = nameOf(operation)
    schemas[`${name}Output`] = operation.output
    if (operation.method !== 'GET') schemas[`${name}Input`] = bodyOf(operation)
    ;(paths[operation.template] ??= {})[operation.method.toLowerCase()] = described(operation, name)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Ministry',
      version: '1',
      summary: 'People, places and what happens around them',
      description: about,
    },
    servers: [{ url: `${origin}/api/v1` }],
    tags: [...new Set(operations.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      headers: {
        RateLimit: header(
          'What is left of each limit, and in how many seconds it is whole again.',
          '"account";r=599;t=42',
        ),
        RateLimitPolicy: header('The limits that hold: calls, and the window in seconds.', '"account";q=600;w=60'),
        RetryAfter: { ...header('Seconds to wait.', 42), schema: { type: 'integer', minimum: 1 } },
      },
      responses: Object.fromEntries(answers.map((kind) => [kind, refusal(kind)])),
      securitySchemes: {
        accessToken: {
          ...{ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          description: 'The access token of an app: ten minutes, EdDSA.',
        },
        apiKey: {
          ...{ type: 'http', scheme: 'bearer', bearerFormat: 'mms_key_…' },
          description: 'A personal key, as far as its scopes reach.',
        },
      },
    },
  }
}

const tagOf = ({ path }: Operation) => path.split('.')[0]!.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
/** `PeopleGet`: stable, for programs that are generated from the document. */
const nameOf = ({ path }: Operation) =>
  path
    .split('.')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('')
const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })
const header = (description: string, example: unknown) => ({ description, schema: { type: 'string' }, example })

/** Kinds that every call can end with. */
const answers: ErrorKind[] = Object.keys(errorMapping) as ErrorKind[]

function described(operation: Operation, name: string) {
  const { verb, scope, method, summary } = operation
  const write = verb.kind === 'mutation' ? 'write' : 'read'
  const needs =
    scope === null
      ? 'Nobody need be signed in.'
      : scope === 'any'
        ? 'Any key may.'
        : `A key needs \`${scope}:${write}\`.`
  const { permission } = verb
  const may = typeof permission === 'object' ? `\n\nPermission: ${permission.action} ${permission.noun}.` : ''
  const kinds = answers.filter((kind) => scope !== null || (kind !== 'NotAllowed' && kind !== 'NotSignedIn'))
  return {
    operationId: operation.path.replace('.', '_'),
    ...{ tags: [tagOf(operation)], summary, description: `${needs}${may}` },
    security: scope === null ? [] : [{ accessToken: [] }, { apiKey: [] }],
    parameters: [...inAddress(operation), ...(method === 'GET' ? inQuery(operation) : [])],
    ...(method !== 'GET' && {
      requestBody: { required: true, content: { 'application/json': { schema: ref('schemas', `${name}Input`) } } },
    }),
    responses: {
      200: {
        description: 'Done.',
        headers: { RateLimit: ref('headers', 'RateLimit'), 'RateLimit-Policy': ref('headers', 'RateLimitPolicy') },
        content: { 'application/json': { schema: ref('schemas', `${name}Output`) } },
      },
      ...Object.fromEntries(kinds.map((kind) => [errorMapping[kind].status, ref('responses', kind)])),
    },
  }
}

const inAddress = ({ input, pathNames }: Operation) =>
  pathNames.map((name) => ({
    ...{ name, in: 'path', required: true },
    schema: (input['properties'] as Record<string, JsonSchema>)[name],
  }))

const inQuery = (operation: Operation) =>
  restOf(operation).map(({ name, schema, required }) => ({
    ...{ name, in: 'query', required },
    schema,
  }))

function bodyOf(operation: Operation): JsonSchema {
  const rest = restOf(operation)
  const required = rest.filter((field) => field.required).map(({ name }) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(rest.map(({ name, schema }) => [name, schema])),
    ...(required.length && { required }),
  }
}

function refusal(kind: ErrorKind) {
  const { status } = errorMapping[kind]
  return {
    description: `${kind} (${status}).`,
    ...(kind === 'LimitReached' && { headers: { 'Retry-After': ref('headers', 'RetryAfter') } }),
    content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
  }
}

function problemSchema(): JsonSchema {
  const value = { anyOf: [{ type: 'string' }, { type: 'number' }] }
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'instance', 'kind', 'values', 'issues'],
    properties: {
      type: { type: 'string', format: 'uri', enum: problemKinds.map(problemType) },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'What to do, for people.' },
      instance: { type: 'string', format: 'uri', description: 'This refusal; our log knows it too.' },
      kind: { type: 'string', enum: problemKinds },
      code: { type: 'string', description: 'The rule or limit, for instance `org.move.into-own-subtree`; stable.' },
      values: { type: 'object', additionalProperties: value, description: 'What the detail mentions.' },
      issues: {
        type: 'array',
        items: {
          type: 'object',
          required: ['path', 'message'],
          properties: { path: { type: 'string' }, message: { type: 'string' } },
        },
      },
    },
  }
}
