/** Acts on many people: the true count, each by right, once, and taken back as far as nobody has touched it since. Source: PPL-3. */
import type { Database } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Caller } from '../context.ts'
import { close } from '../follow-ups/close.ts'
import { takers } from '../follow-ups/takers.ts'
import { archive } from '../people/archive.ts'
import { changeState } from '../people/change-state.ts'
import { leaveNode } from '../people/leave-node.ts'
import { create } from '../people/create.ts'
import { merge } from '../people/duplicates/merge.ts'
import { unmerge } from '../people/duplicates/unmerge.ts'
import { list as listPeople } from '../people/list.ts'
import { createTag } from '../people/tags/create-tag.ts'
import { retireTag } from '../people/tags/retire-tag.ts'
import { tagPeople } from '../people/tags/tag-people.ts'
import { testLinks } from '../test-links.ts'
import { createWorld } from '../test-world.ts'
import { begin } from './begin.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { preview } from './preview.ts'
import { rows } from './rows.ts'
import { undo } from './undo.ts'
import type { BulkWhat } from './what.ts'

const { services, owner, as, clock } = await createWorld({ personLinks: testLinks })
const { nodes } = story
const leader = await as('campus-leader')
const admin = await as('campus-administrator')
const kilima = nodes.kilima.id

const later = (ms = 60_000) => clock.set(new Date(clock.now().getTime() + ms))
const newTag = async (name: string, nodeId: string = kilima, by: Caller = leader) =>
  (await createTag.call(services, by, { nodeId, name })).id
interface Chosen {
  nodeId?: string
  filter?: object
  ids?: string[]
}
/** Looks, and does what was shown. */
async function act(what: BulkWhat | object, chosen: Chosen = {}, by: Caller = leader) {
  later()
  const selection = { nodeId: kilima, ...chosen, what: what as BulkWhat }
  const { total } = await preview.call(services, by, selection)
  const { id } = await begin.call(services, by, { ...selection, id: newId(), total })
  return get.call(services, by, { id })
}
async function takeBack(id: string, by: Caller = leader) {
  later()
  await undo.call(services, by, { id })
  return get.call(services, by, { id })
}
const namesOf = async (id: string, show: 'done' | 'same' | 'left' | 'undone' | 'spared', by = leader) =>
  (await rows.call(services, by, { id, show, take: 200 })).rows.map(({ person, reason }) => [
    person?.name ?? null,
    ...(reason ? [reason] : []),
  ])
const tagged = async (tagId: string) =>
  (
    await owner.query<{ id: string }>(`select id from person where tag_ids @> array[$1::uuid] order by id`, [tagId])
  ).rows.map(({ id }) => id)
const few = async (count: number) =>
  (await listPeople.call(services, leader, { nodeId: kilima, filter: { belowNodeId: nodes.mustardSeed.id } })).rows
    .filter(({ id }) => id !== leader.principal!.personId)
    .slice(0, count)
    .map(({ id }) => id)

test('all who match are tagged, those whom one may not change are left and told, and the undo gives back what was', async () => {
  const tagId = await newTag('Camp 2027')
  const had = await few(2)
  await tagPeople.call(services, leader, { ids: had, add: [tagId] })
  const listed = await listPeople.call(services, leader, { nodeId: kilima, take: 1 })
  const { total, fate } = await preview.call(services, leader, { nodeId: kilima, what: { act: 'tag', tagId } })
  expect(total).toBe(listed.total)
  const done = await act({ act: 'tag', tagId })
  expect(done).toMatchObject({ state: 'done', total, same: 2, mine: true, ticked: false })
  expect(done.done + done.same + done.left).toBe(total)
  expect(fate).toEqual({ done: done.done, same: 2, left: done.leftFor })
  // Guests: their home is elsewhere, and so is the right to write about them.
  expect(done.leftFor).toEqual([{ reason: 'not-yours', count: done.left }])
  expect(done.left).toBeGreaterThan(0)
  const { rows: guests } = await owner.query<{ name: string }>(
    `select name from person where scope_ids @> array[$1::uuid] and not home_ids @> array[$1::uuid] and state <> 'archived' order by sort_name`,
    [kilima],
  )
  expect(await namesOf(done.id, 'left')).toEqual(guests.map(({ name }) => [name, 'not-yours']))
  expect(await tagged(tagId)).toHaveLength(done.done + 2)
  const { rows: audit } = await owner.query(
    `select noun, count(*)::int from audit_entry where action = 'bulk.begin' group by 1 order by 1`,
  )
  expect(audit).toEqual([
    { noun: 'BulkAct', count: 2 },
    { noun: 'Person', count: done.done },
  ])
  const undone = await takeBack(done.id)
  expect(undone).toMatchObject({ state: 'undone', undone: done.done, spared: 0, undoUntil: null })
  expect(await tagged(tagId)).toEqual(had.toSorted())
  // Said twice it is one undo.
  expect(await undo.call(services, leader, { id: done.id })).toEqual({ id: done.id, state: 'undone' })
})

