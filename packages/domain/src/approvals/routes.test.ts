import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { discardDraft } from './discard-draft.ts'
import { kindsOf } from './kinds.ts'
import { cases as list } from './cases.ts'
import { publish } from './publish.ts'
import { report } from './report.ts'
import { reportCsv } from './report-csv.ts'
import type { RouteDefinition } from './route.schema.ts'
import { preview } from './preview.ts'
import { routeVersion } from './route-version.ts'
import { routes } from './routes.ts'
import { saveDraft } from './save-draft.ts'
import { createCaseWorld } from './testing/test-case-world.ts'
import { tryRoute } from './try-route.ts'

const { ask, answer, see, waits, as, services, owner } = await createCaseWorld()
const { nodes } = story
// The story has requests of its own.
await owner.query('truncate approval_case, expense cascade')
const cell = await as('cell-leader')
const campus = await as('campus-leader')
const director = await as('national-director')
const administrator = await as('national-administrator')
const finance = await as('finance-director')
const group = { nodeId: nodes.mustardSeed.id }
const national = { nodeId: nodes.lighthouse.id, kind: 'wish', hash: null }
const code = (code: string) => expect.objectContaining({ code }) as Error
const kind = (kind: string) => expect.objectContaining({ kind }) as Error
const straight = (upTo: number | null): RouteDefinition => ({
  rules: [
    {
      when: { over: null, upTo, facts: {} },
      steps: [{ act: 'decide', seats: [{ seat: 'regional-director' }], quorum: 1 }],
    },
  ],
  dueWorkingDays: 3,
})

test('a draft is tried, published without faults, and holds for what is asked from then on', async () => {
  const before = await ask(cell, 6000, group)
  await expect(saveDraft.call(services, campus, { ...national, definition: straight(null) })).rejects.toThrow(
    kind('NotAllowed'),
  )
  await expect(
    saveDraft.call(services, director, { ...national, nodeId: nodes.kilima.id, definition: straight(null) }),
  ).rejects.toThrow(code('approvals.save-draft.national-only'))
  const { id, hash } = await saveDraft.call(services, administrator, { ...national, definition: straight(500) })
  expect((await tryRoute.call(services, administrator, { id })).faults.map(({ code }) => code)).toEqual([
    'approvals.route.gap',
  ])
  await expect(publish.call(services, administrator, { id, hash })).rejects.toThrow(code('approvals.publish.faults'))
  const whole = await saveDraft.call(services, administrator, { ...national, definition: straight(null), hash })
  expect(whole).toMatchObject({ id, version: 1 })
  // A National Administrator has nothing of finance: the number is told, the cases are not.
  expect(await tryRoute.call(services, administrator, { id })).toMatchObject({
    tried: 1,
    same: 0,
    unseen: 1,
    different: [],
  })
  const [different] = (await tryRoute.call(services, director, { id })).different
  expect(different).toMatchObject({
    id: before,
    before: [{ seat: 'campus-leader' }],
    after: [{ seat: 'regional-director' }],
  })
  // What isn't what was read any more is neither published, thrown away nor written over.
  const changed = code('approvals.draft.changed-meanwhile')
  await expect(publish.call(services, administrator, { id, hash })).rejects.toThrow(changed)
  await expect(discardDraft.call(services, administrator, { id, hash })).rejects.toThrow(changed)
  await expect(
    saveDraft.call(services, administrator, { ...national, definition: straight(900), hash: null }),
  ).rejects.toThrow(changed)
  const { hash: read } = await tryRoute.call(services, administrator, { id })
  await publish.call(services, administrator, { id, hash: read, note: 'Regions decide' })
  await expect(publish.call(services, administrator, { id, hash: read })).rejects.toThrow(
    code('approvals.publish.already'),
  )
  const after = await ask(cell, 6000, group)
  expect(await waits(cell, after)).toEqual(['decide regional-director'])
  expect(await see(cell, after)).toMatchObject({ routeVersion: 1 })
  expect(await waits(cell, before)).toEqual(['decide campus-leader'])
  await expect(owner.query(`update approval_route set definition = '{}' where id = $1`, [id])).rejects.toThrow(
    'never changes',
  )
})

