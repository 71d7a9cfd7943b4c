/** One human being with two accounts, one who edits addresses, and those who can't take part any more. Source: APR-2. */
import { rightsOf, rowScopeOf } from '@ministry/access'
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { afterEach, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { candidates } from './candidates.ts'
import { delegate } from './delegate.ts'
import { setAbsence } from './set-absence.ts'
import { createCaseWorld } from './testing/test-case-world.ts'

const { ask, answer, see, waits, inboxOf, as, services, owner, clock } = await createCaseWorld()
const { people, nodes } = story
const cell = await as('cell-leader')
const campus = await as('campus-leader')
const group = { nodeId: nodes.mustardSeed.id }
const code = (code: string) => expect.objectContaining({ code }) as Error
const { rows: before } = await owner.query<{ id: string; emails: string[] }>('select id, emails from person')
const known = new Map(before.map(({ id, emails }) => [id, emails]))
const touched = [people.kwame.id, people.minh.id, people.ruth.id, people.daniel.id, people.joseph.id]
afterEach(async () => {
  for (const id of touched) await owner.query('update person set emails = $1 where id = $2', [known.get(id), id])
  await owner.query('delete from address_note')
  await owner.query('delete from absence')
})
/** Addresses as an office, or whoever is named, writes them. */
const write = (id: string, emails: string[], by?: Caller) =>
  by?.principal
    ? services.db.transaction(
        { personId: by.principal.personId, scope: rowScopeOf(rightsOf(by.principal, clock.now())) },
        {},
        (tx) => tx.rows(sql`update person set emails = ${emails}::text[] where id = ${id}::uuid returning id`),
      )
    : owner.query('update person set emails = $1 where id = $2', [emails, id])

test('records that share addresses, one leading to the next, are one person', async () => {
  await write(people.kwame.id, ['one@example.org'])
  await write(people.minh.id, ['one@example.org', 'two@example.org'])
  await write(people.ruth.id, ['two@example.org'])
  // Kwame asks; Ruth, who would decide, is Kwame: the region does.
  const id = await ask(cell, 6000, group)
  expect(await waits(cell, id)).toEqual(['decide regional-director'])
})

test('what becomes known after a request was sent counts when it is decided', async () => {
  const id = await ask(cell, 6000, group)
  expect(await inboxOf(campus)).toContain(id)
  await write(people.kwame.id, ['one@example.org'])
  await write(people.ruth.id, ['one@example.org'])
  expect((await see(campus, id)).may).toMatchObject({ decide: false, refused: 'approvals.decide.own' })
  await expect(answer(campus, id)).rejects.toThrow(code('approvals.decide.own'))
})

test('nobody makes or unmakes the same person by addresses of their own', async () => {
  const own = known.get(people.ruth.id)!
  // To be rid of an approver.
  expect(await write(people.kwame.id, [...known.get(people.kwame.id)!, own[0]!], cell)).toHaveLength(1)
  const free = await ask(cell, 6000, group)
  expect(await waits(cell, free)).toEqual(['decide campus-leader'])
  await answer(campus, free)
  // To decide what one has asked for, by a second account.
  await write(people.kwame.id, ['one@example.org', 'kwame@example.org'])
  await write(people.ruth.id, ['one@example.org'])
  expect(await write(people.kwame.id, ['kwame@example.org'], cell)).toHaveLength(1)
  expect(await write(people.ruth.id, [], campus)).toHaveLength(1)
  expect(await waits(cell, await ask(cell, 6000, group))).toEqual(['decide regional-director'])
  // Somebody else who corrects it says what is so.
  await write(people.kwame.id, ['one@example.org', 'kwame@example.org'], cell)
  await write(people.kwame.id, ['kwame@example.org'], await as('national-director'))
  await owner.query('delete from address_note where person_id = $1', [people.ruth.id])
  expect(await waits(cell, await ask(cell, 6000, group))).toEqual(['decide campus-leader'])
})

test('who has endorsed doesn’t decide by a second account', async () => {
  const id = await ask(cell, 20_000, group)
  await answer(campus, id)
  expect(await waits(cell, id)).toEqual(['decide regional-director'])
  await write(people.ruth.id, ['one@example.org'])
  await write(people.daniel.id, ['one@example.org'])
  await expect(answer(await as('regional-director'), id)).rejects.toThrow(code('approvals.decide.signed-already'))
})

test('who is archived, has no account any more, or is the giver again takes no turn', async () => {
  const id = await ask(cell, 6000, group)
  const offered = async () => (await candidates.call(services, campus, { id, search: 'joseph' })).people
  const give = async () => {
    const { version } = await see(campus, id)
    return delegate.call(services, campus, { id, version, toId: people.joseph.id })
  }
  expect(await offered()).toHaveLength(1)
  const refused = async () => {
    expect(await offered()).toEqual([])
    await expect(give()).rejects.toThrow(code('approvals.delegate.to'))
  }
  await owner.query(`update person set state = 'archived' where id = $1`, [people.joseph.id])
  await refused()
  await owner.query(`update person set state = 'alumni' where id = $1`, [people.joseph.id])
  const account = story.accounts['alumni-coordinator'].accountId
  await owner.query('update account set deactivated_at = $1 where id = $2', [clock.now(), account])
  await refused()
  await owner.query('update account set deactivated_at = null where id = $1', [account])
  await write(people.ruth.id, ['one@example.org'])
  await write(people.joseph.id, ['one@example.org'])
  await refused()
  await write(people.joseph.id, known.get(people.joseph.id)!)
  expect(await give()).toMatchObject({ state: 'open' })
})

test('a deputy of somebody whose account was closed neither reads nor decides', async () => {
  const day = clock.now().toISOString().slice(0, 10)
  const away = { id: newId(), from: day, until: day, deputyId: people.joseph.id }
  // Not as high as the seat that would be answered.
  await expect(setAbsence.call(services, campus, { ...away, deputyId: people.tomas.id })).rejects.toThrow(
    code('approvals.set-absence.deputy'),
  )
  await setAbsence.call(services, campus, away)
  const id = await ask(cell, 6000, group)
  const deputy = () => as('alumni-coordinator')
  expect((await see(await deputy(), id)).may.decide).toBe(true)
  const account = story.accounts['campus-leader'].accountId
  await owner.query('update account set deactivated_at = $1 where id = $2', [clock.now(), account])
  await expect(see(await deputy(), id)).rejects.toThrow(expect.objectContaining({ kind: 'NotFound' }))
  expect(await inboxOf(await deputy())).not.toContain(id)
  await owner.query('update account set deactivated_at = null where id = $1', [account])
  // A deputy who no longer holds a seat as high decides no more, nor reads.
  await owner.query(`update role_assignment set role = 'regional-administrator' where person_id = $1`, [
    people.joseph.id,
  ])
  await expect(see(await deputy(), id)).rejects.toThrow(expect.objectContaining({ kind: 'NotFound' }))
  await owner.query(`update role_assignment set role = 'alumni-coordinator' where person_id = $1`, [people.joseph.id])
})
