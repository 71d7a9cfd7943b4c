import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import * as fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { search as auditSearch } from '../audit/search.ts'
import { lifeLine } from '../automation/life-line.ts'
import type { Caller } from '../context.ts'
import { get } from '../people/get.ts'
import { list as listPeople } from '../people/list.ts'
import { search } from '../people/search.ts'
import { createWorld } from '../test-world.ts'
import { breakGlass } from './break-glass.ts'
import { careNotes } from './care-notes.ts'
import { notesOfLife } from './care.life-line.ts'
import { changeCareNote } from './change-care-note.ts'
import { changeNote } from './change-note.ts'
import { glassBroken } from './glass-broken.ts'
import { notes } from './notes.ts'
import { openCareNotes } from './open-care-notes.ts'
import { removeCareNote } from './remove-care-note.ts'
import { removeNote } from './remove-note.ts'
import { shareCareNote } from './share-care-note.ts'
import { writeCareNote } from './write-care-note.ts'
import { writeNote } from './write-note.ts'

const { services, owner, as, callerOf, clock } = await createWorld({ lifeLine: [notesOfLife] })
const { nodes, people, accounts, furtherAccounts } = story
const roles = Object.keys(accounts) as (keyof typeof accounts)[]
const everybody = new Map<string, Caller>()
for (const role of roles) everybody.set(role, await as(role))
for (const [name, { accountId }] of Object.entries(furtherAccounts)) everybody.set(name, await callerOf(accountId))
const who = (name: string) => everybody.get(name)!
const [kwame, ruth, daniel, director, faith] = [
  who('cell-leader'),
  who('campus-leader'),
  who('regional-director'),
  who('national-director'),
  who('campus-administrator'),
]
const minh = people.minh.id
const secret = 'Afraid of going home over the holidays'
const kinds = (kind: string) => expect.objectContaining({ kind }) as Error

beforeEach(async () => {
  clock.set(`${story.day}T09:00:00Z`)
  await owner.query(
    'delete from note; delete from care_note; delete from break_glass; truncate audit_entry; delete from notification',
  )
})

const note = async (by: Caller, body = 'Prefers to be called after six', personId = minh) =>
  (await writeNote.call(services, by, { id: newId(), personId, body })).id
const careNote = async (by: Caller, sharedWith: string[] = [], personId = minh) =>
  (await writeCareNote.call(services, by, { id: newId(), personId, body: secret, sharedWith })).id
const open = async (by: Caller, personId = minh) =>
  (await openCareNotes.call(services, by, { personId })).texts.map(({ body }) => body)

describe('a note', () => {
  test('is read by whoever cares for the person, not by the person, and not elsewhere', async () => {
    const id = await note(kwame)
    for (const reader of [kwame, ruth, daniel, director, faith])
      expect((await notes.call(services, reader, { personId: minh })).rows).toMatchObject([
        { id, author: { name: expect.any(String) as string } },
      ])
    for (const [name, reader] of everybody) {
      const read = await notes.call(services, reader, { personId: minh }).catch(() => ({ rows: [] }))
      if (['small-group-member', 'finance-director', 'siblingCampusAdministrator'].includes(name))
        expect(read.rows).toEqual([])
    }
    for (const self of [people.kwame.id, people.kwame.id.toUpperCase()])
      await expect(note(kwame, 'About myself', self)).rejects.toThrow(kinds('NotFound'))
  })

  test('is changed by its author, once by each version, and taken away by who leads there', async () => {
    const id = await note(kwame)
    await changeNote.call(services, kwame, { id, version: 1, body: 'After seven' })
    await expect(changeNote.call(services, kwame, { id, version: 1, body: 'After eight' })).rejects.toThrow(
      kinds('Conflict'),
    )
    await expect(changeNote.call(services, ruth, { id, version: 2, body: 'Mine' })).rejects.toThrow(kinds('NotAllowed'))
    await expect(removeNote.call(services, faith, { id })).rejects.toThrow(kinds('NotAllowed'))
    await removeNote.call(services, ruth, { id })
    expect((await notes.call(services, kwame, { personId: minh })).total).toBe(0)
    const { rows } = await owner.query('select action from audit_entry order by id')
    expect(rows.map(({ action }) => String(action)).sort()).toEqual([
      'care.change-note',
      'care.remove-note',
      'care.write-note',
    ])
  })

  test('written twice is one note, and stands on the life line for its readers alone', async () => {
    const id = newId()
    for (let time = 0; time < 2; time++) await writeNote.call(services, kwame, { id, personId: minh, body: 'Once' })
    const line = async (reader: Caller) => (await lifeLine.call(services, reader, { personId: minh })).rows
    expect(await line(ruth)).toMatchObject([{ kind: 'care.note', values: { text: 'Once' } }])
    expect(await line(who('small-group-member'))).toEqual([])
  })
})

