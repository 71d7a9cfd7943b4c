/** Who decides about a role, and the whole way to it with the engine. Source: ACC-3, APR-3. */
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { createRequestWorld } from '../test-requests.ts'
import { roleKind } from './role.kind.ts'

const { owner, as, ask, answer, way, see, callerOf } = await createRequestWorld(roleKind)
const { nodes, people, furtherAccounts } = story
const told = story.assignments.map(({ id }) => id)
const given = async () => (await owner.query('select * from role_assignment where id <> all ($1)', [told])).rows
beforeEach(async () => {
  await owner.query('delete from role_assignment where id <> all ($1)', [told])
  await owner.query('truncate approval_case, audit_entry, outbox_event, notification cascade')
})
const [faith, ruth, daniel, samuel] = [
  await as('campus-administrator'),
  await as('campus-leader'),
  await as('regional-director'),
  await as('national-administrator'),
]
const [wairimu, david] = [await as('board-member'), await callerOf(furtherAccounts.secondBoardMember.accountId)]
const joy = (role: string) => ({ personId: people.joy.id, role })

describe('the seat that decides', () => {
  test.each([
    ['cell-leader', 'hilltop', ['decide campus-leader']],
    ['small-group-coordinator', 'kilima', ['decide campus-leader']],
    ['campus-leader', 'kilima', ['decide regional-director']],
    ['campus-administrator', 'kilima', ['decide regional-director']],
    ['alumni-coordinator', 'highlands', ['decide regional-director']],
    ['regional-director', 'coast', ['decide national-director']],
    ['regional-administrator', 'coast', ['decide national-director']],
    ['finance-director', 'lighthouse', ['decide national-director']],
    ['national-director', 'lighthouse', ['decide board-member']],
    ['board-member', 'board', ['decide board-member']],
  ] as const)('for a %s', async (role, node, seats) => {
    expect(await way(samuel, nodes[node].id, joy(role))).toEqual(seats)
  })

  test('is not the proposer’s own: a campus leader’s proposal of a cell leader climbs', async () => {
    expect(await way(ruth, nodes.hilltop.id, joy('cell-leader'))).toEqual(['decide regional-director'])
  })
})

test('an administrator proposes, the seat above gives it; only then it is held', async () => {
  const id = await ask(faith, nodes.kilima.id, joy('campus-administrator'))
  expect(await given()).toEqual([])
  await answer(daniel, id)
  expect(await given()).toMatchObject([
    { person_id: people.joy.id, role: 'campus-administrator', case_id: id, granted_by: people.daniel.id },
  ])
  const { rows } = await owner.query(`select kind from notification where person_id = $1 and kind = 'role-given'`, [
    people.joy.id,
  ])
  expect(rows).toHaveLength(1)
})

test('the National Director is appointed by two of the Board', async () => {
  const id = await ask(samuel, nodes.lighthouse.id, joy('national-director'))
  await answer(wairimu, id)
  expect(await given()).toEqual([])
  await answer(david, id)
  expect(await given()).toMatchObject([{ role: 'national-director', case_id: id, granted_by: people.david.id }])
})

test('who proposed oneself, or somebody out of sight, is refused before anything is asked', async () => {
  await expect(
    ask(faith, nodes.kilima.id, { ...joy('campus-leader'), personId: people.faith.id }),
  ).rejects.toMatchObject({ code: 'accounts.assign-role.to-oneself' })
  await expect(
    ask(faith, nodes.kilima.id, { ...joy('campus-leader'), personId: people.kofi.id }),
  ).rejects.toMatchObject({
    kind: 'NotFound',
  })
})

test('what can’t be given any more is refused to the approver, and stays open', async () => {
  const [one, two] = [
    await ask(faith, nodes.hilltop.id, joy('cell-leader')),
    await ask(faith, nodes.hilltop.id, joy('cell-leader')),
  ]
  await answer(ruth, one)
  await expect(answer(ruth, two)).rejects.toMatchObject({
    code: 'approvals.execute.check-failed',
    values: { check: 'accounts.assign-role.already-held' },
  })
  expect((await see(faith, two)).state).toBe('open')
  expect(await given()).toHaveLength(1)
})

describe('what the Board has given, the Board ends', () => {
  const third = '0197b1c0-0000-7000-8000-00000000b0a3'
  beforeEach(async () => {
    await owner.query('update role_assignment set ends_at = null, ended_by = null where person_id = $1', [
      people.david.id,
    ])
    await owner.query(
      `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, $2, 'board-member', $3, '2020-01-01')`,
      [third, people.samuel.id, nodes.board.id],
    )
  })
  const ending = { act: 'end', personId: people.david.id, role: 'board-member', reason: 'Moves abroad' }
  const stillThere = async () =>
    (
      await owner.query(
        `select from role_assignment where person_id = $1 and role = 'board-member' and (ends_at is null or ends_at > now())`,
        [people.david.id],
      )
    ).rowCount

  test('with two of its members, without the one whom it concerns', async () => {
    const grace = await as('national-director')
    const id = await ask(grace, nodes.board.id, ending)
    await expect(answer(david, id)).rejects.toMatchObject({ code: 'approvals.decide.own' })
    await answer(wairimu, id)
    expect(await stillThere()).toBe(1)
    await answer(await as('national-administrator'), id)
    const { rows } = await owner.query('select ended_by, end_reason from role_assignment where person_id = $1', [
      people.david.id,
    ])
    expect(rows).toEqual([{ ended_by: people.samuel.id, end_reason: 'Moves abroad' }])
    const { rows: told } = await owner.query(`select kind from notification where person_id = $1`, [people.david.id])
    expect(told).toContainEqual({ kind: 'role-ended' })
    const { rows: news } = await owner.query(`select name from outbox_event where name = 'approvals/seats.given-up'`)
    expect(news).toHaveLength(1)
  })

  test('nobody their own, nor what another seat ends, nor what isn’t held', async () => {
    await expect(ask(wairimu, nodes.board.id, { ...ending, personId: people.wairimu.id })).rejects.toThrow()
    const failed = (check: string) => ({ code: 'approvals.submit.check-failed', values: { check } })
    await expect(
      ask(samuel, nodes.kilima.id, { ...ending, personId: people.ruth.id, role: 'campus-leader' }),
    ).rejects.toMatchObject(failed('accounts.end-role.directly'))
    await expect(ask(samuel, nodes.board.id, { ...ending, personId: people.joy.id })).rejects.toMatchObject(
      failed('accounts.end-role.not-held'),
    )
  })
})
