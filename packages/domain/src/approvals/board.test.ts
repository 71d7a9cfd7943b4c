import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeEach, expect, test } from 'vitest'
import { inbox } from './inbox.ts'
import { reassign } from './reassign.ts'
import type { RouteDefinition } from './route.schema.ts'
import { createCaseWorld } from './testing/test-case-world.ts'
import { wish } from './testing/wish.ts'

const theBoard: RouteDefinition = {
  rules: [
    {
      when: { over: null, upTo: null, facts: {} },
      steps: [{ act: 'decide', seats: [{ seat: 'board-member' }], quorum: 2 }],
    },
  ],
  dueWorkingDays: 3,
}
const { ask, see, answer, executions, inboxOf, as, owner, services } = await createCaseWorld()
Object.assign(services, { requestKinds: [{ ...wish, route: theBoard }] })
const { nodes, people } = story
const cell = await as('cell-leader')
const group = { nodeId: nodes.mustardSeed.id }
const code = (code: string) => expect.objectContaining({ code }) as Error
const members = ['national-administrator', 'training-coordinator'] as const

beforeEach(async () => {
  await owner.query(`delete from role_assignment where role = 'board-member' and person_id <> $1`, [people.wairimu.id])
  for (const role of members)
    await owner.query(
      `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, $2, 'board-member', $3, '2020-01-01')`,
      [newId(), story.accounts[role].personId, nodes.board.id],
    )
})
const board = async () => [await as('board-member'), await as(members[0]), await as(members[1])] as const

test('two of the Board decide; one may abstain', async () => {
  const [one, two, three] = await board()
  const id = await ask(cell, 100, group)
  expect((await see(one, id)).may).toMatchObject({ decide: true, abstain: true, delegate: false })
  expect(await answer(one, id)).toMatchObject({ state: 'open' })
  expect(await inboxOf(one)).not.toContain(id)
  await expect(answer(one, id)).rejects.toThrow(code('approvals.decide.signed-already'))
  expect(await answer(two, id, 'abstain')).toMatchObject({ state: 'open' })
  expect(await answer(three, id)).toMatchObject({ state: 'approved' })
  expect(await executions(id)).toBe(1)
})

test('the Board, who see nobody, learn the name of whom they decide about', async () => {
  const [one] = await board()
  const id = await ask(cell, 100, { ...group, personId: people.minh.id })
  const about = { id: people.minh.id, name: people.minh.preferredName }
  expect((await see(one, id)).summary.about).toEqual(about)
  const { rows } = await inbox.call(services, one, { take: 200 })
  expect(rows.find((row) => row.id === id)?.summary.about).toEqual(about)
})

test('whom it is about abstains by itself; where too few are left, the request says so', async () => {
  const [one, two, three] = await board()
  const id = await ask(cell, 100, { ...group, personId: people.wairimu.id })
  await expect(answer(one, id)).rejects.toThrow(code('approvals.decide.own'))
  await answer(two, id)
  expect((await see(cell, id)).trail.map(({ kind }) => kind)).not.toContain('stuck')
  await answer(three, id, 'abstain')
  expect((await see(cell, id)).state).toBe('open')
  expect((await see(cell, id)).trail.at(-1)).toMatchObject({ kind: 'stuck', values: { why: 'quorum' } })
})

test('a vote of somebody who has left the Board before the quorum was reached counts no more', async () => {
  const [one, two, three] = await board()
  const id = await ask(cell, 100, group)
  await answer(two, id)
  await owner.query(`update role_assignment set ends_at = $1 where person_id = $2 and role = 'board-member'`, [
    ...['2026-11-16T08:00:00Z', two.principal!.personId],
  ])
  expect(await answer(three, id)).toMatchObject({ state: 'open' })
  expect(await answer(one, id)).toMatchObject({ state: 'approved' })
})

test('one no of the Board ends it, and elsewhere nobody abstains', async () => {
  const [one, two] = await board()
  const id = await ask(cell, 100, group)
  await answer(one, id)
  expect(await answer(two, id, 'reject', 'Not this year')).toMatchObject({ state: 'rejected' })
  Object.assign(services, { requestKinds: [wish] })
  const other = await ask(cell, 100, group)
  await expect(answer(await as('campus-leader'), other, 'abstain')).rejects.toThrow(
    code('approvals.decide.no-abstention'),
  )
})

test('where several of a seat must agree, nobody above lets one answer for them', async () => {
  const region = await as('regional-director')
  await owner.query(
    `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, $2, 'campus-leader', $3, '2020-01-01')`,
    [newId(), people.tomas.id, nodes.kilima.id],
  )
  const when = { over: null, upTo: null, facts: {} }
  const both: RouteDefinition = {
    rules: [{ when, steps: [{ act: 'decide', seats: [{ seat: 'campus-leader' }], quorum: 2 }] }],
    dueWorkingDays: 3,
  }
  Object.assign(services, { requestKinds: [{ ...wish, route: both }] })
  const id = await ask(cell, 100, group)
  const { version, seats, may } = await see(region, id)
  expect(may.reassign).toEqual([])
  const input = { id, version, seatId: seats[0]!.id, toId: people.faith.id, reason: 'Quicker' }
  await expect(reassign.call(services, region, input)).rejects.toThrow(code('approvals.reassign.not-above'))
  Object.assign(services, { requestKinds: [{ ...wish, route: theBoard }] })
})