describe('a care note', () => {
  test('is opened by its author, who leads the group and the campus, and nobody else', async () => {
    await careNote(kwame)
    expect(await open(kwame)).toEqual([secret])
    expect(await open(ruth)).toEqual([secret])
    for (const [name, reader] of everybody)
      if (![kwame, ruth].includes(reader)) expect(await open(reader).catch(() => []), name).toEqual([])
    const { rows } = await owner.query(`select after from audit_entry where action = 'care.open-care-notes'`)
    expect(rows).toEqual([{ after: { openedAs: 'leader' } }])
  })

  test('is shared with named people with a seat there, until they are named no more', async () => {
    const id = await careNote(ruth, [people.daniel.id])
    expect(await open(daniel)).toEqual([secret])
    await expect(shareCareNote.call(services, daniel, { id, sharedWith: [] })).rejects.toThrow(kinds('NotFound'))
    await expect(careNote(ruth, [people.faith.id])).rejects.toMatchObject({ code: 'care.share.no-reader' })
    await expect(careNote(ruth, [minh])).rejects.toMatchObject({ code: 'care.share.no-reader' })
    await shareCareNote.call(services, ruth, { id, sharedWith: [] })
    expect(await open(daniel)).toEqual([])
  })

  test('isn’t written, nor its glass broken, by whose right is limited', async () => {
    await expect(careNote(faith)).rejects.toThrow(kinds('NotAllowed'))
    const reason = 'I would like to know'
    await expect(breakGlass.call(services, faith, { personId: minh, reason })).rejects.toThrow(kinds('NotAllowed'))
  })

  test('is changed and taken away by its author alone', async () => {
    const id = await careNote(kwame)
    await expect(changeCareNote.call(services, ruth, { id, version: 1, body: 'x' })).rejects.toThrow(kinds('NotFound'))
    await expect(removeCareNote.call(services, ruth, { id })).rejects.toThrow(kinds('NotFound'))
    await changeCareNote.call(services, kwame, { id, version: 1, body: 'Better now' })
    expect(await open(kwame)).toEqual(['Better now'])
    await removeCareNote.call(services, kwame, { id })
    expect(await open(kwame)).toEqual([])
  })

  test('lies sealed in the database, and bound to its row', async () => {
    const [first, second] = [await careNote(kwame), await careNote(kwame)]
    const { rows } = await owner.query('select sealed from care_note')
    for (const { sealed } of rows) expect((sealed as Buffer).includes('Afraid')).toBe(false)
    await owner.query('update care_note set sealed = (select sealed from care_note where id = $1) where id = $2', [
      first,
      second,
    ])
    await expect(open(kwame)).rejects.toThrow()
  })

  test('is hidden by the database from whoever doesn’t come through its door', async () => {
    await careNote(kwame)
    const count = (personId: string, scope: Record<string, string[]>) =>
      services.db.transaction({ scope, personId }, {}, (tx) => tx.prisma.careNote.count())
    const [all, me] = [[nodes.lighthouse.id], people.kwame.id]
    expect(await count(me, { 'Note.read': all, 'Note.write': all })).toBe(0)
    expect(await count(me, { 'Care.door': [me] })).toBe(1)
    expect(await count(people.daniel.id, { 'Care.door': [me], 'Care.write': all })).toBe(0)
    expect(await count(people.daniel.id, { 'Care.door': [me], 'Care.write': all, 'Care.opened': [minh] })).toBe(0)
    expect(await count(people.daniel.id, { 'Care.door': [me], 'Care.lead': [nodes.mustardSeed.id] })).toBe(1)
    expect(await count(minh, { 'Care.door': [minh], 'Care.lead': all })).toBe(0)
  })
})

