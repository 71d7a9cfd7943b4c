import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@ministry/kernel/calendar'
import { story } from '@ministry/seed'
import { createExecutor, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { defaultLimits } from './files.rules.ts'
import { filesFunctions } from './files.workflow.ts'
import { createFileStore } from './store.ts'
import { sweep } from './sweep.ts'
import { attachToPlace, detachFromPlace, places } from './testing/places.ts'
import { plainPhoto, text } from './testing/samples.ts'
import { upload } from './upload.ts'

const folder = mkdtempSync(join(tmpdir(), 'files-'))
afterAll(() => rmSync(folder, { recursive: true }))
const store = createFileStore({ folder })
const { services, owner, urls, clock, as } = await createWorld({
  files: { store, limits: defaultLimits, subjects: [places] },
})
const system: Caller = { principal: null, system: 'workflow:files.sweep', request: { id: 'sweep' } }
const swept = (take = 100) => sweep.call(services, system, { take })
const stored = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
const later = (hours: number) => clock.set(new Date(clock.now().getTime() + hours * 3_600_000))
const count = async (table: string) =>
  (await owner.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]!.count

beforeEach(async () => {
  rmSync(folder, { recursive: true })
  createFileStore({ folder })
  await store.put('day/begin', text('x'), 'text/plain')
  await store.remove('day/begin')
  await owner.query('delete from file')
  await owner.query('delete from file_object')
})

test('what nobody attached goes after a day, row first and bytes an hour later; what hangs on something stays', async () => {
  const leader = await as('campus-leader')
  const [left, kept] = [
    await upload.call(services, leader, { name: 'left.jpg', content: await plainPhoto() }),
    await upload.call(services, leader, { name: 'kept.txt', content: text('kept') }),
  ]
  await attachToPlace.call(services, leader, { nodeId: story.nodes.kilima.id, fileIds: [kept.id] })
  later(23)
  expect(await swept()).toEqual({ files: 0, objects: 0, finished: true })
  later(1)
  expect(await swept()).toMatchObject({ files: 1, objects: 0 })
  expect((await owner.query('select id from file')).rows).toEqual([{ id: kept.id }])
  expect(stored()).toBe(3)
  later(1)
  expect(await swept()).toMatchObject({ files: 0, objects: 1 })
  expect([stored(), await count('file_object')]).toEqual([1, 1])
  const audit = await owner.query(
    `select actor_kind, node_id, personal_before from audit_entry where action = 'files.sweep'`,
  )
  expect(audit.rows).toEqual([
    { actor_kind: system.system, node_id: story.nodes.kilima.id, personal_before: { name: left.name } },
  ])
  await detachFromPlace.call(services, leader, { nodeId: story.nodes.kilima.id, fileIds: [kept.id] })
  expect(await swept()).toMatchObject({ objects: 1 })
  expect([stored(), await count('file_object')]).toEqual([0, 0])
})

test('a storage that is away is asked again with the next sweep', async () => {
  await upload.call(services, await as('campus-leader'), { name: 'a.txt', content: text('a') })
  later(26)
  const away = {
    ...services,
    files: { ...services.files, store: { ...store, remove: () => Promise.reject(new Error('away')) } },
  }
  await expect(sweep.call(away, system, { take: 10 })).rejects.toThrow('away')
  expect([stored(), await count('file_object'), await count('file')]).toEqual([1, 1, 0])
  expect(await swept()).toMatchObject({ objects: 1 })
  expect(stored()).toBe(0)
})

test('an upload that took longer than a day becomes no file any more', async () => {
  const slow = {
    ...store,
    put: async (...given: Parameters<typeof store.put>) => {
      later(24)
      await store.put(...given)
    },
  }
  const late = upload.call({ ...services, files: { ...services.files, store: slow } }, await as('campus-leader'), {
    name: 'late.txt',
    content: text('late'),
  })
  await expect(late).rejects.toMatchObject({ code: 'files.storage' })
  expect(await count('file')).toBe(0)
})

test('only the system sweeps', async () => {
  await expect(sweep.call(services, await as('national-director'), { take: 10 })).rejects.toMatchObject({
    kind: 'NotAllowed',
  })
})

test.each([
  ['before-the-bytes', 0, 0],
  ['after-the-bytes', 0, 1],
  ['after-the-small-picture', 0, 2],
  ['before-the-commit', 0, 2],
  ['after-the-commit', 1, 2],
])(
  'killed %s: never a file without its bytes, and the sweep leaves nothing',
  async (point, files, objects) => {
    const { accountId, personId } = story.accounts['campus-leader']
    const victim = join(import.meta.dirname, 'testing/test-victim.ts')
    const child = spawn(process.execPath, [victim, urls.app, folder, accountId, personId, point], { stdio: 'inherit' })
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL')
    await vi.waitFor(async () => expect([await count('file'), stored()]).toEqual([files, objects]))
    expect(await count('file_object')).toBe(1)
    clock.set(new Date(systemClock.now().getTime() + 26 * 3_600_000))
    await swept()
    expect([await count('file'), await count('file_object'), stored()]).toEqual([0, 0, 0])
  },
  30_000,
)

test('the workflow sweeps every hour until nothing is left', async () => {
  const leader = await as('campus-leader')
  for (const i of [1, 2, 3]) await upload.call(services, leader, { name: `${i}.txt`, content: text(`${i}`) })
  later(26)
  const executor = createExecutor({ connectionString: urls.executor, clock, pollMs: 20, random: () => 0 })
  const client = createWorkflowClient({ id: 'test', executor, clock })
  await executor.start(serveInProcess(client, filesFunctions(client, services)))
  try {
    await executor.idle()
    later(1)
    executor.wake()
    await vi.waitFor(() => expect(stored()).toBe(0), 10_000)
    await executor.idle()
  } finally {
    await executor.stop()
  }
  expect(await count('file_object')).toBe(0)
})
