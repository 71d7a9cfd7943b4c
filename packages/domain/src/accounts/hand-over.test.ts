/** A role passes to a named successor: who names, who decides, and that it is never held by nobody. Source: ACC-7, ACC-3, AUT-3. */
import { rightsOf, rowScopeOf } from '@ministry/access'
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { createRequestWorld } from '../test-requests.ts'
import { roleKind } from './role.kind.ts'

const { services, owner, as, ask, answer, way, clock, callerOf } = await createRequestWorld(roleKind)
const { nodes, people, furtherAccounts } = story
const told = story.assignments.map(({ id }) => id)
const kwame = await as('cell-leader')
const [ruth, faith, samuel, grace] = [
  await as('campus-leader'),
  await as('campus-administrator'),
  await as('national-administrator'),
  await as('national-director'),
]
beforeEach(async () => {
  await owner.query('delete from role_assignment where id <> all ($1)', [told])
  await owner.query(
    `update role_assignment set ends_at = null, ended_by = null, end_reason = null where person_id = any ($1)`,
    [[people.kwame.id, people.grace.id]],
  )
  await owner.query('truncate approval_case, audit_entry, outbox_event, notification cascade')
})

const toMinh = { act: 'hand-over', personId: people.minh.id, fromId: people.kwame.id, role: 'cell-leader' } as const
const group = nodes.mustardSeed.id
interface Held {
  person_id: string
  starts_at: Date
  ends_at: Date | null
  case_id: string | null
}
const leadersOf = async (nodeId: string, role: string) =>
  (
    await owner.query<Held>(
      `select person_id, starts_at, ends_at, case_id from role_assignment where node_id = $1 and role = $2 order by starts_at`,
      [nodeId, role],
    )
  ).rows

describe('a leader names a successor', () => {
  test('and when the seat above agrees, the one role begins at the very instant at which the other ends', async () => {
    expect(await way(kwame, group, toMinh)).toEqual(['decide campus-leader'])
    const id = await ask(kwame, group, { ...toMinh, reason: 'Graduates in June' })
    expect((await leadersOf(group, 'cell-leader')).map((one) => one.ends_at)).toEqual([null])
    await answer(ruth, id)
    const [before, after] = await leadersOf(group, 'cell-leader')
    expect(before).toMatchObject({ person_id: people.kwame.id })
    expect(after).toMatchObject({ person_id: people.minh.id, ends_at: null, case_id: id })
    expect(before!.ends_at).toEqual(after!.starts_at)
    const { rows: news } = await owner.query(
      `select data from outbox_event where name = 'approvals/seats.given-up' and data ->> 'personId' = $1`,
      [people.kwame.id],
    )
    expect(news).toMatchObject([{ data: { handedTo: { personId: people.minh.id, nodeId: group } } }])
    const { rows: hears } = await owner.query(`select person_id, kind from notification where kind like 'role-%'`)
    expect(hears).toContainEqual({ person_id: people.minh.id, kind: 'role-given' })
    expect(hears).toContainEqual({ person_id: people.kwame.id, kind: 'role-ended' })
    const { rows: audit } = await owner.query(
      `select after from audit_entry where noun = 'RoleAssignment' and after ->> 'successorId' = $1`,
      [people.minh.id],
    )
    expect(audit).toHaveLength(1)
  })

  test('for a later day: until then the one leads, from then on the other', async () => {
    const startsAt = new Date(clock.now().getTime() + 30 * 86_400_000)
    const id = await ask(kwame, group, { ...toMinh, startsAt: startsAt.toISOString() })
    await answer(ruth, id)
    const [before, after] = await leadersOf(group, 'cell-leader')
    expect([before!.ends_at, after!.starts_at]).toEqual([startsAt, startsAt])
  })

  test('and nothing changes while nobody has agreed, or somebody says no', async () => {
    const id = await ask(kwame, group, toMinh)
    await answer(ruth, id, 'reject', 'Too early')
    expect((await leadersOf(group, 'cell-leader')).map(({ person_id, ends_at }) => [person_id, ends_at])).toEqual([
      [people.kwame.id, null],
    ])
  })

  test('of the whole movement: the Board decides, without whoever goes', async () => {
    const { accountId } = furtherAccounts.secondBoardMember
    const asked = { act: 'hand-over', personId: people.daniel.id, fromId: people.grace.id, role: 'national-director' }
    const id = await ask(grace, nodes.lighthouse.id, asked)
    await answer(await as('board-member'), id)
    expect(await leadersOf(nodes.lighthouse.id, 'national-director')).toHaveLength(1)
    await answer(await callerOf(accountId), id)
    const held = await leadersOf(nodes.lighthouse.id, 'national-director')
    expect(held.map(({ person_id }) => person_id)).toEqual([people.grace.id, people.daniel.id])
    expect(held[0]!.ends_at).toEqual(held[1]!.starts_at)
  })
})

