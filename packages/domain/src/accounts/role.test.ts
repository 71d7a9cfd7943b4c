import { rightsOf } from '@ministry/access'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { endRole } from './end-role.ts'
import { nameBoardMember } from './name-board-member.ts'
import { proposableRoles } from './proposable-roles.ts'
import { roles } from './roles.ts'
import { appointing } from './testing/appoint.ts'
import { nobody, traces } from './testing/traces.ts'

const { services, owner, clock, as, callerOf } = await createWorld()
const { propose, approve, appoint } = appointing(services, owner)
const { accounts, furtherAccounts, nodes, people } = story
const start = clock.now()
const hours = (count: number) => new Date(start.getTime() + count * 3_600_000)
const told = story.assignments.map(({ id }) => id)
const made = async () => (await owner.query('select * from role_assignment where id <> all ($1)', [told])).rows
beforeEach(async () => {
  clock.set(start)
  await owner.query('delete from role_assignment where id <> all ($1)', [told])
  await owner.query('truncate audit_entry, approval_case cascade')
})
const broken = (code: string) => ({ kind: 'RuleBroken', code: `accounts.${code}` })
const ruth = await as('campus-leader')
const joy = { personId: people.joy.id, role: 'cell-leader', nodeId: nodes.hilltop.id }

describe('a role that a case gives', () => {
  test('counts from the next request on, and is written down', async () => {
    const minh = accounts['small-group-member']
    const { token } = await services.authDb.transaction({ scope: {} }, {}, (tx) =>
      services.auth.sessions.open(tx, minh.accountId, {}),
    )
    const rolesNow = async () =>
      (await services.auth.sessions.authenticate(token))!.principal.roles.map(({ role }) => role)
    expect(await rolesNow()).toEqual(['small-group-member'])
    const wish = { personId: minh.personId, role: 'cell-leader', nodeId: nodes.hilltop.id, reason: 'New group' }
    const { caseId, facts, amount } = await propose(await as('campus-administrator'), wish)
    expect({ facts, amount }).toEqual({ facts: { role: 'cell-leader' }, amount: null })
    expect(await rolesNow()).toEqual(['small-group-member'])
    await approve(ruth, wish, caseId, people.faith.id)
    expect(await rolesNow()).toContain('cell-leader')
    const [given] = await made()
    expect(given).toMatchObject({
      ...{ starts_at: start, ends_at: null, granted_by: people.ruth.id, reason: 'New group', case_id: caseId },
    })
    expect(await traces(owner, 'test.decide')).toMatchObject([
      {
        noun: 'RoleAssignment',
        subject_id: given.id,
        scope_ids: nodes.hilltop.scopeIds,
        after: { personId: minh.personId, role: 'cell-leader', caseId },
        reason: 'New group',
      },
    ])
    expect(
      (await owner.query('select scope_ids from account where id = $1', [minh.accountId])).rows[0].scope_ids,
    ).toContain(nodes.hilltop.id)
  })

  test('is about the candidate, who has no say in it', async () => {
    await propose(ruth, joy)
    const { rows } = await owner.query('select concerned_ids, noun, summary from approval_case')
    expect(rows).toMatchObject([
      { concerned_ids: [people.joy.id], noun: 'RoleAssignment', summary: { subject: 'role_cell_leader' } },
    ])
  })

  test('may begin later and end by itself; what was to begin while it waited begins with the approval', async () => {
    const wish = { ...joy, startsAt: hours(2), endsAt: hours(6) }
    const { caseId } = await propose(ruth, wish)
    clock.set(hours(3))
    await approve(ruth, wish, caseId, people.faith.id)
    expect(await made()).toMatchObject([{ starts_at: hours(3), ends_at: hours(6) }])
    const later = { ...joy, personId: people.minh.id, startsAt: hours(5), endsAt: hours(7) }
    await appoint(ruth, later)
    const held = async () =>
      (await roles.call(services, ruth, { personId: people.minh.id })).rows.find(({ role }) => role === 'cell-leader')!
        .state
    expect(await held()).toBe('coming')
    clock.set(hours(5))
    expect(await held()).toBe('active')
    clock.set(hours(7))
    expect(await held()).toBe('ended')
  })

  test.each([
    ['a person out of sight', 'NotFound', { personId: people.kofi.id }],
    ['a node out of sight', 'NotFound', { nodeId: nodes.bahari.id }],
    ['a node above', 'NotAllowed', { role: 'regional-administrator', nodeId: nodes.highlands.id }],
  ])('%s can’t be proposed: %s', async (_what, kind, changes) => {
    await expect(propose(ruth, { ...joy, ...changes })).rejects.toMatchObject({ kind })
  })

  test.each([
    ['the wrong kind', 'wrong-kind', { role: 'campus-leader' }],
    ['a closed group', 'node-closed', { nodeId: nodes.thursdayLunch.id }],
    ['a member role', 'follows-from-membership', { role: 'small-group-member' }],
    ['oneself', 'to-oneself', { personId: people.ruth.id }],
    ['the past', 'in-the-past', { startsAt: hours(-30) }],
    ['an unknown role', 'unknown-role', { role: 'emperor' }],
    ['an end before the beginning', 'ends-before-it-starts', { startsAt: hours(5), endsAt: hours(5) }],
  ])('%s is refused', async (_what, code, changes) => {
    await expect(propose(ruth, { ...joy, ...changes })).rejects.toMatchObject(broken(`assign-role.${code}`))
    expect(await made()).toEqual([])
  })

  test('is proposed by whoever answers for accounts there, also for seats above their own say', async () => {
    for (const who of ['campus-administrator', 'national-administrator', 'campus-leader', 'cell-leader'] as const)
      await propose(await as(who), { ...joy, personId: people.minh.id, nodeId: nodes.mustardSeed.id })
    await propose(ruth, { ...joy, role: 'campus-leader', nodeId: nodes.kilima.id })
    for (const who of ['small-group-admin', 'finance-director', 'training-coordinator', 'board-member'] as const)
      await expect(propose(await as(who), joy)).rejects.toMatchObject({ kind: expect.stringMatching(/^Not/) })
    await expect(propose(nobody(), joy)).rejects.toMatchObject({ kind: 'NotSignedIn' })
  })

  test('twice in the same time is once, also at the same instant', async () => {
    const cases = await Promise.all(Array.from({ length: 4 }, () => propose(ruth, joy)))
    const tries = await Promise.allSettled(cases.map(({ caseId }) => approve(ruth, joy, caseId, people.faith.id)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject(broken('assign-role.already-held'))
    await expect(propose(ruth, { ...joy, startsAt: hours(5) })).rejects.toMatchObject(
      broken('assign-role.already-held'),
    )
  })

  test('nothing is given at a node that closes at the same instant, not even for a while', async () => {
    const wish = { ...joy, endsAt: hours(48) }
    const { caseId } = await propose(ruth, wish)
    const closing = await owner.connect()
    await closing.query('begin')
    await closing.query(`update org_node set state = 'closed' where id = $1`, [joy.nodeId])
    const given = approve(ruth, wish, caseId, people.faith.id)
    given.catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 200))
    await closing.query('commit')
    closing.release()
    await expect(given).rejects.toMatchObject(broken('assign-role.node-closed'))
    await owner.query(`update org_node set state = 'active' where id = $1`, [joy.nodeId])
    expect(await made()).toEqual([])
  })

  test('is given by nothing but a case: not by the rights of a director in the database', async () => {
    const scope = { 'RoleAssignment.read': [nodes.kilima.id], 'RoleAssignment.write': [nodes.kilima.id] }
    const byHand = services.db.transaction({ scope, personId: people.ruth.id }, {}, (tx) =>
      tx.prisma.roleAssignment.create({
        data: { id: people.joy.id, ...joy, startsAt: start },
      }),
    )
    await expect(byHand).rejects.toThrow(/row-level security/)
  })
})

