import { story } from '@ministry/seed'
import { beforeAll, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { deliver } from './deliver.ts'
import { get } from './get.ts'
import { outbox } from './outbox.ts'
import { post, system } from './testing/post.ts'

const { services, clock, as, callerOf } = await createWorld()
const { accounts, furtherAccounts, nodes } = story
const samuel = await as('national-administrator')

beforeAll(async () => {
  for (const [role, node] of [
    ['cell-leader', nodes.mustardSeed],
    ['campus-leader', nodes.kilima],
    ['graduate-group-leader', nodes.youngProfessionals],
  ] as const) {
    clock.set(new Date(clock.now().getTime() + 60_000))
    const mailId = await post(services, accounts[role].email, node)
    if (role !== 'campus-leader') await deliver.call(services, system, { mailId })
  }
})
const recipients = (page: { rows: { recipient: string }[] }) => page.rows.map(({ recipient }) => recipient)

test('shows the mails of the node and below, newest first, in pages', async () => {
  const all = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id })
  expect(recipients(all)).toEqual(
    ['graduate-group-leader', 'campus-leader', 'cell-leader'].map((role) => accounts[role as 'cell-leader'].email),
  )
  expect(all).toMatchObject({ total: 3, next: null })
  expect(all.rows[0]).not.toHaveProperty('html')
  const first = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id, take: 2 })
  const second = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id, take: 2, after: first.next! })
  expect([...first.rows, ...second.rows]).toEqual(all.rows)
  expect(recipients(await outbox.call(services, samuel, { nodeId: nodes.kilima.id }))).toHaveLength(2)
  expect(recipients(await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id, state: 'queued' }))).toEqual([
    accounts['campus-leader'].email,
  ])
})

test('a kept mail can be read and followed, one on its way can not', async () => {
  const { rows } = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id })
  const [kept, queued] = ['kept', 'queued'].map((state) => rows.find((row) => row.state === state)!.id)
  const read = await get.call(services, samuel, { id: kept! })
  expect(read.text).toContain('http://ministry.test/reset-password')
  expect(read.html).toContain('class="button"')
  expect(await get.call(services, samuel, { id: queued! })).toMatchObject({ state: 'queued', html: null, text: null })
})

describe('is for those with the whole system in their care', () => {
  test.each([
    'campus-administrator',
    'regional-director',
    'campus-leader',
    'finance-director',
    'small-group-member',
  ] as const)('not for %s', async (role) => {
    await expect(outbox.call(services, await as(role), { nodeId: nodes.lighthouse.id })).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
  })

  test('nor for the director of another movement', async () => {
    const akua = await callerOf(furtherAccounts.otherMovementDirector.accountId)
    await expect(outbox.call(services, akua, { nodeId: nodes.lighthouse.id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    expect(await outbox.call(services, akua, { nodeId: nodes.harvest.id })).toMatchObject({ rows: [], total: 0 })
    const { rows } = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id })
    await expect(get.call(services, akua, { id: rows[0]!.id })).rejects.toMatchObject({ kind: 'NotFound' })
  })
})