test('only whom one ticked, and of these only whom the filter finds', async () => {
  const tagId = await newTag('Ticked')
  const ids = await few(3)
  const elsewhere = story.people.naledi.id
  const done = await act(
    { act: 'tag', tagId },
    { ids: [...ids, elsewhere], filter: { belowNodeId: nodes.mustardSeed.id } },
  )
  expect(done).toMatchObject({ total: 3, done: 3, ticked: true, nodeId: nodes.mustardSeed.id })
  expect(await tagged(tagId)).toEqual(ids.toSorted())
})

test('where the number is another by now nothing is done; the same act sent twice is one', async () => {
  const tagId = await newTag('Counted')
  const ids = await few(2)
  const what = { act: 'tag' as const, tagId }
  const wrong = begin.call(services, leader, { nodeId: kilima, what, ids, id: newId(), total: 3 })
  await expect(wrong).rejects.toMatchObject({
    kind: 'Conflict',
    code: 'bulk.begin.number-changed',
    values: { shown: 3, now: 2 },
  })
  expect(await tagged(tagId)).toEqual([])
  const nobody = { nodeId: kilima, what, filter: { graduation: { from: 2199 } }, id: newId(), total: 1 }
  await expect(begin.call(services, leader, nobody)).rejects.toMatchObject({ code: 'bulk.begin.nobody' })
  const input = { nodeId: kilima, what, ids, id: newId(), total: 2 }
  const [one, other] = await Promise.all([
    begin.call(services, leader, input),
    begin.call(services, leader, input).catch(() => begin.call(services, leader, input)),
  ])
  expect(one).toEqual(other)
  expect((await get.call(services, leader, { id: one.id })).done).toBe(2)
})

test('tags are put on only where they hold, and taken away by those who see them', async () => {
  const own = await newTag('Mustard only', nodes.mustardSeed.id)
  const done = await act({ act: 'tag', tagId: own })
  expect(done.leftFor.map(({ reason }) => reason).toSorted()).toEqual(['not-yours', 'tag-elsewhere'])
  const away = await act({ act: 'untag', tagId: own })
  expect(away).toMatchObject({ done: done.done, same: away.total - done.done })
  expect(await tagged(own)).toEqual([])
  const [again] = await few(1)
  later()
  await tagPeople.call(services, leader, { ids: [again!], add: [own] })
  const undone = await takeBack(away.id)
  expect(undone).toMatchObject({ undone: done.done - 1, spared: 1, sparedFor: [{ reason: 'touched', count: 1 }] })
  await retireTag.call(services, leader, { id: own })
  await expect(act({ act: 'tag', tagId: own })).rejects.toMatchObject({ kind: 'NotFound' })
})

test('a tag that somebody has taken away, or put on again, is spared and listed', async () => {
  const tagId = await newTag('Spared')
  const [first, second, third] = await few(3)
  const done = await act({ act: 'tag', tagId }, { ids: [first!, second!, third!] })
  later()
  await tagPeople.call(services, leader, { ids: [first!, second!], remove: [tagId] })
  later()
  await tagPeople.call(services, leader, { ids: [second!], add: [tagId] })
  const { sparedFor, ...undone } = await takeBack(done.id)
  expect(undone).toMatchObject({ undone: 1, spared: 2 })
  expect(sparedFor).toEqual([{ reason: 'touched', count: 2 }])
  expect(await tagged(tagId)).toEqual([second])
  expect(await namesOf(done.id, 'spared')).toHaveLength(2)
})

