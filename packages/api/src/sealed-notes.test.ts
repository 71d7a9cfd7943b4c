/**
 * A sealed text leaves by no door: every procedure that reads or exports is asked for it, every table is searched for it, and what is
 * logged, refused or kept as a file. What comes later is asked and searched as well. Source: ACS-6, PRV-3.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuth, createSealing } from '@ministry/auth'
import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import { verbOf, type Services } from '@ministry/domain'
import { createFileStore, defaultLimits } from '@ministry/domain/files'
import { createOutgoing } from '@ministry/domain/webhooks'
import { fixedClock } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import { createKept, createMailTokens } from '@ministry/mail'
import { story } from '@ministry/seed'
import superjson from 'superjson'
import { afterAll, expect, test, vi } from 'vitest'
import { answerProcedures } from './http.ts'
import { fileSubjects, importKinds, lifeLine, personLinks, requestKinds, signs } from './registry.ts'
import { rootRouter } from './root.ts'

const { app, owner, urls } = await createTestDatabase()
const authDb = openDatabase(urls.auth, { max: 3 })
const folder = mkdtempSync(join(tmpdir(), 'ministry-sealed-'))
afterAll(async () => {
  await authDb.close()
  rmSync(folder, { recursive: true, force: true })
})
const clock = fixedClock(`${story.day}T09:00:00Z`)
const auth = createAuth({
  db: authDb,
  clock,
  pepper: 'test',
  cost: 4,
  tokens: { secrets: ['test'], issuer: 'http://ministry.test' },
})
const services: Services = {
  ...{ db: app, authDb, clock, origin: 'http://ministry.test', auth, mail: createKept() },
  ...{ lifeLine, signs, requestKinds, personLinks, importKinds },
  secondFactor: 'asked',
  mailTokens: createMailTokens('test'),
  sealing: createSealing('test', 'care notes'),
  webhooks: { outgoing: createOutgoing({ privateAddresses: false }), sealing: createSealing('test', 'webhooks') },
  files: { store: createFileStore({ folder }), limits: defaultLimits, subjects: fileSubjects },
  workflows: {
    engine: { at: 'server', address: 'http://inngest.test' },
    outboxLag: () => Promise.resolve({ waiting: 0, oldestSeconds: 0 }),
  },
}
const canary = 'quokkasongbird'
const minh = story.people.minh.id
const said: string[] = []

/** A procedure over HTTP in somebody's name: the status, and everything that comes back, defects too. */
async function ask(accountId: string, path: string, input: unknown): Promise<{ status: number; text: string }> {
  const request = new Request(`http://ministry.test/api/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(superjson.serialize(input)),
  })
  const session = { id: 'test', provenAt: clock.now(), secondFactor: false }
  const caller = { principal: await auth.sessions.principalOf(accountId), session, request: { id: newId() } }
  const onDefect = (error: unknown) =>
    said.push(error instanceof Error ? `${error.stack} ${error.message}` : String(error))
  const response = await answerProcedures(request, { services, caller, onDefect })
  return { status: response.status, text: await response.text() }
}
const { accounts } = story
const author = accounts['cell-leader'].accountId
const readers = (['campus-leader', 'national-director', 'national-administrator'] as const).map(
  (role) => accounts[role].accountId,
)

test('a sealed text is in no answer, no table, no log and no file', async () => {
  const logged = [
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name)),
    vi.spyOn(process.stdout, 'write'),
    vi.spyOn(process.stderr, 'write'),
  ]
  const id = newId()
  const note = { id, personId: minh, body: `Afraid: ${canary}`, sharedWith: [] as string[] }
  expect((await ask(author, 'care.writeCareNote', note)).status).toBe(200)
  expect((await ask(author, 'care.changeCareNote', { ...note, version: 1, body: `Still: ${canary}` })).status).toBe(200)
  expect((await ask(author, 'care.openCareNotes', { personId: minh })).text).toContain(canary)
  const glass = { personId: minh, reason: 'The family asked the office for help tonight' }
  expect((await ask(readers[1]!, 'care.breakGlass', glass)).status).toBe(200)
  expect((await ask(readers[1]!, 'care.openCareNotes', { personId: minh })).text).toContain(canary)

  // Refused, and where nothing was to be refused, the text stays unsaid.
  const wrong = [
    { ...note, id: 'x' },
    { ...note, body: `${canary}\0` },
    { ...note, body: canary.repeat(1000) },
    { ...note, personId: newId() },
    { ...note, id: newId(), sharedWith: [minh] },
    { ...note, personId: story.people.kwame.id },
  ]
  for (const input of wrong) said.push((await ask(author, 'care.writeCareNote', input)).text)
  said.push((await ask(author, 'care.changeCareNote', { ...note, version: 1 })).text)
  said.push((await ask(readers[0]!, 'care.changeCareNote', { ...note, version: 2 })).text)

  const procedures = Object.entries(rootRouter._def.procedures as Record<string, object>)
  const reading = procedures.filter(([, procedure]) => {
    const { kind, permission, name } = verbOf(procedure)!
    return kind === 'query' || (typeof permission === 'object' && permission.action === 'export') || /export/.test(name)
  })
  let answered = 0
  for (const accountId of [author, ...readers])
    for (const [path] of reading)
      for (const subject of [minh, id]) {
        const { status, text } = await ask(accountId, path, wide(subject))
        if (status === 200) answered++
        said.push(`${path} ${text}`)
      }
  expect(answered).toBeGreaterThan(100)
  expect(said.filter((text) => text.includes(canary)).map((text) => text.slice(0, 200))).toEqual([])

  const { rows: tables } = await owner.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  const hex = Buffer.from(canary).toString('hex')
  for (const { name } of tables) {
    const { rows } = await owner.query(
      `select 1 from "${name}" t where strpos(t::text, $1) > 0 or strpos(t::text, $2) > 0 limit 1`,
      [canary, hex],
    )
    expect(rows, name).toEqual([])
  }
  for (const spy of logged) {
    expect(spy.mock.calls.flat().map(String).join('\n')).not.toContain(canary)
    spy.mockRestore()
  }
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toContain(canary)
}, 120_000)

/** All that any of them may want to know; each takes what it knows. */
const wide = (id: string) => ({
  ...{
    id,
    personId: minh,
    nodeId: story.nodes.kilima.id,
    subjectId: id,
    caseId: id,
    movementId: story.nodes.lighthouse.id,
  },
  ...{ personIds: [minh], ids: [minh], people: [minh], of: { ids: [minh] } },
  ...{ term: canary, search: canary, query: canary, take: 200, format: 'csv', side: 'in', filter: {} },
})
