/** What somebody with an account of their own tries with notes, care notes and what hangs on them. */
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { get as auditGet } from '../audit/get.ts'
import { search as auditSearch } from '../audit/search.ts'
import type { Caller } from '../context.ts'
import { takers } from '../follow-ups/takers.ts'
import { createWorld } from '../test-world.ts'
import { breakGlass } from './break-glass.ts'
import { careNotes } from './care-notes.ts'
import { changeCareNote } from './change-care-note.ts'
import { glassBroken } from './glass-broken.ts'
import { notes } from './notes.ts'
import { openCareNotes } from './open-care-notes.ts'
import { removeCareNote } from './remove-care-note.ts'
import { shareCareNote } from './share-care-note.ts'
import { writeCareNote } from './write-care-note.ts'
import { writeNote } from './write-note.ts'

const { services, owner, as, callerOf, clock } = await createWorld()
const { nodes, people, furtherAccounts } = story
const [kwame, ruth, director] = [await as('cell-leader'), await as('campus-leader'), await as('national-director')]
const lucia = await callerOf(furtherAccounts.siblingCampusAdministrator.accountId)
const minh = people.minh.id
const reason = 'The family asked the office for help tonight'
const kinds = (kind: string) => expect.objectContaining({ kind }) as Error

beforeEach(async () => {
  clock.set(`${story.day}T09:00:00Z`)
  await owner.query(
    'delete from note; delete from care_note; delete from break_glass; truncate audit_entry; delete from notification',
  )
})
const careNote = async (by: Caller, personId = minh) => {
  const id = newId()
  await writeCareNote.call(services, by, { id, personId, body: 'Sealed', sharedWith: [] })
  return id
}
/** Somebody whose home is there, and who belongs here as well. */
async function guest(home: string, here: string): Promise<string> {
  const id = newId()
  await owner.query(
    `insert into person (id, name, emails, phones, languages, home_node_id, created_at, updated_at) values ($1, 'Guest', '{}', '{}', '{}', $2, now(), now())`,
    [id, home],
  )
  for (const [node, isHome] of [
    [home, true],
    [here, false],
  ] as const)
    await owner.query(
      `insert into membership (id, person_id, node_id, is_home, state, joined_on) values ($1, $2, $3, $4, 'member', '2025-01-06')`,
      [newId(), id, node, isHome],
    )
  return id
}
/** Takes a person out of sight for the length of the act. */
async function elsewhere<T>(personId: string, act: () => Promise<T>): Promise<T> {
  const move = (from: string, to: string) =>
    owner.query(
      'update membership set node_id = $3, scope_ids = (select scope_ids from org_node where id = $3) where person_id = $1 and node_id = $2',
      [personId, from, to],
    )
  await move(nodes.mustardSeed.id, nodes.bahari.id)
  return act().finally(() => move(nodes.bahari.id, nodes.mustardSeed.id))
}

describe('care notes about somebody who left the author’s sight', () => {
  test('are neither read, changed, shared nor taken away by the author', async () => {
    const id = await careNote(kwame)
    await elsewhere(minh, async () => {
      for (const attempt of [
        () => openCareNotes.call(services, kwame, { personId: minh }),
        () => changeCareNote.call(services, kwame, { id, version: 1, body: 'Rewritten' }),
        () => shareCareNote.call(services, kwame, { id, sharedWith: [people.ruth.id] }),
        () => removeCareNote.call(services, kwame, { id }),
      ])
        await expect(attempt()).rejects.toThrow(kinds('NotFound'))
    })
    expect((await openCareNotes.call(services, kwame, { personId: minh })).texts).toMatchObject([{ body: 'Sealed' }])
  })
})

describe('the glass', () => {
  test('over somebody who is at home elsewhere is broken where the caller cares for them, and listed there', async () => {
    const id = await guest(nodes.bahari.id, nodes.emmaus.id)
    await careNote(ruth, id)
    await breakGlass.call(services, ruth, { personId: id, reason })
    const { rows } = await owner.query(
      'select node_id, (select count(*)::int from audit_entry where node_id = b.node_id and noun = $1) as told from break_glass b',
      ['BreakGlass'],
    )
    expect(rows).toEqual([{ node_id: nodes.emmaus.id, told: 1 }])
    const page = await glassBroken.call(services, await as('national-administrator'), { nodeId: nodes.kilima.id })
    expect(page.rows).toMatchObject([{ reason, place: 'Emmaus' }])
  })

  test('opens what is written while it is open, and that author is told as well, once', async () => {
    await breakGlass.call(services, director, { personId: minh, reason })
    expect((await owner.query('select 1 from notification')).rows).toEqual([])
    await careNote(kwame)
    for (let time = 0; time < 2; time++) await openCareNotes.call(services, director, { personId: minh })
    const { rows } = await owner.query('select kind, person_id from notification')
    expect(rows).toEqual([{ kind: 'care-note-opened', person_id: people.kwame.id }])
  })

  test('opens nothing any more once the role has ended, though the hour has not', async () => {
    await careNote(kwame)
    await breakGlass.call(services, director, { personId: minh, reason })
    const former = { ...director, principal: { ...director.principal!, roles: [] } }
    await expect(openCareNotes.call(services, former, { personId: minh })).rejects.toThrow(kinds('NotAllowed'))
    const elsewhereNow = { ...director, principal: { ...director.principal!, roles: lucia.principal!.roles } }
    await expect(openCareNotes.call(services, elsewhereNow, { personId: minh })).rejects.toThrow(kinds('NotFound'))
  })
})

test('nobody reads in the audit what was noted about themself', async () => {
  const admin = await as('national-administrator')
  const self = director.principal!.personId
  const about = async (personId: string, reader: Caller) => {
    await owner.query('truncate audit_entry')
    await writeNote.call(services, admin, { id: newId(), personId, body: 'Looks tired' })
    const { rows } = await auditSearch.call(services, reader, { action: 'care.write-note' })
    return (await auditGet.call(services, reader, { id: rows[0]!.id })).differences.map(({ after }) => after)
  }
  expect(await about(minh, director)).toContain('Looks tired')
  expect(await about(self, director)).toEqual([])
})

test('who sits at places out of sight is told to nobody, though a person belongs there as well', async () => {
  const id = await guest(nodes.mustardSeed.id, nodes.bahari.id)
  const near = async (by: Caller) => [
    ...(await takers.call(services, by, { personIds: [id] })).takers,
    ...(await careNotes.call(services, by, { personId: id })).readers,
  ]
  const seen = (await near(kwame)).map(({ place }) => place)
  expect(seen).toContain('Kilima University')
  expect(seen).not.toContain('Bahari University')
  expect((await near(director)).map(({ place }) => place)).toContain('Bahari University')
})

test('a forged cursor is refused', async () => {
  const forged = btoa(JSON.stringify(['the day before yesterday', newId()]))
  await expect(notes.call(services, kwame, { personId: minh, after: forged })).rejects.toThrow(kinds('InvalidInput'))
  await expect(glassBroken.call(services, director, { nodeId: nodes.kilima.id, after: forged })).rejects.toThrow(
    kinds('InvalidInput'),
  )
})