test('many join a group; whoever is in it already stays so; the undo leaves no trace but where something changed since', async () => {
  const outside = (
    await listPeople.call(services, leader, { nodeId: kilima, filter: { belowNodeId: nodes.bereans.id } })
  ).rows.slice(0, 4)
  const [inside] = await few(1)
  const ids = [...outside.map(({ id }) => id), inside!]
  const record = async (id: string) =>
    (
      await owner.query(
        `select p.scope_ids, p.home_ids, (select json_agg(json_build_object('node', m.node_id, 'state', m.state, 'left', m.left_on) order by m.node_id) from membership m where m.person_id = p.id) m,
                (select json_agg(s.ancestor_id order by s.ancestor_id) from person_scope s where s.person_id = p.id) s from person p where p.id = $1`,
        [id],
      )
    ).rows[0]
  const before = await Promise.all(ids.map(record))
  const done = await act({ act: 'join', nodeId: nodes.mustardSeed.id, state: 'visitor' }, { ids })
  expect(done).toMatchObject({ done: 4, same: 1, left: 0 })
  expect(done.what).toMatchObject({ act: 'join', node: { name: 'Mustard Seed' }, state: 'visitor' })
  later()
  await changeState.call(services, leader, { id: ids[0]!, nodeId: nodes.mustardSeed.id, to: 'member' } as never)
  await leaveNode.call(services, leader, { id: ids[1]!, nodeId: nodes.mustardSeed.id })
  const undone = await takeBack(done.id)
  expect(undone).toMatchObject({ undone: 2, spared: 2 })
  expect(undone.sparedFor.map(({ reason }) => reason).toSorted()).toEqual(['moved', 'state-changed'])
  const after = await Promise.all(ids.map(record))
  for (const i of [2, 3, 4]) expect(after[i]).toEqual(before[i])
  await expect(act({ act: 'join', nodeId: nodes.thursdayLunch.id }, { ids })).rejects.toMatchObject({
    code: 'people.join-node.node-closed',
  })
})

test('a follow-up about each, the assignee told once; done ones are spared', async () => {
  const ids = await few(3)
  const [taker] = (await takers.call(services, leader, { personIds: ids })).takers.filter(
    ({ id }) => id !== leader.principal!.personId,
  )
  const what = { act: 'follow-up', title: 'Invite to camp', dueOn: '2027-01-31', assigneeId: taker!.id }
  const done = await act(what, { ids: [...ids, leader.principal!.personId] })
  expect(done).toMatchObject({ done: 3, leftFor: [{ reason: 'yourself', count: 1 }] })
  expect(done.what).toMatchObject({ title: 'Invite to camp', assignee: { id: taker!.id, name: taker!.name } })
  const { rows: told } = await owner.query(
    `select facts from notification where kind = 'follow-up-given' and person_id = $1 and dedupe_key like '%bulk%'`,
    [taker!.id],
  )
  expect(told).toEqual([{ facts: { count: 3 } }])
  const { rows: made } = await owner.query<{ id: string; personId: string }>(
    `select id, person_id as "personId" from follow_up where title = 'Invite to camp' order by id`,
  )
  expect(made).toHaveLength(3)
  later()
  await close.call(services, leader, { id: made[0]!.id, version: 1 })
  await archive.call(services, leader, { id: made[1]!.personId })
  const undone = await takeBack(done.id)
  expect(undone).toMatchObject({ undone: 1, spared: 2 })
  expect(undone.sparedFor.map(({ reason }) => reason).toSorted()).toEqual(['archived', 'closed'])
  const nobody = await act({ ...what, assigneeId: story.people.naledi.id }, { ids: [made[2]!.personId] })
  expect(nobody).toMatchObject({ done: 0, leftFor: [{ reason: 'no-seat', count: 1 }] })
  await expect(undo.call(services, leader, { id: nobody.id })).rejects.toMatchObject({ code: 'bulk.undo.nothing-done' })
})

