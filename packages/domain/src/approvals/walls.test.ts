/** Each wall by itself: the policies without the filters, and the filters without the policies. Source: ACS-3, ACS-4. */
import { abilityOf, rightsOf, rowScopeOf, seatsHeld } from '@ministry/access'
import { openDatabase, sql, type RowContext } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { afterAll, expect, test } from 'vitest'
import type { Caller, Context } from '../context.ts'
import { readableCases } from './case-row.ts'
import { comment } from './comment.ts'
import { createCaseWorld } from './testing/test-case-world.ts'

const { ask, answer, see, as, callerOf, services, owner, ownerUrl, clock } = await createCaseWorld()
const { nodes, accounts, furtherAccounts } = story
const withoutPolicies = openDatabase(ownerUrl, { max: 2 })
afterAll(() => withoutPolicies.close())

// The story has requests of its own.
await owner.query('truncate approval_case cascade')
const cell = await as('cell-leader')
const campus = await as('campus-leader')
const group = { nodeId: nodes.mustardSeed.id }
const [small, middle, national] = [
  await ask(cell, 6000, group),
  await ask(cell, 20_000, group),
  await ask(await as('national-director'), 6000, { nodeId: nodes.lighthouse.id }),
]
await answer(campus, middle)
await comment.call(services, cell, { id: small, text: 'Soon, please' })
const all = [small, middle, national].toSorted()

/** Who reads which of the three, as the product says in words: the requester, seats, readers of expenses in scope. */
const expected: [string, Caller, string[]][] = [
  ['the requester, who reads the group', cell, [small, middle]],
  ['the campus leader', campus, [small, middle]],
  ['the regional director', await as('regional-director'), [small, middle]],
  ['the national director', await as('national-director'), all],
  ['the finance director', await as('finance-director'), all],
  ['the national administrator, who has nothing of finance', await as('national-administrator'), []],
  ['a member of the group', await as('small-group-member'), []],
  ['a member of the Board', await as('board-member'), []],
  ['the campus next door', await callerOf(furtherAccounts.siblingCampusAdministrator.accountId), []],
  ['another movement', await callerOf(furtherAccounts.otherMovementDirector.accountId), []],
]
const contextOf = ({ principal }: Caller): RowContext => ({
  scope: rowScopeOf(rightsOf(principal!, clock.now())),
  personId: principal!.personId,
  accountId: principal!.accountId,
  seats: seatsHeld(principal!, clock.now()).map(({ key }) => key),
})
const tables = ['approval_case', 'approval_seat', 'approval_trail', 'approval_vote', 'approval_comment'] as const

test.each(expected)('%s: policies alone', async (_, caller, cases) => {
  for (const table of tables) {
    const column = table === 'approval_case' ? sql`id` : sql`case_id`
    const rows = await services.db.transaction(contextOf(caller), { readOnly: true }, (tx) =>
      tx.rows<{ id: string }>(sql`select distinct ${column} as id from ${sqlName(table)} order by 1`),
    )
    const seen = rows.map(({ id }) => id)
    if (table === 'approval_case' || table === 'approval_trail') expect(seen).toEqual(cases.toSorted())
    else expect(cases).toEqual(expect.arrayContaining(seen))
  }
})
const sqlName = (table: (typeof tables)[number]) =>
  ({
    approval_case: sql`approval_case`,
    approval_seat: sql`approval_seat`,
    approval_trail: sql`approval_trail`,
    approval_vote: sql`approval_vote`,
    approval_comment: sql`approval_comment`,
  })[table]

test.each(expected)('%s: filters alone', async (_, caller, cases) => {
  const principal = caller.principal!
  const rights = rightsOf(principal, clock.now())
  const seen = await withoutPolicies.transaction({ scope: {} }, { readOnly: true }, (tx) => {
    const asking = { ability: abilityOf(rights, principal), rights, tx, asked: () => {}, principal, at: clock.now() }
    return tx.prisma.approvalCase.findMany({ where: readableCases(asking as unknown as Context), select: { id: true } })
  })
  expect(seen.map(({ id }) => id).toSorted()).toEqual(cases.toSorted())
})

test('nobody but the engine moves a case on, and nobody signs or speaks for somebody else', async () => {
  const director = contextOf(await as('national-director'))
  const { seats, payloadHash } = await see(campus, small)
  const seatId = seats.find(({ state }) => state === 'open')!.id
  const tried = (context: RowContext, statement: ReturnType<typeof sql>) =>
    services.db.transaction(context, {}, (tx) => tx.rows(statement))
  const vote = (by: string, at: string) => sql`
    insert into approval_vote (id, case_id, revision, seat_id, person_id, choice, payload_hash, at)
    values (${newId()}::uuid, ${small}::uuid, 1, ${at}::uuid, ${by}::uuid, 'approve', ${payloadHash}, ${clock.now()})`
  // Not the person on the seat; the person on the seat, in somebody's name; whoever asked, on a seat of theirs.
  await expect(tried(director, vote(accounts['national-director'].personId, seatId))).rejects.toThrow(
    'row-level security',
  )
  await expect(tried(contextOf(campus), vote(accounts['cell-leader'].personId, seatId))).rejects.toThrow()
  await owner.query(`update approval_seat set assigned_to = $1, assigned_by = $2 where id = $3`, [
    ...[accounts['cell-leader'].personId, accounts['campus-leader'].personId, seatId],
  ])
  await expect(tried(contextOf(cell), vote(accounts['cell-leader'].personId, seatId))).rejects.toThrow(
    'Nobody decides their own case',
  )
  const changed = await services.db.transaction(director, {}, async (tx) => ({
    cases: await tx.rows(sql`update approval_case set state = 'approved' returning id`),
    seats: await tx.rows(sql`update approval_seat set state = 'signed' returning id`),
  }))
  expect(changed).toEqual({ cases: [], seats: [] })
  const line = sql`insert into approval_trail (id, case_id, revision, kind, at) values (${newId()}::uuid, ${small}::uuid, 1, 'executed', ${clock.now()})`
  await expect(tried(director, line)).rejects.toThrow('row-level security')
  const said = sql`insert into approval_comment (id, case_id, person_id, text, at) values (${newId()}::uuid, ${small}::uuid, ${accounts['cell-leader'].personId}::uuid, 'Yes', ${clock.now()})`
  await expect(tried(director, said)).rejects.toThrow('row-level security')
  const away = sql`insert into absence (id, person_id, starts_at, ends_at, created_at) values (${newId()}::uuid, ${accounts['cell-leader'].personId}::uuid, ${clock.now()}, '2027-01-01', ${clock.now()})`
  await expect(tried(director, away)).rejects.toThrow('row-level security')
})

test('who is called how, and who sits where, only the engine asks', async () => {
  const names = await services.db.transaction(contextOf(await as('national-director')), { readOnly: true }, (tx) =>
    tx.rows(sql`
      select name from app.approval_names(${[accounts['cell-leader'].personId]}::uuid[])
      union all select name from app.sitting(${nodes.lighthouse.id}::uuid, ${[nodes.lighthouse.id]}::uuid[], '{}'::uuid[], ${clock.now()})
      union all select name from app.role_holders(${[nodes.lighthouse.id]}::uuid[], ${['board-member']}::text[], '', ${clock.now()}, 10)
      union all select person_id::text from app.same_people(${[accounts['cell-leader'].personId]}::uuid[])`),
  )
  expect(names).toEqual([])
})