test('everybody who sees the place sees its routes, and only who may change them a draft', async () => {
  await saveDraft.call(services, administrator, { ...national, definition: straight(null) })
  const [seen] = (await routes.call(services, cell, group)).kinds
  expect(seen).toMatchObject({
    kind: 'wish',
    version: 1,
    draft: null,
    versions: [{ version: 1, cases: 1, note: 'Regions decide' }],
  })
  const own = await routes.call(services, administrator, { nodeId: nodes.lighthouse.id })
  expect(own).toMatchObject({ change: true, currency: 'KES', kinds: [{ draft: { version: 2 } }] })
  const [published] = seen!.versions
  expect(await routeVersion.call(services, cell, { id: published!.id })).toMatchObject({
    ...{ version: 1, kind: 'wish', holds: true, definition: straight(null), publishedBy: { name: expect.any(String) } },
  })
  const { id, hash } = own.kinds[0]!.draft!
  await expect(routeVersion.call(services, cell, { id })).rejects.toThrow(kind('NotFound'))
  expect(await routeVersion.call(services, administrator, { id })).toMatchObject({ version: 2, holds: false })
  await expect(discardDraft.call(services, campus, { id, hash })).rejects.toThrow(kind('NotAllowed'))
  await discardDraft.call(services, administrator, { id, hash })
  expect((await routes.call(services, administrator, group)).kinds[0]).toMatchObject({ version: 1, draft: null })
  await expect(discardDraft.call(services, administrator, { id: published!.id, hash })).rejects.toThrow(
    code('approvals.publish.already'),
  )
})

test('before submitting the way is shown, with what would change it', async () => {
  await publish.call(
    services,
    administrator,
    await saveDraft.call(services, administrator, {
      ...national,
      definition: kindsOf(services)[0]!.route as RouteDefinition,
    }),
  )
  const shown = (minor: number) => preview.call(services, cell, { ...group, kind: 'wish', payload: { minor } })
  const { steps, checks, changes, counted, rule } = await shown(500_000)
  expect(checks).toEqual([{ code: 'approvals.check.positive', passed: true, values: { minor: 500_000 } }])
  expect(counted).toMatchObject({ amount: { minor: 500_000, currency: 'KES' } })
  expect(rule).toMatchObject({ over: 100_000, upTo: 500_000 })
  expect(
    steps.map(({ act, seats }) => [act, ...seats.flatMap(({ people }) => people.map(({ name }) => name))]),
  ).toEqual([
    ['endorse', story.people.daniel.name],
    ['decide', story.people.grace.name],
  ])
  expect(changes.map(({ when, amount }) => [when, amount.minor])).toEqual([
    ['up-to', 100_000],
    ['over', 500_000],
  ])
  expect((await shown(500_001)).steps.map(({ seats }) => seats[0]!.seat)).toEqual([
    'national-director',
    'finance-director',
  ])
})

test('a report counts what its reader reads, and its table holds no formulas', async () => {
  const id = await ask(cell, 6000, group)
  await answer(campus, id)
  await ask(cell, 7000, group)
  const { byState, times, waits: waiting } = await report.call(services, finance, { nodeId: nodes.lighthouse.id })
  expect(byState.find(({ state }) => state === 'approved')).toEqual({ kind: 'wish', state: 'approved', cases: 1 })
  expect(times).toMatchObject([{ act: 'decide', seat: 'campus-leader', answered: 1, median: 0 }])
  expect(waiting.find(({ seat }) => seat === 'campus-leader')).toMatchObject({
    cases: 2,
    overdue: 0,
    people: [{ name: story.people.ruth.name }],
  })
  expect((await report.call(services, administrator, { nodeId: nodes.lighthouse.id })).byState).toEqual([])
  const trainer = await as('training-coordinator')
  await expect(report.call(services, trainer, { nodeId: nodes.lighthouse.id })).rejects.toThrow(kind('NotAllowed'))
  await expect(report.call(services, campus, { nodeId: nodes.mtoni.id })).rejects.toThrow(kind('NotFound'))
  await owner.query(`update org_node set name = '=cmd()' where id = $1`, [group.nodeId])
  const place = { of: { nodeId: nodes.lighthouse.id }, take: 10 }
  const listed = async (days: { from?: string; to?: string }) =>
    (await list.call(services, finance, { ...place, ...days })).total
  expect(await listed({ from: '2020-01-01' })).toBe(await listed({}))
  expect(await listed({ to: '2020-01-01' })).toBe(0)
  const { csv, cases } = await reportCsv.call(services, finance, { nodeId: nodes.lighthouse.id })
  expect(csv.split('\r\n')).toHaveLength(cases + 2)
  expect(csv).toContain(",'=cmd(),")
})
