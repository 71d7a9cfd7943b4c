import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { systemCaller } from '../acting.ts'
import type { Caller } from '../context.ts'
import { archive } from '../people/archive.ts'
import { createWorld } from '../test-world.ts'
import { mutation } from '../verb.ts'
import { change } from './change.ts'
import { close } from './close.ts'
import { createFollowUps } from './create-many.ts'
import { create } from './create.ts'
import { acted, newFollowUp } from './follow-ups.schema.ts'
import { list } from './list.ts'
import { mine } from './mine.ts'
import { ofPerson } from './of-person.ts'
import { reassign } from './reassign.ts'
import { remind } from './remind.ts'
import { reopen } from './reopen.ts'
import { snooze } from './snooze.ts'
import { tellLeft } from './tell-left.ts'
import { workload } from './workload.ts'

const { services, owner, as, callerOf, clock } = await createWorld()
const { nodes, people, furtherAccounts } = story
const [kwame, ruth, faith, minhself, lucia] = [
  await as('cell-leader'),
  await as('campus-leader'),
  await as('campus-administrator'),
  await as('small-group-member'),
  await callerOf(furtherAccounts.siblingCampusAdministrator.accountId),
]
const minh = people.minh.id
const broken = (code: string) => expect.objectContaining({ code: `follow-ups.${code}` }) as Error
const kinds = (kind: string) => expect.objectContaining({ kind }) as Error

beforeEach(async () => {
  clock.set(`${story.day}T09:00:00Z`)
  await owner.query('delete from follow_up; truncate audit_entry; delete from notification')
})
const ask = async (by: Caller, more: Partial<Parameters<typeof create.call>[2]> = {}) => {
  const id = newId()
  await create.call(services, by, {
    id,
    personId: minh,
    title: 'Ask how the exams went',
    dueOn: story.day,
    assigneeId: people.kwame.id,
    ...more,
  })
  return { id, version: 1 }
}
const own = async (by: Caller) => (await mine.call(services, by, {})).rows.map(({ title }) => title)

describe('a follow-up', () => {
  test('is asked of somebody with a seat there, who is told; done, and taken back', async () => {
    const one = await ask(ruth)
    expect(await own(kwame)).toEqual(['Ask how the exams went'])
    const { rows } = await owner.query('select person_id, kind from notification')
    expect(rows).toEqual([{ person_id: people.kwame.id, kind: 'follow-up-given' }])
    const done = await close.call(services, kwame, { ...one, outcome: 'Passed' })
    expect(await own(kwame)).toEqual([])
    await expect(close.call(services, ruth, done)).rejects.toThrow(broken('close.closed'))
    await expect(close.call(services, ruth, one)).rejects.toThrow(broken('changed-meanwhile'))
    expect((await ofPerson.call(services, ruth, { personId: minh })).rows).toMatchObject([
      { state: 'done', outcome: 'Passed' },
    ])
    await reopen.call(services, kwame, done)
    expect(await own(kwame)).toHaveLength(1)
    const { rows: audit } = await owner.query(
      `select action, before, after, personal_after from audit_entry where action = 'follow-ups.close'`,
    )
    expect(audit).toMatchObject([
      { before: { state: 'open' }, after: { state: 'done' }, personal_after: { outcome: 'Passed' } },
    ])
  })

  test('is seen by nobody elsewhere, and not by the person', async () => {
    const one = await ask(ruth)
    for (const other of [minhself, lucia]) {
      await expect(ofPerson.call(services, other, { personId: minh })).rejects.toMatchObject({
        kind: expect.stringMatching(/Not(Found|Allowed)/) as string,
      })
      await expect(close.call(services, other, one)).rejects.toMatchObject({
        kind: expect.stringMatching(/Not(Found|Allowed)/) as string,
      })
    }
    const count = (scope: Record<string, string[]>, personId: string) =>
      services.db.transaction({ scope, personId }, {}, (tx) => tx.prisma.followUp.count())
    expect(await count({ 'FollowUp.read': [nodes.kilima.id] }, people.ruth.id)).toBe(1)
    expect(await count({ 'FollowUp.read': [nodes.mtoni.id] }, people.ruth.id)).toBe(0)
    expect(await count({ 'FollowUp.read': [nodes.kilima.id] }, minh)).toBe(0)
  })

  test('isn’t given to who has no seat there; made twice it is one', async () => {
    await expect(ask(ruth, { assigneeId: people.lucia.id })).rejects.toThrow(broken('assign.no-seat'))
    await expect(ask(ruth, { assigneeId: minh })).rejects.toThrow(broken('assign.no-seat'))
    await expect(ask(lucia)).rejects.toThrow(kinds('NotFound'))
    const id = newId()
    await ask(ruth, { id })
    await ask(kwame, { id })
    expect(await own(kwame)).toHaveLength(1)
  })

  test('is put off, and changed', async () => {
    const one = await ask(ruth)
    await expect(snooze.call(services, kwame, { ...one, until: story.day })).rejects.toThrow(broken('snooze.not-ahead'))
    await expect(snooze.call(services, kwame, { ...one, until: '2029-01-01' })).rejects.toThrow(
      broken('snooze.too-far'),
    )
    const later = await snooze.call(services, kwame, { ...one, until: '2026-12-24' })
    expect((await mine.call(services, kwame, {})).rows).toMatchObject([{ wantedOn: '2026-12-24', dueOn: story.day }])
    await change.call(services, faith, { ...later, title: 'Call', detail: null, dueOn: '2026-12-27' })
    expect((await mine.call(services, kwame, {})).rows).toMatchObject([{ wantedOn: '2026-12-27', snoozedUntil: null }])
  })

  test('of somebody archived waits unseen', async () => {
    await ask(ruth)
    const { rows } = await owner.query('select id, left_on from membership where person_id = $1', [minh])
    await archive.call(services, ruth, { id: minh })
    expect(await own(kwame)).toEqual([])
    await owner.query(`update membership set state = 'member' where id = $1`, [rows[0]!['id']])
    expect(await own(kwame)).toHaveLength(1)
  })
})

