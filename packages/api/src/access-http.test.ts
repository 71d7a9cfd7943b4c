/**
 * The third agreement: what the printed matrix says, over HTTP. Every role of the story signs in with a session and asks every
 * capability about every place. Source: ACS-3.
 */
import { createAuth, createSealing } from '@ministry/auth'
import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import type { Services } from '@ministry/domain'
import { createFileStore, defaultLimits } from '@ministry/domain/files'
import { createOutgoing } from '@ministry/domain/webhooks'
import { fixedClock } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import { createKept, createMailTokens } from '@ministry/mail'
import { story } from '@ministry/seed'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { oracle, type Facts, type Holding, type Tree } from '@ministry/access/oracle'
import { answerProcedures } from './http.ts'
import { importKinds, lifeLine, personLinks, requestKinds, signs } from './registry.ts'
import { createCaller } from './root.ts'

const { app, owner, urls } = await createTestDatabase()
const authDb = openDatabase(urls.auth, { max: 3 })
afterAll(() => authDb.close())
const clock = fixedClock(`${story.day}T09:00:00Z`)
const auth = createAuth({
  db: authDb,
  clock,
  pepper: 'test',
  cost: 4,
  tokens: { secrets: ['test'], issuer: 'http://ministry.test' },
  // Every role asks about everything within one minute of a clock that stands.
  callLimits: { account: 1e9, address: 1e9 },
})
const services: Services = {
  ...{
    db: app,
    authDb,
    clock,
    origin: 'http://ministry.test',
    auth,
    mail: createKept(),
    lifeLine,
    signs,
    requestKinds,
    personLinks,
    importKinds,
  },
  secondFactor: 'asked',
  mailTokens: createMailTokens('test'),
  sealing: createSealing('test', 'care notes'),
  webhooks: { outgoing: createOutgoing({ privateAddresses: false }), sealing: createSealing('test', 'webhooks') },
  files: { store: createFileStore({ folder: '/nowhere' }), limits: defaultLimits, subjects: [] },
  workflows: {
    engine: { at: 'server', address: 'http://inngest.test' },
    outboxLag: () => Promise.resolve({ waiting: 0, oldestSeconds: 0 }),
  },
}

type NodeRow = { id: string; kind: string; parentId: string | null; state: string }
type PersonRow = { id: string; home: string | null; nodes: string[]; state: string; listed: boolean }
const nodes = (await owner.query<NodeRow>(`select id, kind, parent_id as "parentId", state from org_node`)).rows
const tree: Tree = new Map(nodes.map((node) => [node.id, node]))
const people = (
  await owner.query<PersonRow>(`
    select p.id, p.home_node_id as home, p.state, p.listed_in_group as listed,
           array(select node_id from membership m where m.person_id = p.id and m.left_on is null) as nodes
      from person p order by p.id`)
).rows

/** The act over HTTP, with the account's session: the status, and the answer where there is one. */
async function ask<T>(
  token: string | null,
  path: string,
  input: unknown,
  method: 'GET' | 'POST' = 'GET',
): Promise<{ status: number; data?: T }> {
  const who = token ? await auth.sessions.authenticate(token) : null
  const sent = JSON.stringify(superjson.serialize(input))
  const url = `http://ministry.test/api/trpc/${path}`
  const headers = { origin: 'http://ministry.test', 'content-type': 'application/json' }
  const request =
    method === 'POST'
      ? new Request(url, { method, body: sent, headers })
      : new Request(`${url}?input=${encodeURIComponent(sent)}`)
  const session = who ? { ...who.session, secondFactor: who.secondFactor } : undefined
  const caller = { principal: who?.principal ?? null, session, request: { id: newId() } }
  const response = await answerProcedures(request, { services, caller })
  const body = (await response.json()) as { result?: { data: never } }
  return { status: response.status, ...(body.result && { data: superjson.deserialize<T>(body.result.data) }) }
}
const refused = [403, 404]