describe('is refused', () => {
  test('where one follows oneself, or takes it for oneself', async () => {
    await expect(ask(kwame, group, { ...toMinh, personId: people.kwame.id })).rejects.toMatchObject({
      code: 'accounts.hand-over.to-the-same',
    })
    await expect(ask(faith, group, { ...toMinh, personId: people.faith.id })).rejects.toMatchObject({
      code: 'accounts.assign-role.to-oneself',
    })
  })

  test('to whoever neither holds it nor may propose there', async () => {
    await expect(ask(await as('small-group-member'), group, toMinh)).rejects.toMatchObject({ kind: 'NotAllowed' })
    // Who leads one group hands on nothing of another.
    await expect(ask(kwame, nodes.hilltop.id, toMinh)).rejects.toMatchObject({ kind: 'NotFound' })
    // Who proposes nobody for anything still names who follows in their own seat, and in no other.
    const haeun = await as('small-group-admin')
    const own = { ...toMinh, fromId: people.haeun.id, role: 'small-group-admin' }
    await expect(ask(haeun, group, { ...own, act: 'give', fromId: undefined })).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
    await expect(ask(haeun, group, toMinh)).rejects.toMatchObject({ kind: 'NotAllowed' })
    await ask(haeun, group, own)
  })

  test('for what isn’t held, and for somebody who holds it already', async () => {
    const failed = (check: string) => ({ code: 'approvals.submit.check-failed', values: { check } })
    await expect(ask(faith, group, { ...toMinh, fromId: people.tomas.id })).rejects.toMatchObject(
      failed('accounts.hand-over.not-held'),
    )
    await owner.query(
      `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, $2, 'cell-leader', $3, '2026-01-01')`,
      [newId(), people.minh.id, group],
    )
    await expect(ask(kwame, group, toMinh)).rejects.toMatchObject(failed('accounts.assign-role.already-held'))
  })

  test('without saying from whom', async () => {
    const { fromId: _none, ...rest } = toMinh
    await expect(ask(kwame, group, rest)).rejects.toMatchObject({ kind: 'InvalidInput' })
    await expect(ask(kwame, group, { ...toMinh, act: 'give' })).rejects.toMatchObject({ kind: 'InvalidInput' })
  })

  test('to the approver where the role has ended meanwhile: the successor is not given a seat twice over', async () => {
    const id = await ask(kwame, group, toMinh)
    await owner.query(`update role_assignment set ends_at = $2 where person_id = $1 and node_id = $3`, [
      people.kwame.id,
      clock.now(),
      group,
    ])
    await expect(answer(ruth, id)).rejects.toMatchObject({
      code: 'approvals.execute.check-failed',
      values: { check: 'accounts.hand-over.not-held' },
    })
  })
})

test('a graduate who leads alone waits for nobody any more once the hand-over is made', async () => {
  const scope = rowScopeOf(rightsOf(ruth.principal!, clock.now()))
  const ledAlone = () =>
    services.db.transaction({ scope }, { readOnly: true }, async (tx) => {
      const led = sql`select role from app.led_alone(${[people.kwame.id]}::uuid[], ${clock.now()})`
      return (await tx.rows<{ role: string }>(led)).map(({ role }) => role)
    })
  expect(await ledAlone()).toContain('cell-leader')
  await answer(ruth, await ask(kwame, group, toMinh))
  expect(await ledAlone()).not.toContain('cell-leader')
})

test('a proposal by somebody else leaves the decision to others than whom it concerns', async () => {
  const asked = { act: 'hand-over', personId: people.tomas.id, fromId: people.ruth.id, role: 'campus-leader' }
  expect(await way(samuel, nodes.kilima.id, asked)).toEqual(['decide regional-director'])
})
