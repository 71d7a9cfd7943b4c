import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { edit, withdraw } from '../approvals/testing/verbs.ts'
import { createRequestWorld } from '../test-requests.ts'
import { change } from './change.ts'
import { create } from './create.ts'
import { eventKind } from './event.kind.ts'
import { get } from './get.ts'
import { list } from './list.ts'

const { services, owner, as, ask, answer, see, way, callerOf } = await createRequestWorld(eventKind)
const { nodes, people, furtherAccounts } = story
beforeEach(() => owner.query('truncate event, approval_case, audit_entry, outbox_event, notification cascade'))
const [kwame, ruth, daniel, minh, faith] = [
  await as('cell-leader'),
  await as('campus-leader'),
  await as('regional-director'),
  await as('small-group-member'),
  await as('campus-administrator'),
]
const details = {
  name: 'Weekend at the lake',
  startsAt: '2027-02-05T15:00:00Z',
  endsAt: '2027-02-07T11:00:00Z',
  timeZone: 'Africa/Nairobi',
  place: 'Naivasha',
}
const seed = nodes.mustardSeed.id
const draft = async (by = kwame, nodeId = seed, more: object = {}) => {
  const id = newId()
  await create.call(services, by, { id, nodeId, ...details, ...more })
  return id
}
const stateFor = async (by: typeof kwame, id: string) => (await get.call(services, by, { id })).state
const broken = (code: string) => ({ kind: 'RuleBroken', code: `events.${code}` })

