import { story } from '@ministry/seed'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { list } from './list.ts'
import { nobody } from './testing/traces.ts'

const { services, as, callerOf } = await createWorld()
const { nodes, accounts, furtherAccounts } = story
const faith = await as('campus-administrator')
const emailsOf = (page: { rows: { email: string }[] }) => page.rows.map(({ email }) => email)
const everybody = [...Object.values(accounts), ...Object.values(furtherAccounts)]

/** Accounts of the story in the care of a node, said without the database: a membership or a lasting role there or below. */
const inCareOf = (nodeId: string) => {
  const below = new Set(
    Object.values(nodes)
      .filter(({ scopeIds }) => scopeIds.includes(nodeId))
      .map(({ id }) => id),
  )
  return everybody
    .filter(({ personId }) => {
      const person = story.everybody.find(({ id }) => id === personId)!
      const roles = story.assignments.filter((held) => held.personId === personId && !held.endsOn)
      return (
        person.memberships.some((membership) => !membership.leftOn && below.has(membership.nodeId)) ||
        roles.some((held) => held.nodeId !== null && below.has(held.nodeId))
      )
    })
    .map(({ email }) => email)
    .sort()
}

test('shows exactly the accounts of the node and below', async () => {
  for (const node of [nodes.kilima, nodes.mustardSeed]) {
    const page = await list.call(services, faith, { nodeId: node.id, take: 200 })
    expect(emailsOf(page)).toEqual(inCareOf(node.id))
    expect(page.total).toBe(page.rows.length)
  }
  const grace = await as('national-director')
  expect(emailsOf(await list.call(services, grace, { nodeId: nodes.lighthouse.id, take: 200 }))).toEqual(
    inCareOf(nodes.lighthouse.id),
  )
})

test('shows of a node above only what is one’s own care', async () => {
  const page = await list.call(services, faith, { nodeId: nodes.lighthouse.id, take: 200 })
  expect(emailsOf(page)).toEqual(inCareOf(nodes.kilima.id))
})

test('tells name, roles and state, and nothing of passwords', async () => {
  const { rows } = await list.call(services, faith, { nodeId: nodes.kilima.id, take: 200 })
  expect(rows.find(({ id }) => id === accounts['campus-leader'].accountId)).toMatchObject({
    name: 'Ruth Chebet Koech',
    username: 'ruth',
    deactivatedAt: null,
    roles: [{ role: 'campus-leader', nodeId: nodes.kilima.id, nodeName: 'Kilima University' }],
  })
  expect(rows.find(({ id }) => id === furtherAccounts.deactivated.accountId)!.deactivatedAt).not.toBeNull()
  expect(JSON.stringify(rows)).not.toMatch(/password/i)
})

test('goes on page by page without a gap or a repetition', async () => {
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await list.call(services, faith, { nodeId: nodes.kilima.id, take: 3, ...(after && { after }) })
    seen.push(...emailsOf(page))
    after = page.next ?? undefined
  } while (after)
  expect(seen).toEqual(inCareOf(nodes.kilima.id))
})

describe('narrowed down', () => {
  test.each([
    ['RUTH', ['campus-leader']],
    ['koech', ['campus-leader']],
    ['%', []],
    ['_', []],
    ['grace', []],
  ] as const)('to %j', async (search, roles) => {
    const { rows, total } = await list.call(services, faith, { nodeId: nodes.kilima.id, search })
    expect(rows.map(({ id }) => id)).toEqual(roles.map((role) => accounts[role].accountId))
    expect(total).toBe(roles.length)
  })

  test('to the deactivated', async () => {
    const { rows } = await list.call(services, faith, { nodeId: nodes.kilima.id, state: 'deactivated' })
    expect(rows.map(({ id }) => id)).toEqual([furtherAccounts.deactivated.accountId])
  })
})

describe('for others', () => {
  test('the coordinator of groups sees the own account and those of the groups', async () => {
    const page = await list.call(services, await as('small-group-coordinator'), { nodeId: nodes.kilima.id, take: 200 })
    const groups = Object.values(nodes).filter(({ parentId }) => parentId === nodes.kilima.id)
    const own = accounts['small-group-coordinator'].email
    expect(emailsOf(page)).toEqual([...new Set([own, ...groups.flatMap(({ id }) => inCareOf(id))])].sort())
    expect(emailsOf(page)).not.toContain(accounts['campus-leader'].email)
  })

  test('another campus and another movement are not found', async () => {
    for (const who of ['siblingCampusAdministrator', 'otherMovementDirector'] as const) {
      const caller = await callerOf(furtherAccounts[who].accountId)
      await expect(list.call(services, caller, { nodeId: nodes.kilima.id })).rejects.toMatchObject({ kind: 'NotFound' })
    }
  })

  test('members see their own account alone', async () => {
    const minh = await as('small-group-member')
    expect(emailsOf(await list.call(services, minh, { nodeId: nodes.mustardSeed.id }))).toEqual([
      accounts['small-group-member'].email,
    ])
    await expect(list.call(services, nobody(), { nodeId: nodes.kilima.id })).rejects.toMatchObject({
      kind: 'NotSignedIn',
    })
  })
})