describe('the first Board', () => {
  const seat = { personId: people.amina.id, nodeId: nodes.board.id }
  test('is named by the National Director while it has fewer than two, and written down', async () => {
    const grace = await as('national-director')
    await expect(nameBoardMember.call(services, grace, seat)).rejects.toMatchObject(broken('assign-role.board-decides'))
    await owner.query(`update role_assignment set ends_at = $1 where role = 'board-member' and person_id = $2`, [
      hours(-1),
      people.david.id,
    ])
    await expect(nameBoardMember.call(services, await as('national-administrator'), seat)).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
    const tries = await Promise.allSettled(
      [people.amina, people.samuel, people.peter].map(({ id: personId }) =>
        nameBoardMember.call(services, grace, { ...seat, personId }),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject(broken('assign-role.board-decides'))
    expect(await traces(owner, 'accounts.name-board-member')).toMatchObject([{ reason: 'bootstrap' }])
    await owner.query(`update role_assignment set ends_at = null where role = 'board-member' and person_id = $1`, [
      people.david.id,
    ])
  })

  test('is nowhere but at the Board', async () => {
    const grace = await as('national-director')
    await expect(nameBoardMember.call(services, grace, { ...seat, nodeId: nodes.lighthouse.id })).rejects.toMatchObject(
      broken('assign-role.board-decides'),
    )
  })
})

test('the form offers the seats of the place', async () => {
  const offered = async (caller: typeof ruth, nodeId: string) => proposableRoles.call(services, caller, { nodeId })
  expect(await offered(ruth, nodes.hilltop.id)).toEqual({
    roles: ['cell-leader', 'small-group-admin'],
    firstBoard: false,
  })
  expect((await offered(ruth, nodes.highlands.id)).roles).toEqual([])
  expect((await offered(ruth, nodes.thursdayLunch.id)).roles).toEqual([])
  const grace = await as('national-director')
  expect((await offered(grace, nodes.lighthouse.id)).roles).toContain('national-director')
  expect(await offered(grace, nodes.board.id)).toEqual({ roles: ['board-member'], firstBoard: false })
})

describe('ending a role', () => {
  const give = () => appoint(ruth, joy)

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
    const { id } = await appoint(ruth, { ...joy, startsAt: hours(10) })
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
  const { id } = await appoint(ruth, joy)
  const scope = { 'RoleAssignment.read': [nodes.kilima.id], 'RoleAssignment.write': [nodes.kilima.id] }
  const edit = services.db.transaction({ scope }, {}, (tx) =>
    tx.prisma.roleAssignment.update({ where: { id }, data: { role: 'campus-leader' } }),
  )
  await expect(edit).rejects.toThrow(/permission denied/)
})