test('many are checked before the first is made, and each is made once', async () => {
  const makeMany = mutation({
    name: 'follow-ups.test-many',
    permission: { action: 'create', noun: 'FollowUp' },
    input: newFollowUp.array(),
    output: acted.omit({ version: true }).array(),
    run: async (ctx, rows) =>
      (
        await createFollowUps(
          ctx,
          rows.map((row) => ({ ...row, dedupeKey: row.title })),
        )
      ).map((id) => ({ id })),
  })
  const row = (title: string, assigneeId: string | null = people.kwame.id) => ({
    id: newId(),
    personId: minh,
    title,
    dueOn: story.day,
    assigneeId,
  })
  const refused = makeMany.call(services, ruth, [row('one'), row('two', people.lucia.id)])
  await expect(refused).rejects.toMatchObject({ code: 'follow-ups.assign.no-seat', values: { row: 1 } })
  expect(await own(kwame)).toEqual([])
  const rows = [row('one'), row('two')]
  expect(await makeMany.call(services, ruth, rows)).toHaveLength(2)
  expect(await makeMany.call(services, ruth, [row('one'), row('three')])).toHaveLength(1)
  const { rows: news } = await owner.query('select facts from notification order by id')
  expect(news.map(({ facts }) => facts as unknown)).toContainEqual({ count: 2 })
})

describe('the workload', () => {
  test('tells who has what, and gives all of one to another', async () => {
    await ask(ruth, { dueOn: '2026-11-01' })
    await ask(ruth)
    await ask(ruth, { assigneeId: null })
    const { rows } = await workload.call(services, ruth, { nodeId: nodes.kilima.id })
    expect(rows).toMatchObject([
      { assignee: null, open: 1 },
      { assignee: { id: people.kwame.id }, open: 2, overdue: 1, left: 0 },
    ])
    const of = { nodeId: nodes.kilima.id, fromId: people.kwame.id }
    expect(await reassign.call(services, ruth, { of, assigneeId: people.tomas.id })).toEqual({ given: 2 })
    expect(await own(kwame)).toEqual([])
    const late = await list.call(services, ruth, { nodeId: nodes.kilima.id, late: true })
    expect(late.rows).toMatchObject([{ assignee: { id: people.tomas.id } }])
  })

  test('shows what nobody sees to since a role ended, and its leader is told', async () => {
    await ask(ruth)
    const ended = `update role_assignment set ends_at = $2 where person_id = $1 and role = 'cell-leader' returning id`
    await owner.query(ended, [people.kwame.id, new Date(clock.now().getTime() - 1000)])
    const { rows } = await workload.call(services, ruth, { nodeId: nodes.kilima.id })
    expect(rows).toMatchObject([{ assignee: { id: people.kwame.id }, open: 1, left: 1 }])
    const left = await list.call(services, ruth, { nodeId: nodes.kilima.id, assignee: 'left' })
    expect(left.rows).toMatchObject([{ left: true }])
    await owner.query('delete from notification')
    const movementId = nodes.lighthouse.id
    const system = systemCaller([movementId], 'workflow:test')
    const input = { movementId, assigneeId: people.kwame.id, eventId: 'x' }
    expect(await tellLeft.call(services, system, input)).toEqual({ told: 1 })
    const { rows: news } = await owner.query('select person_id, kind from notification')
    expect(news).toEqual([{ person_id: people.ruth.id, kind: 'follow-ups-left' }])
    await expect(tellLeft.call(services, ruth, input)).rejects.toThrow(kinds('NotAllowed'))
    await owner.query(ended, [people.kwame.id, null])
  })
})

test('the day is told once, by the clock of the home, and again after it was put off', async () => {
  const movementId = nodes.lighthouse.id
  const system = systemCaller([movementId], 'workflow:test')
  const told = async () => (await remind.call(services, system, { movementId })).told
  const one = await ask(ruth)
  await ask(ruth, { dueOn: '2026-12-31' })
  expect([await told(), await told()]).toEqual([1, 0])
  await snooze.call(services, kwame, { ...one, until: '2026-12-24' })
  expect(await told()).toBe(0)
  clock.set('2026-12-24T06:00:00Z')
  expect(await told()).toBe(1)
})
