import { Validator } from '@seriousme/openapi-schema-validator'
import { verbOf } from '@ministry/domain'
import { expect, test } from 'vitest'
import { rootRouter } from '../root.ts'
import { openApiDocument } from './document.ts'
import { operationAt, operations, restOf } from './operations.ts'

const document = openApiDocument('https://ministry.test')

test('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)) as never)
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
  expect(validator.version).toBe('3.1')
})

test('refers only to what it holds', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!)
  expect(refs.length).toBeGreaterThan(operations.length)
  for (const ref of new Set(refs)) {
    const found = ref
      .replace('#/', '')
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
    expect(found, ref).toBeDefined()
  }
})

test.each(operations.map((operation) => [operation.path, operation] as const))(
  '%s fits its verb',
  (path, operation) => {
    const { verb, method, pathNames, input, template, scope } = operation
    expect(verb).toBe(verbOf((rootRouter._def.procedures as unknown as Record<string, object>)[path]!))
    // What is read with GET can be asked for twice; what changes something never goes by GET.
    if (verb.kind === 'mutation') expect(method).not.toBe('GET')
    // Nobody sits at a program who could prove anything just now.
    expect(verb.stepUp ?? false).toBe(false)
    // Every field in the address is one of the input's, and must be there.
    const properties = (input['properties'] ?? {}) as Record<string, { type?: string }>
    for (const name of pathNames) {
      expect(input['required']).toContain(name)
      expect(properties[name]!.type).toBe('string')
    }
    // What the address leaves can be said, each field once.
    expect(restOf(operation).length + pathNames.length).toBe(Object.keys(properties).length)
    expect(input['type']).toBe('object')
    if (typeof verb.permission === 'object') expect(scope).not.toBe('any')
    if (verb.permission === 'signed-in') expect(scope).toBeTruthy()
    if (verb.permission === 'public') expect(scope).toBeNull()
    // Personal text stays out of addresses: nothing that is searched for goes by GET, but for the names of places.
    if (method === 'GET' && path !== 'org.search')
      expect(Object.keys(properties).filter((name) => /search|term|text/.test(name))).toEqual([])
    // What stands in an address is a text, a number, a yes or no, or several of them.
    if (method === 'GET')
      for (const { schema } of restOf(operation))
        expect(['object', 'array'].includes(String(schema['type']))).toBe(false)
    const at = operationAt(method, template.replaceAll(/\{\w+\}/g, 'x'))
    expect('operation' in at && at.operation.path).toBe(path)
  },
)

test('nothing that belongs to a browser, to few eyes or to operators is public', () => {
  const kept =
    /^(care|monitoring|files|access)\.|password|Reset|invite|acceptInvitation|[kK]ey|endRole|nameBoard|setUp|deactivate|breakGlass|merge/
  expect(operations.filter(({ path }) => kept.test(path)).map(({ path }) => path)).toEqual([])
})