test('of people who were merged since, tags stay and are listed, follow-ups go back, and an un-merge frees both', async () => {
  const tagId = await newTag('Merged')
  const somebody = async (name: string) =>
    (await create.call(services, leader, { name, home: { nodeId: nodes.mustardSeed.id }, force: true })).id!
  const [stays, goes, alone, hadIt] = [
    await somebody('Stays Here'),
    await somebody('Goes Away'),
    await somebody('Stands Alone'),
    await somebody('Had It'),
  ]
  later()
  await tagPeople.call(services, leader, { ids: [hadIt], add: [tagId] })
  const chosen = { ids: [stays, goes, alone] }
  const done = await act({ act: 'tag', tagId }, chosen)
  const asked = await act({ act: 'follow-up', title: 'After a merge', dueOn: '2027-01-31', assigneeId: null }, chosen)
  const merging = async (survivorId: string, mergedId: string) => {
    later()
    const { rows: found } = await owner.query<{ id: string; version: number }>(
      'select id, version from person where id = any ($1)',
      [[survivorId, mergedId]],
    )
    const of = (id: string) => found.find((row) => row.id === id)!.version
    const versions = { survivor: of(survivorId), merged: of(mergedId) }
    return merge.call(services, leader, { survivorId, mergedId, versions, choices: {} })
  }
  await merging(stays, goes)
  const second = await merging(alone, hadIt)
  const undone = await takeBack(done.id)
  expect(undone).toMatchObject({ undone: 0, spared: 3 })
  expect(await namesOf(done.id, 'spared')).toEqual([
    [null, 'gone'],
    ['Stands Alone', 'touched'],
    ['Stays Here', 'touched'],
  ])
  expect(await takeBack(asked.id)).toMatchObject({ undone: 3, spared: 0 })
  // Taken apart again before the undo, nothing stands in the way.
  const again = await newTag('Apart')
  later()
  await unmerge.call(services, leader, { id: second.mergeId })
  const twice = await act({ act: 'tag', tagId: again }, { ids: [alone] })
  const third = await merging(alone, hadIt)
  later()
  await unmerge.call(services, leader, { id: third.mergeId })
  expect(await takeBack(twice.id)).toMatchObject({ undone: 1, spared: 0 })
})

test('nobody reads what is to be done about themself', async () => {
  const director = await as('national-director')
  const { personId } = leader.principal!
  const [other] = await few(1)
  const what = { act: 'follow-up', title: 'How are they bearing up?', dueOn: '2027-01-31', assigneeId: null }
  const { id, done } = await act(what, { ids: [personId, other!] }, director)
  expect(done).toBe(2)
  expect((await get.call(services, admin, { id })).what.title).toBe(what.title)
  expect(await namesOf(id, 'done', admin)).toHaveLength(2)
  expect((await get.call(services, leader, { id })).what.title).toBe(null)
  expect(await namesOf(id, 'done', leader)).toHaveLength(1)
  const { rows: listed } = await list.call(services, leader, { nodeId: kilima, take: 1 })
  expect(listed[0]).toMatchObject({ id, what: { title: null } })
})

test('acts are for those who act on many there, and are read and taken back at their place and above', async () => {
  const tagId = await newTag('Walls')
  const [one] = await few(1)
  const done = await act({ act: 'tag', tagId }, { ids: [one!] })
  const chosen = { nodeId: kilima, what: { act: 'tag' as const, tagId } }
  for (const [role, kind] of [
    ['finance-director', 'NotAllowed'],
    ['training-coordinator', 'NotAllowed'],
    ['small-group-member', 'NotAllowed'],
    ['alumni-coordinator', 'NotFound'],
    ['cell-leader', 'NotAllowed'],
  ] as const) {
    const caller = await as(role)
    await expect(preview.call(services, caller, chosen), role).rejects.toMatchObject({
      kind: expect.stringMatching(/NotAllowed|NotFound/) as string,
    })
    for (const verb of [get, undo])
      await expect(verb.call(services, caller, { id: done.id }), `${role} ${verb.name}`).rejects.toMatchObject({
        kind: role === 'cell-leader' ? 'NotFound' : kind,
      })
  }
  const { rows: mine } = await list.call(services, admin, { nodeId: kilima, mine: true })
  expect(mine).toEqual([])
  const { rows: all, total } = await list.call(services, admin, { nodeId: kilima })
  expect(total).toBe(all.length)
  expect(all[0]).toMatchObject({ id: done.id, mine: false, by: expect.any(String) as string })
  const first = await list.call(services, admin, { nodeId: kilima, take: 1 })
  const second = await list.call(services, admin, { nodeId: kilima, take: 1, after: first.next! })
  expect([first.rows[0]!.id, second.rows[0]!.id]).toEqual(all.slice(0, 2).map(({ id }) => id))
  // Whoever administers there takes it back too, by their own right on each.
  expect(await takeBack(done.id, admin)).toMatchObject({ undone: 1, undoneBy: expect.any(String) as string })
  const aside = services.db.transaction(
    { scope: [], personId: undefined, accountId: undefined, seats: [] } as never,
    { readOnly: false },
    (tx) => tx.client.query(`select * from app.take_back_joined($1, '{}')`, [done.id]),
  )
  await expect(aside).rejects.toThrow(/not being undone/)
})