describe('a draft', () => {
  test('is made once, changed, and written down', async () => {
    const id = await draft()
    await create.call(services, kwame, { id, nodeId: seed, ...details })
    await change.call(services, kwame, { id, ...details, expectedPeople: 40 })
    expect(await get.call(services, kwame, { id })).toMatchObject({
      ...{ name: details.name, expectedPeople: 40, state: 'draft', case: null, node: { id: seed } },
      may: { change: true, submit: true },
    })
    const { rows } = await owner.query('select action, after from audit_entry order by action desc')
    expect(rows).toMatchObject([
      { action: 'events.create' },
      { action: 'events.change', after: { expectedPeople: 40 } },
    ])
  })

  test.each([
    ['ends before it starts', { endsAt: '2027-02-05T15:00:00Z' }, 'draft.ends-before-it-starts'],
    ['takes place nowhere', { place: null }, 'draft.nowhere'],
  ])('that %s is refused', async (_what, changes, code) => {
    await expect(draft(kwame, seed, changes)).rejects.toMatchObject(broken(code))
  })

  test('is planned by full events in their scope; who helps may change it, and members see none', async () => {
    const id = await draft()
    await expect(draft(faith)).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(draft(minh)).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(draft(kwame, nodes.emmaus.id)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(draft(kwame, nodes.kilima.id)).rejects.toMatchObject({ kind: 'NotAllowed' })
    expect(await get.call(services, faith, { id })).toMatchObject({ may: { change: true, submit: false } })
    const names = async (by: typeof kwame, nodeId: string) =>
      (await list.call(services, by, { nodeId })).rows.map(({ name }) => name)
    expect(await names(ruth, nodes.kilima.id)).toEqual([details.name])
    expect(await names(minh, seed)).toEqual([])
    expect(await names(await as('finance-director'), nodes.lighthouse.id)).toEqual([])
    await expect(get.call(services, minh, { id })).rejects.toMatchObject({ kind: 'NotFound' })
    const lucia = await callerOf(furtherAccounts.siblingCampusAdministrator.accountId)
    await expect(get.call(services, lucia, { id })).rejects.toMatchObject({ kind: 'NotFound' })
  })

  test('is hidden by the database too', async () => {
    await draft()
    const count = (scope: Record<string, string[]>, personId: string) =>
      services.db.transaction({ scope, personId }, {}, (tx) => tx.prisma.event.count())
    expect(await count({ 'Event.read': [seed] }, people.minh.id)).toBe(0)
    expect(await count({ 'Event.read': [seed], 'Event.write': [nodes.kilima.id] }, people.faith.id)).toBe(1)
    expect(await count({ 'Event.write': [nodes.mtoni.id] }, people.lucia.id)).toBe(0)
    const approve = services.db.transaction({ scope: { 'Event.write': [seed] }, personId: people.kwame.id }, {}, (tx) =>
      tx.client.query('update event set approved_at = now()'),
    )
    await expect(approve).rejects.toThrow(/row-level security/)
  })
})

describe('who decides', () => {
  test.each([
    ['a group’s', 'cell-leader', 'mustardSeed', ['decide campus-leader']],
    ['a campus’s', 'campus-leader', 'kilima', ['decide regional-director']],
    ['a region’s', 'regional-director', 'highlands', ['decide national-director']],
    ['the movement’s', 'national-director', 'lighthouse', ['decide board-member', 'decide finance-director']],
    ['a graduate group’s', 'graduate-group-leader', 'youngProfessionals', ['decide alumni-coordinator']],
    ['a network’s', 'alumni-coordinator', 'highlandsGraduates', ['decide regional-director']],
  ] as const)('%s event', async (_what, role, node, seats) => {
    expect(await way(await as(role), nodes[node].id, { id: newId(), ...details })).toEqual(seats)
  })
})

describe('a submitted event', () => {
  test('awaits, is approved once, and then stands for all who read events', async () => {
    const id = await draft()
    const caseId = await ask(kwame, seed, { id, ...details })
    expect(await stateFor(kwame, id)).toBe('awaiting')
    await expect(change.call(services, kwame, { id, ...details, name: 'Other' })).rejects.toMatchObject(
      broken('change.awaiting'),
    )
    await answer(ruth, caseId)
    expect(await get.call(services, minh, { id })).toMatchObject({ state: 'approved', approvedAt: expect.any(Date) })
    await expect(change.call(services, kwame, { id, ...details, name: 'Other' })).rejects.toMatchObject(
      broken('change.approved'),
    )
    const { rows } = await owner.query(`select data from outbox_event where name = 'events/event.approved'`)
    expect(rows).toEqual([{ data: { eventId: id, caseId, nodeId: seed } }])
  })

  test('is approved as it was signed, whatever was written into the draft meanwhile', async () => {
    const id = await draft()
    const caseId = await ask(kwame, seed, { id, ...details })
    // As a change that was on its way while the draft was submitted leaves it.
    await owner.query(`update event set name = 'Other', place = 'Elsewhere' where id = $1`, [id])
    await answer(ruth, caseId)
    expect(await get.call(services, minh, { id })).toMatchObject({ name: details.name, place: details.place })
  })

  test('an edit changes the event and starts again', async () => {
    const id = await draft()
    const caseId = await ask(kwame, seed, { id, ...details })
    const { version } = await see(kwame, caseId)
    await edit.call(services, kwame, { id: caseId, version, payload: { id, ...details, name: 'Two weekends' } })
    expect(await get.call(services, kwame, { id })).toMatchObject({ name: 'Two weekends', state: 'awaiting' })
    expect(await see(kwame, caseId)).toMatchObject({ revision: 2, state: 'open' })
  })

  test('that was refused or withdrawn is a draft again, and may be submitted anew', async () => {
    const id = await draft()
    const first = await ask(kwame, seed, { id, ...details })
    await answer(ruth, first, 'reject', 'Exams')
    expect(await get.call(services, kwame, { id })).toMatchObject({ state: 'draft', case: { state: 'rejected' } })
    await change.call(services, kwame, { id, ...details, startsAt: '2027-02-06T05:00:00Z' })
    const second = await ask(kwame, seed, { id, ...details })
    const { version } = await see(kwame, second)
    await withdraw.call(services, kwame, { id: second, version })
    expect(await stateFor(kwame, id)).toBe('draft')
    await ask(kwame, seed, { id, ...details })
    expect(await stateFor(kwame, id)).toBe('awaiting')
  })

  test('can’t be submitted twice, nor for another place', async () => {
    const id = await draft()
    await ask(kwame, seed, { id, ...details })
    const again = { kind: 'Conflict', code: 'events.submit.asked-already' }
    await expect(ask(kwame, seed, { id, ...details })).rejects.toMatchObject(again)
    await expect(ask(ruth, nodes.kilima.id, { id, ...details })).rejects.toMatchObject(again)
  })

  test('is for who plans there, and not for the past of others', async () => {
    await expect(ask(faith, nodes.kilima.id, { id: newId(), ...details })).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(ask(daniel, nodes.bahari.id, { id: newId(), ...details })).rejects.toMatchObject({ kind: 'NotFound' })
  })
})