describe('broken glass', () => {
  const reason = 'The family asked the office for help tonight'
  const broken = () => breakGlass.call(services, director, { personId: minh, reason })

  test('opens what there is for an hour, stands in the audit, and is told to the author', async () => {
    await careNote(kwame)
    expect(await open(director)).toEqual([])
    await broken()
    expect(await open(director)).toEqual([secret])
    expect(await careNotes.call(services, director, { personId: minh })).toMatchObject({
      notes: [{ because: 'break-glass' }],
    })
    const { rows } = await owner.query('select kind, person_id from notification')
    expect(rows).toEqual([{ kind: 'care-note-opened', person_id: people.kwame.id }])
    const shown = await careNotes.call(services, kwame, { personId: minh })
    expect(shown.glassBroken).toMatchObject([{ reason }])
    const page = await glassBroken.call(services, who('national-administrator'), { nodeId: nodes.lighthouse.id })
    expect(page.rows).toMatchObject([{ reason, person: { id: minh } }])
    await expect(glassBroken.call(services, kwame, { nodeId: nodes.mustardSeed.id })).rejects.toThrow(
      kinds('NotAllowed'),
    )
    clock.set(`${story.day}T10:00:01Z`)
    expect(await open(director)).toEqual([])
  })

  test('once while it is open, with a reason, and only over people in reach', async () => {
    const [first, second] = [await broken(), await broken()]
    expect(second.until).toEqual(first.until)
    const { rows } = await owner.query('select count(*)::int from break_glass')
    expect(rows).toEqual([{ count: 1 }])
    await expect(breakGlass.call(services, director, { personId: minh, reason: 'because' })).rejects.toThrow(
      kinds('InvalidInput'),
    )
    await expect(breakGlass.call(services, kwame, { personId: people.lucia.id, reason })).rejects.toThrow(
      kinds('NotFound'),
    )
  })
})

test('care notes leave by no door: not by lists, search, audit, life line, news or mails', async () => {
  const callers = [...everybody.entries()]
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        reader: fc.constantFrom(...callers),
        author: fc.constantFrom(kwame, ruth),
        shared: fc.subarray([people.daniel.id, people.kwame.id].filter(Boolean)),
        opened: fc.boolean(),
        word: fc.stringMatching(/^[a-z]{12}$/),
      }),
      async ({ reader: [name, reader], author, shared, opened, word }) => {
        await owner.query('delete from care_note')
        const sharedWith = shared.filter((id) => id !== author.principal!.personId)
        await writeCareNote.call(services, author, { id: newId(), personId: minh, body: `word ${word}`, sharedWith })
        if (opened) await openCareNotes.call(services, author, { personId: minh })
        const seen: unknown[] = []
        for (const ask of [
          () => get.call(services, reader, { id: minh }),
          () => listPeople.call(services, reader, { nodeId: nodes.kilima.id }),
          () => search.call(services, reader, { nodeId: nodes.kilima.id, term: word }),
          () => lifeLine.call(services, reader, { personId: minh }),
          () => notes.call(services, reader, { personId: minh }),
          () => careNotes.call(services, reader, { personId: minh }),
          () => auditSearch.call(services, reader, {}),
        ] as (() => Promise<unknown>)[])
          seen.push(await ask().catch(() => null))
        expect(JSON.stringify(seen), name).not.toContain(word)
        const texts = await open(reader).catch(() => [])
        const me = reader.principal?.personId ?? ''
        const mayOpen = me === author.principal!.personId || sharedWith.includes(me) || [kwame, ruth].includes(reader)
        expect(texts, name).toEqual(mayOpen ? [`word ${word}`] : [])
        const { rows } = await owner.query(
          `select (select string_agg(t::text, ' ') from audit_entry t) || coalesce((select string_agg(t::text, ' ') from notification t), '')
               || coalesce((select string_agg(t::text, ' ') from outbox_event t), '') || coalesce((select string_agg(t::text, ' ') from outgoing_mail t), '') as all`,
        )
        expect(String((rows as { all: string }[])[0]!.all)).not.toContain(word)
      },
    ),
    { numRuns: 12 },
  )
}, 60_000)
