import { roleNames } from '@ministry/access'
import { story } from '@ministry/seed'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { me } from './me.ts'
import { nobody } from './testing/traces.ts'

const { services, as, callerOf } = await createWorld()
const { nodes } = story
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

test.each(roleNames)('%s sees who they are', async (role) => {
  const { accountId, personId, username, email, nodeId } = story.accounts[role]
  const mine = await me.call(services, await as(role), {})
  expect(mine.account).toEqual({ id: accountId, personId, username, email })
  expect(mine.roles).toContainEqual(expect.objectContaining({ role, nodeId }))
  expect(mine.seats).toEqual(nodeId === null ? [] : expect.arrayContaining([nodeId]))
})

test('a campus administrator has a breadcrumb, and what the navigation needs', async () => {
  const mine = await me.call(services, await as('campus-administrator'), {})
  expect(idsOf(mine.nodes)).toEqual([nodes.lighthouse.id, nodes.highlands.id, nodes.kilima.id])
  expect(mine.seats).toEqual([nodes.kilima.id])
  expect(mine.roles).toEqual([
    { role: 'campus-administrator', nodeId: nodes.kilima.id, nodeName: 'Kilima University', since: expect.any(Date) },
  ])
  expect(mine.reads).toEqual(expect.arrayContaining(['Person', 'Import', 'Account', 'Invitation', 'OrgNode']))
  expect(mine.reads).not.toContain('AuditEntry')
  expect(mine.reads).not.toContain('Gift')
  expect(mine.areas).toEqual(expect.arrayContaining(['users', 'members']))
  expect(mine.areas).not.toContain('finance')
})

test('somebody with two seats may switch between them', async () => {
  const { accountId } = story.furtherAccounts.twoRoles
  const { seats, nodes: seen } = await me.call(services, await callerOf(accountId), {})
  expect(seats).toEqual([nodes.mtoni.id, nodes.anchor.id])
  expect(idsOf(seen)).toEqual([nodes.lighthouse.id, nodes.highlands.id, nodes.mtoni.id, nodes.anchor.id])
})

describe('without a present role', () => {
  test.each(['endedRole', 'startsLater'] as const)('%s has nowhere to go', async (who) => {
    const mine = await me.call(services, await callerOf(story.furtherAccounts[who].accountId), {})
    expect(mine.roles.filter(({ role }) => role === 'campus-leader')).toEqual([])
    expect(mine.areas).not.toContain('users')
  })

  test('an external contributor sees only themself', async () => {
    expect(await me.call(services, await as('external-contributor'), {})).toMatchObject({
      nodes: [],
      seats: [],
      areas: [],
      reads: [],
    })
  })
})

test('nobody is nobody', async () => {
  await expect(me.call(services, nobody(), {})).rejects.toMatchObject({ kind: 'NotSignedIn' })
})
