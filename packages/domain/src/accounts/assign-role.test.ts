import { rightsOf } from '@ministry/access'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { assignableRoles } from './assignable-roles.ts'
import { assignRole } from './assign-role.ts'
import { endRole } from './end-role.ts'
import { roles } from './roles.ts'
import { nobody, traces } from './testing/traces.ts'

const { services, owner, clock, as, callerOf } = await createWorld()
const { accounts, furtherAccounts, nodes, people } = story
const start = clock.now()
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000)
const told = story.assignments.map(({ id }) => id)
const made = async () => (await owner.query('select * from role_assignment where id <> all ($1)', [told])).rows
beforeEach(async () => {
  clock.set(start)
  await owner.query('delete from role_assignment where id <> all ($1)', [told])
  await owner.query('truncate audit_entry')
})
const broken = (code: string) => ({ kind: 'RuleBroken', code: `accounts.${code}` })
const ruth = await as('campus-leader')
const joy = { personId: people.joy.id, role: 'cell-leader', nodeId: nodes.hilltop.id }

describe('giving a role', () => {
  test('counts from the next request on, and is written down', async () => {
    const minh = accounts['small-group-member']
    const { token } = await services.authDb.transaction({ scope: {} }, {}, (tx) =>
      services.auth.sessions.open(tx, minh.accountId, {}),
    )
    const rolesNow = async () =>
      (await services.auth.sessions.authenticate(token))!.principal.roles.map(({ role }) => role)
    expect(await rolesNow()).toEqual(['small-group-member'])
    const { id } = await assignRole.call(services, ruth, {
      personId: minh.personId,
      role: 'cell-leader',
      nodeId: nodes.hilltop.id,
      reason: 'New group',
    })
    expect(await rolesNow()).toContain('cell-leader')
    expect(await made()).toMatchObject([
      { id, starts_at: start, ends_at: null, granted_by: ruth.principal!.personId, reason: 'New group' },
    ])
    expect(await traces(owner, 'accounts.assign-role')).toMatchObject([
      {
        noun: 'RoleAssignment',
        subject_id: id,
        scope_ids: nodes.hilltop.scopeIds,
        after: { personId: minh.personId, role: 'cell-leader' },
        reason: 'New group',
      },
    ])
    expect(
      (await owner.query('select scope_ids from account where id = $1', [minh.accountId])).rows[0].scope_ids,
    ).toContain(nodes.hilltop.id)
  })

  test('may begin later and end by itself', async () => {
    await assignRole.call(services, ruth, { ...joy, startsAt: hours(2), endsAt: hours(4) })
    const held = async () =>
      (await roles.call(services, ruth, { personId: joy.personId })).rows.find(({ role }) => role === 'cell-leader')!
        .state
    expect(await held()).toBe('coming')
    clock.set(hours(2))
    expect(await held()).toBe('active')
    clock.set(hours(4))
    expect(await held()).toBe('ended')
  })

  test.each([
    ['a person out of sight', 'NotFound', { personId: people.kofi.id }],
    ['a node out of sight', 'NotFound', { nodeId: nodes.bahari.id }],
    ['a node above', 'NotAllowed', { role: 'regional-administrator', nodeId: nodes.highlands.id }],
  ])('%s fails as %s', async (_what, kind, changes) => {
    await expect(assignRole.call(services, ruth, { ...joy, ...changes })).rejects.toMatchObject({ kind })
    expect(await made()).toEqual([])
  })

  test.each([
    ['her own peer', 'not-yours-to-give', { role: 'campus-leader', nodeId: nodes.kilima.id }],
    ['an administrator beside her', 'not-yours-to-give', { role: 'campus-administrator', nodeId: nodes.kilima.id }],
    ['the wrong kind', 'wrong-kind', { role: 'campus-leader' }],
    ['a closed group', 'node-closed', { nodeId: nodes.thursdayLunch.id }],
    ['a member role', 'follows-from-membership', { role: 'small-group-member' }],
    ['herself', 'to-oneself', { personId: people.ruth.id }],
    ['the past', 'in-the-past', { startsAt: hours(-1) }],
    ['an unknown role', 'unknown-role', { role: 'emperor' }],
  ])('a campus leader can’t give %s', async (_what, code, changes) => {
    await expect(assignRole.call(services, ruth, { ...joy, ...changes })).rejects.toMatchObject(
      broken(`assign-role.${code}`),
    )
    expect(await made()).toEqual([])
  })

  test('is not for administrators, whose right is limited, nor for nobody', async () => {
    for (const who of [
      'campus-administrator',
      'national-administrator',
      'alumni-coordinator',
      'small-group-member',
    ] as const)
      await expect(assignRole.call(services, await as(who), joy)).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(assignRole.call(services, nobody(), joy)).rejects.toMatchObject({ kind: 'NotSignedIn' })
  })

  test('twice in the same time is once, also at the same instant', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => assignRole.call(services, ruth, joy)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject(broken('assign-role.already-held'))
    await expect(assignRole.call(services, ruth, { ...joy, startsAt: hours(5) })).rejects.toMatchObject(
      broken('assign-role.already-held'),
    )
  })

  test('nothing is given at a node that closes at the same instant, not even for a while', async () => {
    const closing = await owner.connect()
    await closing.query('begin')
    await closing.query(`update org_node set state = 'closed' where id = $1`, [joy.nodeId])
    const given = assignRole.call(services, ruth, { ...joy, endsAt: hours(48) })
    given.catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await closing.query('commit')
    closing.release()
    await expect(given).rejects.toMatchObject(broken('assign-role.node-closed'))
    await owner.query(`update org_node set state = 'active' where id = $1`, [joy.nodeId])
    expect(await made()).toEqual([])
  })

  test('the Board’s roles are the Board’s, once it has two', async () => {
    const grace = await as('national-director')
    const seat = { personId: people.amina.id, role: 'board-member', nodeId: nodes.board.id }
    await expect(assignRole.call(services, grace, seat)).rejects.toMatchObject(broken('assign-role.board-decides'))
    await owner.query(`update role_assignment set ends_at = $1 where role = 'board-member' and person_id = $2`, [
      hours(-1),
      people.david.id,
    ])
    const tries = await Promise.allSettled(
      [people.amina, people.samuel, people.peter].map(({ id: personId }) =>
        assignRole.call(services, grace, { ...seat, personId }),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject(broken('assign-role.board-decides'))
    await owner.query(`update role_assignment set ends_at = null where role = 'board-member' and person_id = $1`, [
      people.david.id,
    ])
  })
})

test('the form offers what may be given', async () => {
  const offered = async (caller: typeof ruth, nodeId: string) => assignableRoles.call(services, caller, { nodeId })
  expect(await offered(ruth, nodes.hilltop.id)).toEqual(['cell-leader', 'small-group-admin'])
  expect(await offered(ruth, nodes.kilima.id)).toEqual(['small-group-coordinator'])
  expect(await offered(ruth, nodes.highlands.id)).toEqual([])
  expect(await offered(ruth, nodes.thursdayLunch.id)).toEqual([])
  const grace = await as('national-director')
  expect(await offered(grace, nodes.lighthouse.id)).toEqual([
    'national-administrator',
    'finance-director',
    'training-coordinator',
  ])
  expect(await offered(grace, nodes.board.id)).toEqual([])
})

describe('ending a role', () => {
  const give = () => assignRole.call(services, ruth, joy)

  test('bites at its instant, and is never undone by editing', async () => {
    const kwame = accounts['cell-leader']
    const { token } = await services.authDb.transaction({ scope: {} }, {}, (tx) =>
      services.auth.sessions.open(tx, kwame.accountId, {}),
    )
    const mayWrite = async () =>
      rightsOf((await services.auth.sessions.authenticate(token))!.principal, clock.now()).some(
        ({ noun, place }) => noun === 'Account' && place !== 'own',
      )
    const held = story.assignments.find(({ personId, role }) => personId === kwame.personId && role === 'cell-leader')!
    expect(await mayWrite()).toBe(true)
    await endRole.call(services, ruth, { id: held.id, reason: 'Moves to another city' })
    expect(await mayWrite()).toBe(false)
    expect(await traces(owner, 'accounts.end-role')).toMatchObject([
      {
        subject_id: held.id,
        before: { endsAt: null },
        after: { endsAt: start.toISOString() },
        reason: 'Moves to another city',
      },
    ])
    await expect(endRole.call(services, ruth, { id: held.id, reason: 'Again' })).rejects.toMatchObject(
      broken('end-role.already-ended'),
    )
    await owner.query('update role_assignment set ends_at = null, ended_by = null, end_reason = null where id = $1', [
      held.id,
    ])
  })

  test('at the same instant happens once', async () => {
    const { id } = await give()
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, (_, i) => endRole.call(services, ruth, { id, reason: `Reason ${i}` })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject(broken('end-role.already-ended'))
    expect(await traces(owner, 'accounts.end-role')).toHaveLength(1)
  })

  test('may be set for later, and brought forward, not put off', async () => {
    const { id } = await give()
    await endRole.call(services, ruth, { id, endsAt: hours(48), reason: 'End of term' })
    await expect(endRole.call(services, ruth, { id, endsAt: hours(72), reason: 'Later' })).rejects.toMatchObject(
      broken('end-role.later'),
    )
    await endRole.call(services, ruth, { id, endsAt: hours(1), reason: 'Sooner' })
    expect((await made())[0]).toMatchObject({
      ends_at: hours(1),
      end_reason: 'Sooner',
      ended_by: ruth.principal!.personId,
    })
  })

  test('before it began, it never begins', async () => {
    const { id } = await assignRole.call(services, ruth, { ...joy, startsAt: hours(10) })
    await endRole.call(services, ruth, { id, reason: 'Changed plans' })
    expect((await made())[0]).toMatchObject({ starts_at: hours(10), ends_at: hours(10) })
  })

  test('is for the seat that gives it, and nobody’s own', async () => {
    const { id } = await give()
    await expect(endRole.call(services, await as('campus-administrator'), { id, reason: 'No' })).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
    const lucia = await callerOf(furtherAccounts.siblingCampusAdministrator.accountId)
    await expect(endRole.call(services, lucia, { id, reason: 'No' })).rejects.toMatchObject({ kind: 'NotAllowed' })
    const own = story.assignments.find(({ personId, role }) => personId === people.ruth.id && role === 'campus-leader')!
    await expect(endRole.call(services, ruth, { id: own.id, reason: 'Tired' })).rejects.toMatchObject(
      broken('end-role.to-oneself'),
    )
    const other = story.assignments.find(({ role, nodeId }) => role === 'cell-leader' && nodeId === nodes.anchor.id)!
    await expect(endRole.call(services, ruth, { id: other.id, reason: 'No' })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    const beside = story.assignments.find(
      ({ role, nodeId }) => role === 'campus-administrator' && nodeId === nodes.kilima.id,
    )!
    await expect(endRole.call(services, ruth, { id: beside.id, reason: 'No' })).rejects.toMatchObject(
      broken('end-role.not-yours-to-end'),
    )
    await endRole.call(services, await as('regional-director'), { id, reason: 'The seat above' })
  })
})

describe('the list of roles', () => {
  test('of a node shows those at it and below, past ones too', async () => {
    const at = async (state?: 'present' | 'past') =>
      (await roles.call(services, ruth, { nodeId: nodes.kilima.id, take: 200, ...(state && { state }) })).rows
    const mine = story.assignments.filter(({ nodeId }) =>
      Object.values(nodes).some(({ id, scopeIds }) => id === nodeId && scopeIds.includes(nodes.kilima.id)),
    )
    expect((await at()).map(({ id }) => id).sort()).toEqual(mine.map(({ id }) => id).sort())
    expect(await at('past')).toMatchObject([
      { role: 'campus-leader', state: 'ended', endReason: 'Handed over to Ruth Chebet Koech', mayEnd: false },
    ])
    const present = await at('present')
    expect(present).toHaveLength(mine.length - 1)
    expect(present.find(({ role }) => role === 'cell-leader')).toMatchObject({
      name: expect.any(String),
      nodeName: expect.any(String),
      mayEnd: true,
    })
    expect(present.find(({ role }) => role === 'campus-leader')!.mayEnd).toBe(false)
  })

  test('goes in pages', async () => {
    const all = await roles.call(services, ruth, { nodeId: nodes.kilima.id, take: 200 })
    const first = await roles.call(services, ruth, { nodeId: nodes.kilima.id, take: 2 })
    const second = await roles.call(services, ruth, { nodeId: nodes.kilima.id, take: 200, after: first.next! })
    expect([...first.rows, ...second.rows]).toEqual(all.rows)
    expect(first.total).toBe(all.rows.length)
  })

  test('shows members their own, and others nothing of this place', async () => {
    const kwame = await as('cell-leader')
    expect((await roles.call(services, kwame, { personId: people.kwame.id })).rows).toMatchObject([
      { role: 'cell-leader' },
    ])
    await expect(
      roles.call(services, await callerOf(furtherAccounts.siblingCampusAdministrator.accountId), {
        nodeId: nodes.kilima.id,
      }),
    ).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(
      roles.call(services, await as('small-group-member'), { personId: people.ruth.id }),
    ).rejects.toMatchObject({ kind: 'NotFound' })
  })
})

test('an assignment can’t be edited even by a fault of ours', async () => {
  const { id } = await assignRole.call(services, ruth, joy)
  const scope = { 'RoleAssignment.read': [nodes.kilima.id], 'RoleAssignment.write': [nodes.kilima.id] }
  const edit = services.db.transaction({ scope }, {}, (tx) =>
    tx.prisma.roleAssignment.update({ where: { id }, data: { role: 'campus-leader' } }),
  )
  await expect(edit).rejects.toThrow(/permission denied/)
})
