/** What somebody who means ill sends to imports, besides the files of reading/hostile-files.test.ts. Source: IMP-7, ACS-3. */
import { encodeCursor } from '@ministry/kernel/page'
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { importKinds } from './testing/kinds.ts'
import { createWorld } from '../test-world.ts'
import { cancel } from './cancel.ts'
import { commitChunk } from './commit-chunk.ts'
import { commit } from './commit.ts'
import { get } from './get.ts'
import { leftOut } from './left-out.ts'
import { list } from './list.ts'
import { map } from './map.ts'
import { planChunk } from './plan-chunk.ts'
import { rows } from './rows.ts'
import { stepsOf } from './testing/steps.ts'
import { upload } from './upload.ts'

const { services, owner, as } = await createWorld({ importKinds })
const admin = await as('campus-administrator')
const { nodes } = story
const campus = stepsOf(services, admin, nodes.kilima.id)
const kind = (kind: string) => expect.objectContaining({ kind }) as Error

test.each([
  'nonsense',
  '',
  btoa('['),
  btoa('{}'),
  btoa('[[]]'),
  encodeCursor([]),
  encodeCursor([null]),
  encodeCursor(["0' or 1=1 --"]),
  encodeCursor([-1]),
  encodeCursor([1.5]),
  encodeCursor([1e300]),
  encodeCursor([2 ** 31]),
  encodeCursor(['\u0000']),
])('refuses the forged cursor %j', async (after) => {
  const { id } = await campus.planned('Name\nCursor One\n')
  await expect(list.call(services, admin, { nodeId: nodes.kilima.id, after })).rejects.toThrow(kind('InvalidInput'))
  await expect(rows.call(services, admin, { id, after })).rejects.toThrow(kind('InvalidInput'))
  await expect(leftOut.call(services, admin, { id, after })).rejects.toThrow(kind('InvalidInput'))
})

test('reads with settings that nobody offered', async () => {
  const id = await campus.bring('Name,Phone,Status\nOdd Settings,0712345678,member\n')
  const { columns, settings } = await get.call(services, admin, { id })
  const fields = columns.map(({ field }) => field)
  const mapped = (more: object) => map.call(services, admin, { id, fields, settings: { ...settings, ...more } })
  const plan = async () => {
    while (!(await planChunk.call(services, admin, { id, take: 50 })).finished);
    return get.call(services, admin, { id })
  }
  for (const region of ['ZZ', '__', 'ke', '\u202E1']) {
    await mapped({ region })
    expect((await plan()).state, region).toBe('planned')
  }
  await expect(mapped({ homeNodeId: nodes.mtoni.id })).rejects.toThrow(kind('NotFound'))
  await expect(mapped({ homeNodeId: nodes.highlands.id })).rejects.toThrow(kind('NotFound'))
  await mapped({ homeNodeId: nodes.thursdayLunch.id }) // closed
  expect((await plan()).plan).toMatchObject({ create: 0, error: 1 })
  await expect(mapped({ meanings: { constructor: { member: 'x' } } })).rejects.toThrow(kind('RuleBroken'))
  await expect(
    map.call(services, admin, { id, fields: ['name', '__proto__', 'constructor'], settings }),
  ).resolves.toMatchObject({ state: 'planning' })
  expect((await plan()).columns.map(({ field }) => field)).toEqual(['name', null, null])
})

test('brings nobody in whose name can’t be seen', async () => {
  const { id, plan } = await campus.planned('Name,Email\n\u200B\u2060,hidden@example.com\n')
  expect(plan).toMatchObject({ create: 0, error: 1 })
  expect(await campus.rowsOf(id)).toMatchObject([{ problems: [{ code: 'imports.row.no-name' }] }])
})

test('a line of a gigabyte ends at its first megabytes', async () => {
  let sent = 0
  async function* endless() {
    yield Buffer.from('Name,Email\n')
    const piece = Buffer.alloc(1024 * 1024, 'x')
    for (; sent < 1024; sent++) yield piece
  }
  const attempt = upload.call(services, admin, { nodeId: nodes.kilima.id, fileName: 'x.csv', content: endless() })
  await expect(attempt).rejects.toThrow(expect.objectContaining({ kind: 'LimitReached' }))
  expect(sent).toBeLessThan(8)
})

test('two tabs accept, and one of them cancels: one end, and every row once', async () => {
  const { id } = await campus.planned(
    `Name,Email\n${Array.from({ length: 30 }, (_, i) => `Tabs ${i},tabs${i}@example.com`).join('\n')}\n`,
  )
  const acts = [commit, commit, cancel, commit].map((act) => act.call(services, admin, { id }))
  const chunks = Array.from({ length: 6 }, () => commitChunk.call(services, admin, { id, take: 5 }))
  const outcomes = await Promise.allSettled([...acts, ...chunks])
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'imports.step.not-now' })
  const { state, result } = await get.call(services, admin, { id })
  expect(['cancelled', 'done']).toContain(state)
  const { rowCount } = await owner.query(`select from person where name like 'Tabs %'`)
  expect(rowCount).toBe(result?.created ?? 0)
})

test('two imports of the same file at once bring everybody in once', async () => {
  const file = `Name,Email\n${Array.from({ length: 20 }, (_, i) => `Same ${i},same${i}@example.com`).join('\n')}\n`
  const [one, other] = [await campus.planned(file), await campus.planned(file)]
  await Promise.all([one, other].map(({ id }) => commit.call(services, admin, { id })))
  const finish = async (id: string) => {
    for (;;) {
      const chunk = await commitChunk.call(services, admin, { id, take: 4 }).catch((error: { kind?: string }) => {
        // As the workflow does: who came second tries again.
        if (error.kind !== 'Conflict') throw error
        return { finished: false }
      })
      if (chunk.finished) return
    }
  }
  await Promise.all([finish(one.id), finish(other.id)])
  const { rowCount } = await owner.query(`select from person where name like 'Same %'`)
  expect(rowCount).toBe(20)
})

test('nobody steers an import of a place that is not theirs', async () => {
  const { id } = await campus.planned('Name\nSteered By\n')
  const { columns, settings } = await get.call(services, admin, { id })
  const fields = columns.map(({ field }) => field)
  for (const role of ['small-group-admin', 'cell-leader', 'small-group-member', 'finance-director'] as const) {
    const caller = await as(role)
    for (const attempt of [
      () => get.call(services, caller, { id }),
      () => rows.call(services, caller, { id }),
      () => leftOut.call(services, caller, { id }),
      () => map.call(services, caller, { id, fields, settings }),
      () => commit.call(services, caller, { id }),
      () => cancel.call(services, caller, { id }),
    ])
      await expect(attempt(), role).rejects.toMatchObject({
        kind: expect.stringMatching(/^Not(Found|Allowed)$/) as string,
      })
  }
})