test('after thirty days it stays', async () => {
  const tagId = await newTag('Old')
  const done = await act({ act: 'tag', tagId }, { ids: await few(1) })
  expect(done.undoUntil).toEqual(new Date(done.createdAt.getTime() + 30 * 86_400_000))
  const now = clock.now()
  clock.set(new Date(done.undoUntil!.getTime() + 1))
  await expect(undo.call(services, leader, { id: done.id })).rejects.toMatchObject({ code: 'bulk.undo.too-late' })
  expect((await get.call(services, leader, { id: done.id })).undoUntil).toBe(null)
  clock.set(now)
})

test('for random edits in between, the undo restores exactly the untouched', async () => {
  const ids = await few(5)
  const tagId = await newTag('Random')
  const other = await newTag('Random too')
  const edit = fc.record({ who: fc.nat(4), what: fc.constantFrom('on', 'off', 'other', 'city', 'archive') })
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.subarray([0, 1, 2, 3, 4]),
      fc.array(edit, { maxLength: 6 }),
      async (adding, had, edits) => {
        await owner.query(`update person set tag_ids = '{}', state = 'member' where id = any ($1)`, [ids])
        await owner.query(`update membership set state = 'member' where person_id = any ($1) and left_on is null`, [
          ids,
        ])
        await owner.query(`update person set tag_ids = array[$2::uuid] where id = any ($1)`, [
          had.map((i) => ids[i]),
          tagId,
        ])
        const has = async () => new Set(await tagged(tagId))
        const before = await has()
        const done = await act({ act: adding ? 'tag' : 'untag', tagId }, { ids })
        const touched = new Set<string>()
        for (const { who, what } of edits) {
          later()
          const id = ids[who]!
          const change = { on: { add: [tagId] }, off: { remove: [tagId] }, other: { add: [other] } }[what as 'on']
          if (change) {
            const changed = (await tagPeople.call(services, leader, { ids: [id], ...change })).ids
            if (changed.length && what !== 'other') touched.add(id)
          } else if (what === 'city')
            await owner.query(`update person set city = 'X', version = version + 1 where id = $1`, [id])
          else await archive.call(services, leader, { id }).catch(() => undefined)
        }
        const edited = await has()
        if (done.done === 0) return
        const undone = await takeBack(done.id)
        const after = await has()
        for (const id of ids) expect(after.has(id)).toBe(touched.has(id) ? edited.has(id) : before.has(id))
        const changedByAct = ids.filter((id) => before.has(id) !== adding)
        expect(undone).toMatchObject({
          undone: changedByAct.filter((id) => !touched.has(id)).length,
          spared: changedByAct.filter((id) => touched.has(id)).length,
        })
      },
    ),
    { numRuns: 12 },
  )
}, 60_000)

test('many take no more statements than few', async () => {
  const driver = await services.db.transaction({ scope: {} }, {}, (tx) =>
    Promise.resolve(Object.getPrototypeOf(tx.client) as typeof tx.client),
  )
  const counted = async (run: (db: Database) => Promise<unknown>) => {
    const spy = vi.spyOn(driver, 'query')
    await run(services.db).finally(() => spy.mockRestore())
    return spy.mock.calls.length
  }
  const everybody = (
    await listPeople.call(services, leader, { nodeId: kilima, filter: { directOnly: true } })
  ).rows.map(({ id }) => id)
  expect(everybody.length).toBeGreaterThan(9)
  const [taker] = (await takers.call(services, leader, { personIds: everybody.slice(0, 9) })).takers
  for (const what of [
    { act: 'tag', tagId: await newTag('Statements') },
    { act: 'join', nodeId: nodes.emmaus.id, state: 'visitor' },
    { act: 'follow-up', title: 'Call', dueOn: '2027-01-31', assigneeId: taker!.id },
  ] as const) {
    const costs: number[] = []
    for (const ids of [everybody.slice(0, 2), everybody.slice(2, 9)]) {
      later()
      const input = { nodeId: kilima, what: what as BulkWhat, ids, id: newId(), total: ids.length }
      const forward = await counted(() => begin.call(services, leader, input))
      later()
      costs.push(forward, await counted(() => undo.call(services, leader, { id: input.id })))
    }
    expect(costs.slice(2), what.act).toEqual(costs.slice(0, 2))
    expect(Math.max(...costs)).toBeLessThan(50)
  }
})
