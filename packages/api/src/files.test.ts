/** Who gets a file over HTTP: every role asks for files at every place, and the printed matrix says who may. Source: ACS-3. */
import { oracle, type Holding, type Tree } from '@ministry/access/oracle'
import { find } from '@ministry/access/scope'
import { createAuth, createSealing } from '@ministry/auth'
import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import type { Caller, Services } from '@ministry/domain'
import { createFileStore, defaultLimits, type FileSubject } from '@ministry/domain/files'
import { createOutgoing } from '@ministry/domain/webhooks'
import { fixedClock } from '@ministry/kernel/calendar'
import { MinistryError } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { createKept, createMailTokens } from '@ministry/mail'
import { story } from '@ministry/seed'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerFile } from './files.ts'
import { fileSubjects, lifeLine, signs } from './registry.ts'
import { createCaller } from './root.ts'

const { app, owner, urls } = await createTestDatabase()
const authDb = openDatabase(urls.auth, { max: 3 })
const folder = mkdtempSync(join(tmpdir(), 'files-'))
afterAll(async () => {
  await authDb.close()
  rmSync(folder, { recursive: true })
})
const clock = fixedClock(`${story.day}T09:00:00Z`)
const auth = createAuth({
  db: authDb,
  clock,
  pepper: 'test',
  cost: 4,
  tokens: { secrets: ['test'], issuer: 'http://ministry.test' },
})
const places: FileSubject = {
  noun: 'OrgNode',
  mayRead: (ctx, id) =>
    find(ctx, 'read', 'OrgNode', id).then(
      () => true,
      () => false,
    ),
  mayAttach: () => Promise.resolve(true),
}
const services: Services = {
  ...{ db: app, authDb, clock, origin: 'http://ministry.test', auth, mail: createKept(), lifeLine, signs },
  requestKinds: [],
  personLinks: [],
  importKinds: [],
  files: { store: createFileStore({ folder }), limits: defaultLimits, subjects: [places] },
  secondFactor: 'asked',
  mailTokens: createMailTokens('test'),
  sealing: createSealing('test', 'care notes'),
  webhooks: { outgoing: createOutgoing({ privateAddresses: false }), sealing: createSealing('test', 'webhooks') },
  workflows: {
    engine: { at: 'server', address: 'http://inngest.test' },
    outboxLag: () => Promise.resolve({ waiting: 0, oldestSeconds: 0 }),
  },
}
const callerOf = async (accountId: string): Promise<Caller> => ({
  principal: await auth.sessions.principalOf(accountId),
  request: { id: newId() },
})
const director = await callerOf(story.accounts['national-director'].accountId)
const send = (caller: Caller, name: string, content: string) =>
  createCaller({ services, caller }).files.upload({ name, content: new TextEncoder().encode(content) })
/** The status and the answer; what is thrown counts as its kind. */
async function ask(caller: Caller, id: string, small = false) {
  try {
    const response = await answerFile(id, { services, caller, small })
    return { status: response.status, headers: response.headers, body: await response.text() }
  } catch (error) {
    if (!(error instanceof MinistryError)) throw error
    return { status: error.kind }
  }
}

type NodeRow = { id: string; kind: string; parentId: string | null; state: string }
const nodes = (await owner.query<NodeRow>(`select id, kind, parent_id as "parentId", state from org_node`)).rows
const tree: Tree = new Map(nodes.map((node) => [node.id, node]))
const fileAt = new Map<string, string>()
beforeAll(async () => {
  for (const { id } of nodes) {
    const file = await send(director, `${id}.txt`, `file of ${id}`)
    const at = 'subject_noun, subject_id, node_id, attached_at'
    await owner.query(`update file set (${at}) = ('OrgNode', $2, $2, now()) where id = $1`, [file.id, id])
    fileAt.set(id, file.id)
  }
})