const everyone = { ...story.accounts, ...story.furtherAccounts }
const holdingsOf = (personId: string): Holding[] => {
  const assigned = story.assignments
    .filter((held) => held.personId === personId)
    .map(({ role, nodeId, startsOn, endsOn }) => ({
      role,
      nodeId,
      from: new Date(startsOn),
      until: endsOn ? new Date(endsOn) : null,
    }))
  const person = people.find(({ id }) => id === personId)
  const derived = (person?.nodes ?? []).flatMap((node): Holding[] => {
    const { kind } = tree.get(node)!
    const role = kind === 'SmallGroup' ? 'small-group-member' : kind === 'GraduateGroup' ? 'graduate-member' : null
    return role ? [{ role, nodeId: node }] : []
  })
  // A closed place holds no roles.
  return [...assigned, ...derived].filter(
    ({ nodeId }) => nodeId === null || nodes.find(({ id }) => id === nodeId)?.state === 'active',
  )
}
const factsOf = ({ id, home, nodes: all, state, listed }: PersonRow, me: string): Facts => ({
  node: home,
  also: all.filter((node) => node !== home),
  own: id === me,
  preGraduate: state === 'pre_graduate',
  listed,
})

/** An ended import at two campuses. */
const imported = await Promise.all(
  [story.nodes.kilima.id, story.nodes.mtoni.id].map(async (nodeId) => {
    const principal = await auth.sessions.principalOf(story.accounts['national-director'].accountId)
    const { imports } = createCaller({ services, caller: { principal, request: { id: newId() } } })
    const { id } = await imports.upload({ nodeId, fileName: 'people.csv', content: 'Name,City\nFor Everybody,Embu\n' })
    await imports.cancel({ id })
    return { id, nodeId }
  }),
)
/** An act on one person at two campuses, who was tagged so already. */
const acted = await Promise.all(
  [story.nodes.kilima.id, story.nodes.mtoni.id].map(async (nodeId) => {
    const principal = await auth.sessions.principalOf(story.accounts['national-director'].accountId)
    const { people, bulk } = createCaller({ services, caller: { principal, request: { id: newId() } } })
    const { id: tagId } = await people.createTag({ nodeId, name: 'Tagged' })
    const [one] = (await people.list({ nodeId, take: 1 })).rows
    await people.tagPeople({ ids: [one!.id], add: [tagId] })
    const { id } = await bulk.begin({ id: newId(), nodeId, what: { act: 'tag', tagId }, ids: [one!.id], total: 1 })
    return { id, nodeId, tagId }
  }),
)
const mapping = { fields: ['name', 'city'], settings: { dateOrder: 'dmy', region: 'KE', state: 'member' } }

