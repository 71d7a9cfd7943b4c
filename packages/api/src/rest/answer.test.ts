/** The public procedures as a client calls them: every one by its documented address. Source: API-1, ACC-6. */
import { newApiKey } from '@ministry/auth'
import type { MinistryError } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { createTestServices, origin } from '../testing/test-idle-product.ts'
import { answerRest } from './answer.ts'
import { openApiDocument } from './document.ts'
import { operations, type JsonSchema, type Operation } from './operations.ts'

const { services, owner, authDb, auth, clock } = await createTestServices({ account: 100_000, address: 300 })
const document = openApiDocument(origin) as unknown as {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>
  components: { schemas: Record<string, JsonSchema> }
}

type Role = keyof typeof story.accounts
const tokenOf = async (role: Role) => {
  const owner = { accountId: story.accounts[role].accountId, personId: story.accounts[role].personId }
  return authDb.transaction(
    { scope: {} },
    {},
    async (tx) => (await auth.clients.open(tx, owner, { name: 'Test app' })).accessToken,
  )
}
async function keyOf(role: Role, scopes: string[]) {
  const { key, hash, hint } = newApiKey()
  await owner.query(
    `insert into api_key (id, account_id, name, hint, token_hash, scopes, created_at, expires_at) values ($1, $2, 'test', $3, $4, $5, now(), '2030-01-01')`,
    [newId(), story.accounts[role].accountId, hint, hash, scopes],
  )
  return key
}
const defects: unknown[] = []
let calls = 0
async function ask(method: string, path: string, credential?: string, body?: unknown, headers = {}, address?: string) {
  const request = new Request(`${origin}/api/v1${path}`, {
    method,
    headers: {
      ...(credential && { authorization: `Bearer ${credential}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  // Each call from somewhere else: the limit of an address has a test of its own.
  const from = address ?? `2001:db8:0:${(calls++).toString(16)}::1`
  const response = await answerRest(request, {
    ...{ services, request: { id: newId(), address: from } },
    onDefect: (error) => defects.push(error),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : undefined) as never }
}
const problem = z.fromJSONSchema(document.components.schemas['Problem'] as never)
const addressOf = ({ template }: Operation, value = newId()) => template.replaceAll(/\{\w+\}/g, value)
const bodyFor = ({ method }: Operation, body: unknown) => (method === 'GET' ? undefined : body)
const director = await tokenOf('national-director')
const member = await tokenOf('small-group-member')

describe.each(operations.map((operation) => [operation.path, operation] as const))('%s', (_path, operation) => {
  const { method, verb, scope, template } = operation
  const documented = document.paths[template]![method.toLowerCase()]!
  const called = async (credential: string | undefined, body: unknown) => {
    const answer = await ask(method, addressOf(operation), credential, bodyFor(operation, body))
    expect(defects).toEqual([])
    expect(Object.keys(documented.responses)).toContain(String(answer.status))
    if (answer.status === 200) return answer
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(problem.safeParse(answer.body).error).toBeUndefined()
    expect(answer.body).toMatchObject({ status: answer.status })
    return answer
  }

  test.skipIf(scope === null)('is for nobody without a credential, nor with a false one', async () => {
    for (const credential of [undefined, 'nonsense', newApiKey().key]) {
      const { status, headers } = await called(credential, {})
      expect(status).toBe(401)
      expect(headers.get('www-authenticate')).toMatch(/^Bearer /)
    }
  })

  test('is its verb: refused where that refuses, with the same kind', async () => {
    const named = Object.fromEntries(operation.pathNames.map((name) => [name, newId()]))
    for (const [role, credential] of [
      ['national-director', director],
      ['small-group-member', member],
    ] as const) {
      const principal = scope === null ? null : await auth.sessions.principalOf(story.accounts[role].accountId)
      const expected = await verb
        .call(services, { principal, request: { id: newId(), address: '192.0.2.1' } }, named)
        .then(
          () => 'done',
          (error: unknown) => (error as MinistryError).kind,
        )
      const { status, body } = await called(credential, {})
      expect(status === 200 ? 'done' : (body as { kind: string }).kind).toBe(expected)
    }
  })

  test.skipIf(scope === null || scope === 'any')('needs the scope of its area from a key', async () => {
    const write = verb.kind === 'mutation'
    const lacking = await keyOf('national-director', write ? [`${scope}:read`] : [])
    const { status, body } = await called(lacking, {})
    expect(status).toBe(403)
    expect(body).toMatchObject({ kind: 'NotAllowed' })
    const having = await keyOf('national-director', [`${scope}:${write ? 'write' : 'read'}`])
    expect(JSON.stringify((await called(having, {})).body)).not.toContain('lacks the scope')
  })
})

describe('what is read', () => {
  const { mustardSeed } = story.nodes
  const kwame = story.accounts['cell-leader'].personId
  const read = [
    ['/me', 'AccountsMe'],
    ['/places', 'OrgTree'],
    [`/places/${mustardSeed.id}`, 'OrgGet'],
    ['/places/search?text=a&take=3', 'OrgSearch'],
    [`/people/${kwame}`, 'PeopleGet'],
    [`/people/${kwame}/life-line`, 'AutomationLifeLine'],
    [`/people/${kwame}/family`, 'FamiliesFamily'],
    [`/places/${mustardSeed.id}/custom-fields`, 'PeopleFields'],
    [`/places/${mustardSeed.id}/follow-ups?late=false`, 'FollowUpsList'],
    ['/follow-ups/mine', 'FollowUpsMine'],
    ['/requests/inbox', 'ApprovalsInbox'],
    ['/requests/inbox/count', 'ApprovalsInboxCount'],
    [`/places/${mustardSeed.id}/events`, 'EventsList'],
    [`/roles?nodeId=${mustardSeed.id}`, 'AccountsRoles'],
    ['/notifications', 'MessagingInbox'],
  ] as const

  test.each(read)('%s is what the document says', async (path, name) => {
    const { status, body, headers } = await ask('GET', path, director)
    expect(body, JSON.stringify(body)).not.toHaveProperty('kind', 'InvalidInput')
    expect(status).toBe(200)
    expect(
      z.fromJSONSchema(document.components.schemas[`${name}Output`] as never).safeParse(body).error,
    ).toBeUndefined()
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('goes on where a page ended', async () => {
    const path = `/places/${story.nodes.mustardSeed.parentId ?? mustardSeed.id}/people/list`
    type Page = { rows: { id: string }[]; next: string | null; total: number }
    const page = async (body: object) => {
      const { status, body: read } = await ask('POST', path, director, { take: 2, ...body })
      expect(status).toBe(200)
      const shape = z.fromJSONSchema(document.components.schemas['PeopleListOutput'] as never)
      expect(shape.safeParse(read).error).toBeUndefined()
      return read as Page
    }
    const first = await page({})
    expect(first.rows).toHaveLength(2)
    const second = await page({ after: first.next })
    expect(second.rows.length).toBeGreaterThan(0)
    expect(second.rows.map(({ id }) => id)).not.toContain(first.rows[0]!.id)
  })

  test('a key of any scope knows whose it is, and no more of others than its scopes say', async () => {
    const key = await keyOf('national-director', ['events:read'])
    expect((await ask('GET', '/me', key)).status).toBe(200)
    expect((await ask('GET', `/people/${story.accounts['cell-leader'].personId}`, key)).status).toBe(403)
  })

  test('an instant is an instant', async () => {
    const from = `${story.day}T00:00:00Z`
    expect((await ask('POST', '/audit/search', director, { from })).status).toBe(200)
    expect((await ask('POST', '/audit/search', director, { from: 'yesterday' })).status).toBe(400)
  })
})

describe('what is written', () => {
  test('stands in the audit with the client that did it', async () => {
    const id = newId()
    const personId = story.accounts['cell-leader'].personId
    const key = await keyOf('national-director', ['members:write'])
    const body = { id, personId, title: 'Ask about Sunday', dueOn: '2026-12-01' }
    expect((await ask('POST', '/follow-ups', key, body)).status).toBe(200)
    const { rows } = await owner.query(`select * from audit_entry where subject_id = $1`, [id])
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      action: 'follow-ups.create',
      actor_account_id: story.accounts['national-director'].accountId,
      device: `API key …${key.slice(-4)}`,
    })
  })

  test('a role that has ended bites at the next call', async () => {
    const token = await tokenOf('cell-leader')
    const path = `/places/${story.nodes.mustardSeed.id}/follow-ups`
    expect((await ask('GET', path, token)).status).toBe(200)
    const personId = story.accounts['cell-leader'].personId
    await owner.query(`update role_assignment set ends_at = $2 where person_id = $1 and ends_at is null`, [
      personId,
      clock.now(),
    ])
    await owner.query(`update membership set left_on = '2026-01-01' where person_id = $1`, [personId])
    expect([403, 404]).toContain((await ask('GET', path, token)).status)
  })
})

describe('hostile calls', () => {
  test('a cookie or a credential elsewhere opens nothing', async () => {
    for (const headers of [
      { cookie: `session=${director}` },
      { cookie: `__Host-session=${director}` },
      { 'x-api-key': director },
      { authorization: `Basic ${director}` },
    ])
      expect([400, 401]).toContain((await ask('GET', '/me', undefined, undefined, headers)).status)
    expect((await ask('GET', `/me?access_token=${director}`)).status).toBe(401)
  })

  test('bodies that are no JSON object, too long or of another kind are refused in words', async () => {
    for (const body of ['{', '[]', 'null', '"x"', '{"a":"\\u0000"}'])
      expect((await ask('POST', '/people/tags', director, body)).status).toBe(400)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await ask('POST', '/people/tags', director, 'ids=1', form)).status).toBe(400)
    const long = JSON.stringify({ ids: ['x'.repeat(1_000_001)] })
    expect((await ask('POST', '/people/tags', director, long)).status).toBe(413)
    expect(defects).toEqual([])
  })

  test('two values for one field, an unknown field, an odd address are refused', async () => {
    const node = story.nodes.mustardSeed.id
    expect((await ask('GET', `/places/${node}/follow-ups?take=1&take=2`, director)).status).toBe(400)
    expect((await ask('GET', `/places/${node}/follow-ups?teak=1`, director)).status).toBe(400)
    expect((await ask('GET', `/places/${node}/follow-ups?take=many`, director)).status).toBe(400)
    expect((await ask('GET', '/places/%zz', director)).status).toBe(404)
    expect((await ask('GET', '/nowhere', director)).status).toBe(404)
    const { status, headers } = await ask('DELETE', '/me', director)
    expect([status, headers.get('allow')]).toEqual([405, 'GET'])
    // The field in the address counts, whatever the body says.
    const other = { nodeId: newId(), name: 'Elsewhere' }
    expect((await ask('POST', `/places/${node}/rename`, director, other)).status).not.toBe(404)
  })

  test('an address has a limit of calls, told in every answer', async () => {
    const answers = []
    for (let i = 0; i < 305; i++) answers.push(await ask('GET', '/nowhere', undefined, undefined, {}, '198.51.100.7'))
    expect(answers[0]!.headers.get('ratelimit-policy')).toBe('"address";q=300;w=60')
    expect(answers[0]!.headers.get('ratelimit')).toMatch(/^"address";r=299;t=\d+$/)
    const refused = answers.at(-1)!
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.body).toMatchObject({ kind: 'LimitReached', code: 'api.too-often' })
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(300)
    // The document is no way around it.
    expect((await ask('GET', '/openapi.json', undefined, undefined, {}, '198.51.100.7')).status).toBe(429)
  })

  test('neighbours in one network of IPv6 share its limit', async () => {
    const left = async (address: string) =>
      (await ask('GET', '/nowhere', undefined, undefined, {}, address)).headers.get('ratelimit')
    expect(await left('2001:db8:ffff:1::1')).toContain('r=299')
    expect(await left('2001:db8:ffff:1:aaaa::9')).toContain('r=298')
    expect(await left('2001:db8:ffff:2::1')).toContain('r=299')
  })
})