const memberships = (
  await owner.query<{ person: string; node: string }>(
    `select person_id as person, node_id as node from membership where left_on is null`,
  )
).rows
function holdingsOf(personId: string): Holding[] {
  const assigned = story.assignments
    .filter((held) => held.personId === personId)
    .map(({ role, nodeId, startsOn, endsOn }) => ({
      role,
      nodeId,
      from: new Date(startsOn),
      until: endsOn ? new Date(endsOn) : null,
    }))
  const derived = memberships.flatMap(({ person, node }): Holding[] => {
    const { kind } = tree.get(node)!
    const role = kind === 'SmallGroup' ? 'small-group-member' : kind === 'GraduateGroup' ? 'graduate-member' : null
    return person === personId && role ? [{ role, nodeId: node }] : []
  })
  const open = (id: string | null) => id === null || nodes.find((node) => node.id === id)?.state === 'active'
  return [...assigned, ...derived].filter(({ nodeId }) => open(nodeId))
}

const everyone = Object.entries({ ...story.accounts, ...story.furtherAccounts }).filter(
  ([, account]) => !('deactivatedOn' in account && account.deactivatedOn),
)
describe.each(everyone)('%s', (_, { accountId, personId }) => {
  test('gets exactly the files of what the matrix lets them read', async () => {
    const caller = await callerOf(accountId)
    for (const { id, kind } of nodes) {
      const may = oracle(
        tree,
        holdingsOf(personId),
        { noun: 'OrgNode', action: 'read', row: { node: id } },
        clock.now(),
      )
      const { status, body } = { body: undefined, ...(await ask(caller, fileAt.get(id)!)) }
      expect(status, kind).toBe(may ? 200 : 'NotFound')
      if (may) expect(body).toBe(`file of ${id}`)
    }
  })

  test('gets what they sent themselves, and nothing that somebody else has not attached', async () => {
    const caller = await callerOf(accountId)
    const { id } = await send(caller, 'own.txt', `own of ${accountId}`)
    expect((await ask(caller, id)).status).toBe(200)
    const other = accountId === story.accounts['board-member'].accountId ? 'cell-leader' : 'board-member'
    expect((await ask(await callerOf(story.accounts[other].accountId), id)).status).toBe('NotFound')
  })
})

test('nobody gets one without being signed in, and nobody one that isn’t there', async () => {
  const nobody: Caller = { principal: null, request: { id: newId() } }
  expect((await ask(nobody, fileAt.get(nodes[0]!.id)!)).status).toBe('NotSignedIn')
  expect((await ask(director, newId())).status).toBe('NotFound')
})

test('a file is saved under its name, and can’t run, be guessed at, be framed or be kept on the way', async () => {
  const { id } = await send(director, 'Reçu "août" – 日本 (1)\'s.csv', 'a;b')
  const { headers } = (await ask(director, id)) as { headers: Headers }
  expect(Object.fromEntries(headers)).toEqual({
    'content-type': 'text/plain; charset=utf-8',
    'content-length': '3',
    'content-disposition':
      "attachment; filename=\"Recu _aout_ _ __ (1)'s.csv\"; filename*=UTF-8''Re%C3%A7u%20_ao%C3%BBt_%20%E2%80%93%20%E6%97%A5%E6%9C%AC%20%281%29%27s.csv",
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
})

test('a picture is shown, in full or small', async () => {
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAE0lEQVQImWP4z8DwnwGM/zMwAAAf7gP9qS/A4gAAAABJRU5ErkJggg=='
  const content = Uint8Array.from(Buffer.from(pixel, 'base64'))
  const { id } = await createCaller({ services, caller: director }).files.upload({ name: 'pixel', content })
  const full = (await ask(director, id)) as { headers: Headers }
  expect(full.headers.get('content-disposition')).toBe(`inline; filename="pixel.png"; filename*=UTF-8''pixel.png`)
  const small = (await ask(director, id, true)) as { headers: Headers }
  expect(small.headers.get('content-type')).toBe('image/webp')
})

test('each thing that files hang on is a table with identifiers, guarded by row-level security', async () => {
  for (const { noun } of [...fileSubjects, places]) {
    const table = noun.replaceAll(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
    const { rows } = await owner.query<{ guarded: boolean }>(
      `select c.relrowsecurity and c.relforcerowsecurity as guarded from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
        where c.oid = to_regclass('public.' || $1)`,
      [table],
    )
    expect(rows, noun).toEqual([{ guarded: true }])
  }
})