describe.each(Object.entries(everyone))('%s', (name, account) => {
  const { personId, accountId } = account
  const may = (noun: string, action: string, row: Facts, field?: string) =>
    oracle(tree, holdingsOf(personId), { noun, action, row, field }, clock.now())
  const active = !('deactivatedOn' in account && account.deactivatedOn)
  let token: string
  beforeAll(async () => {
    token = (await authDb.transaction({ scope: {} }, {}, (tx) => auth.sessions.open(tx, accountId, {}))).token
  })

  test.runIf(active)(
    'sees exactly the people that the matrix gives',
    async () => {
      const seen: string[] = []
      const expected: string[] = []
      for (const [i, person] of people.entries()) {
        // All near ones and every third of the rest: the far ones are many and alike.
        const wanted = may('Person', 'read', factsOf(person, personId))
        if (!wanted && i % 3 && person.id !== personId) continue
        if (wanted) expected.push(person.id)
        const { status } = await ask(token, 'people.get', { id: person.id })
        expect(status === 200 || refused.includes(status), `people.get answered ${status}`).toBe(true)
        if (status === 200) seen.push(person.id)
      }
      expect(seen).toEqual(expected)
    },
    120_000,
  )

  test.runIf(active)(
    'lists at each place exactly the people that it may see there',
    async () => {
      for (const node of nodes) {
        const below = people.filter(
          ({ state, nodes: all }) => state !== 'archived' && all.some((at) => isBelow(at, node.id)),
        )
        const expected = below.filter((person) => may('Person', 'read', factsOf(person, personId))).map(({ id }) => id)
        const { status, data } = await ask<{ rows: { id: string }[]; total: number }>(token, 'people.list', {
          nodeId: node.id,
          take: 200,
        })
        const seesNode = may('OrgNode', 'read', { node: node.id })
        if (status !== 200) {
          expect(refused, `${name} at ${node.kind}`).toContain(status)
          // Refused only where there is nothing that the list would give beyond oneself.
          expect(seesNode ? expected.filter((id) => id !== personId) : []).toEqual([])
        } else {
          expect(seesNode).toBe(true)
          const ids = data!.rows.map(({ id }) => id)
          expect(
            ids.filter((id) => !expected.includes(id)),
            `${name} sees too much at ${node.kind}`,
          ).toEqual([])
          if (expected.length <= 200) expect(data!.total).toBe(expected.length)
        }
      }
    },
    120_000,
  )

  test.runIf(active)(
    'reaches exactly the places, imports, accounts and audit that the matrix gives',
    async () => {
      for (const node of nodes) {
        const at = { node: node.id }
        const org = await ask(token, 'org.get', { nodeId: node.id })
        expect(org.status === 200, `org.get at ${node.kind}`).toBe(may('OrgNode', 'read', at))
        // Who may work on duplicates at a place, and on nothing of the kind elsewhere.
        const pairs = (await ask(token, 'people.duplicates', { nodeId: node.id })).status
        expect(pairs === 200, `people.duplicates at ${node.kind}`).toBe(may('Duplicate', 'read', at))
        const merges = (await ask(token, 'people.merges', { nodeId: node.id })).status
        expect(merges === 200, `people.merges at ${node.kind}`).toBe(may('Person', 'merge', at))
        if (org.status !== 200) {
          for (const path of ['imports.list', 'people.list', 'people.duplicates', 'people.merges'])
            expect(refused).toContain((await ask(token, path, { nodeId: node.id })).status)
        }
      }
      const { status, data } = await ask<{ rows: { id: string; scopeIds?: string[] }[] }>(token, 'audit.search', {})
      const anywhere = nodes.some((node) => may('AuditEntry', 'read', { node: node.id }))
      expect(status === 200).toBe(anywhere)
      if (data) expect(data.rows.length).toBeGreaterThan(0)
      const operates = nodes.some((node) => may('Operation', 'read', { node: node.id }))
      expect((await ask(token, 'monitoring.overview', {})).status === 200).toBe(operates)
      for (const path of ['monitoring.functions', 'monitoring.runs', 'monitoring.events'])
        expect((await ask(token, path, {})).status, path).toBe(operates ? 422 : 403) // they are on the server
    },
    60_000,
  )

  test.runIf(active)(
    'meets every procedure of imports as the matrix gives',
    async () => {
      for (const { id, nodeId } of imported) {
        const at = { node: nodeId }
        const [read, plan, create] = ['read', 'plan', 'create'].map((action) => may('Import', action, at))
        const file = { kind: 'people', fileName: 'a.csv', content: 'Headings only\n' }
        for (const [path, input, method, allowed] of [
          ['get', { id }, 'GET', read],
          ['rows', { id }, 'GET', read],
          ['leftOut', { id }, 'GET', read],
          ['unknownWords', { id }, 'GET', read],
          ['offers', { nodeId }, 'GET', create],
          ['fields', { nodeId }, 'GET', create],
          ['template', { nodeId }, 'GET', create],
          ['upload', { nodeId, ...file }, 'POST', create],
          ['map', { id, ...mapping }, 'POST', plan],
          ['reread', { id }, 'POST', plan],
          ['choose', { id, number: 2, choice: null }, 'POST', plan],
          ['undecided', { id }, 'GET', read],
          ['chooseAlike', { id, code: 'imports.row.looks-like', take: 'out', rows: 1 }, 'POST', plan],
          ['fix', { id, number: 2, cells: [{ column: 0, value: 'X' }] }, 'POST', plan],
          ['setRules', { id, matchBy: [], rules: {} }, 'POST', plan],
          ['commit', { id }, 'POST', may('Import', 'commit', at)],
          ['cancel', { id }, 'POST', may('Import', 'cancel', at)],
          ['undo', { id }, 'POST', may('Import', 'undo', at)],
        ] as const) {
          // The import has ended: whoever may act on it hears that it is not the time, whoever may not hears nothing of it.
          const { status } = await ask(token, `imports.${path}`, input, method)
          expect(!refused.includes(status), `imports.${path}: ${status}`).toBe(allowed)
          if (method === 'GET') expect([200, ...refused]).toContain(status)
          else expect(status).not.toBe(500)
        }
      }
      const { rows } = await owner.query(`select state from import where state <> 'cancelled'`)
      expect(rows).toEqual([])
    },
    60_000,
  )

  test.runIf(active)(
    'meets every procedure of acts on many as the matrix gives',
    async () => {
      for (const { id, nodeId, tagId } of acted) {
        const at = { node: nodeId }
        const what = { act: 'tag', tagId }
        const [read, create, stop, undo] = ['read', 'create', 'stop', 'undo'].map((act) => may('BulkAct', act, at))
        for (const [path, input, method, allowed] of [
          ['get', { id }, 'GET', read],
          ['rows', { id, show: 'left' }, 'GET', read],
          ['preview', { nodeId, what }, 'GET', create],
          ['begin', { id: newId(), nodeId, what, total: 1_000_000 }, 'POST', create],
          ['stop', { id }, 'POST', stop],
          ['undo', { id }, 'POST', undo],
        ] as const) {
          // It is over, and did nothing: whoever may act on it hears that, whoever may not hears nothing of it.
          const { status } = await ask(token, `bulk.${path}`, input, method)
          expect(!refused.includes(status), `bulk.${path}: ${status}`).toBe(allowed)
          if (method === 'GET') expect([200, ...refused]).toContain(status)
          else expect(status).not.toBe(500)
        }
        const { status, data } = await ask<{ rows: { id: string }[] }>(token, 'bulk.list', { nodeId })
        // Whoever sees acts on many anywhere, and this place, reads the list: of those that are theirs to see.
        if (status === 200) expect(data!.rows.some((one) => one.id === id)).toBe(read)
        else expect(read).toBe(false)
      }
      expect((await owner.query(`select count(*)::int as n from bulk_act`)).rows).toEqual([{ n: acted.length }])
    },
    60_000,
  )

  test.runIf(!active)('is nobody once deactivated', async () => {
    expect((await ask(token, 'accounts.me', undefined)).status).toBe(401)
  })
})

test('nobody gets anything without a session', async () => {
  for (const path of ['people.list', 'org.get', 'imports.list', 'audit.search', 'accounts.me', 'monitoring.overview'])
    expect((await ask(null, path, { nodeId: nodes[0]!.id, id: nodes[0]!.id })).status).toBe(401)
})

test('a post from another site is refused', async () => {
  const request = new Request('http://ministry.test/api/trpc/accounts.signOut', {
    method: 'POST',
    headers: { origin: 'http://evil.test', 'content-type': 'application/json' },
    body: '{}',
  })
  const response = await answerProcedures(request, { services, caller: { principal: null, request: { id: newId() } } })
  expect(response.status).toBe(403)
})

function isBelow(node: string, top: string): boolean {
  for (let at: string | null = node; at; at = tree.get(at)!.parentId) if (at === top) return true
  return false
}
