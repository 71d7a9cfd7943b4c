import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Caller } from '../../context.ts'
import { testLinks } from '../../test-links.ts'
import { createWorld } from '../../test-world.ts'
import { create } from '../create.ts'
import { get } from '../get.ts'
import { giveConsent } from '../give-consent.ts'
import { joinNode } from '../join-node.ts'
import { setDoNotContact } from '../set-do-not-contact.ts'
import { update } from '../update.ts'
import { withdrawConsent } from '../withdraw-consent.ts'
import type { Choice } from './duplicates.schema.ts'
import { merge } from './merge.ts'
import { unmerge } from './unmerge.ts'

const { services, owner, as, clock } = await createWorld({ personLinks: testLinks })
const { nodes, people } = story
const leader = await as('campus-leader')
const administrator = await as('campus-administrator')
const director = await as('national-director')
const rule = (code: string) => expect.objectContaining({ kind: 'RuleBroken', code }) as Error
const kind = (kind: string) => expect.objectContaining({ kind }) as Error
const tick = () => clock.set(new Date(clock.now().getTime() + 1000))
let made = 0
async function somebody(more: object = {}, nodeId: string = nodes.mustardSeed.id) {
  tick()
  const input = { name: `Zuri Test${(made += 1)}`, home: { nodeId }, force: true, ...more }
  return (await create.call(services, director, input)).id!
}
const versionOf = async (id: string) =>
  (await owner.query<{ version: number }>('select version from person where id = $1', [id])).rows[0]!.version
async function merging(
  survivorId: string,
  mergedId: string,
  { choices = {}, caller = leader }: { choices?: Record<string, Choice>; caller?: Caller } = {},
) {
  tick()
  const versions = { survivor: await versionOf(survivorId), merged: await versionOf(mergedId) }
  return merge.call(services, caller, { survivorId, mergedId, versions, choices })
}
const undoing = (id: string, caller: Caller = leader) => {
  tick()
  return unmerge.call(services, caller, { id })
}
/** Everything that points at these two, and the two themselves. */
async function picture(ids: string[], { without = [] as string[] } = {}) {
  const whole: Record<string, unknown[]> = {}
  for (const { table, column, merge } of testLinks) {
    if (merge === 'stays' || ['person_scope', ...without].includes(table)) continue
    const { rows } = await owner.query(
      `select to_jsonb(t) - 'version' as row from "${table}" t where "${column}" = any ($1) order by to_jsonb(t)::text`,
      [ids],
    )
    whole[`${table}.${column}`] = rows
  }
  const { rows } = await owner.query(
    `select to_jsonb(p) - 'version' - 'updated_at' as row, (select jsonb_agg(s order by s.ancestor_id) from person_scope s where s.person_id = p.id) as scopes
       from person p where id = any ($1) order by id`,
    [ids],
  )
  return { ...whole, people: rows }
}

describe('a merge', () => {
  test('carries everything to the record that stays, and an address leads there', async () => {
    const survivor = await somebody({ emails: ['zuri@one.org'], birthDate: '2003' })
    const merged = await somebody(
      { emails: ['zuri@two.org'], birthDate: '2003-05-01', phones: ['+254712000111'] },
      nodes.emmaus.id,
    )
    await setDoNotContact.call(services, leader, { id: merged })
    const word = { channel: 'email', purpose: 'newsletter', source: 'form' } as const
    await withdrawConsent.call(services, leader, { id: merged, ...word })
    tick()
    await giveConsent.call(services, leader, { id: survivor, ...word })
    const { mergeId, moved } = await merging(survivor, merged)
    expect(moved.map(({ table }) => table)).toEqual(expect.arrayContaining(['consent', 'do_not_contact', 'membership']))
    const detail = await get.call(services, leader, { id: merged })
    expect(detail).toMatchObject({
      id: survivor,
      fields: {
        emails: ['zuri@one.org', 'zuri@two.org'],
        birthDate: '2003-05-01',
        phones: ['+254712000111'],
        doNotContact: true,
      },
    })
    expect(detail.memberships.map(({ node, isHome }) => [node?.name, isHome])).toEqual([
      ['Mustard Seed', true],
      ['Emmaus', false],
    ])
    expect(detail.consents).toMatchObject([{ purpose: 'newsletter', given: false }])
    const audit = await owner.query(
      `select subject_id from audit_entry where action = 'people.merge' and after ->> 'mergeId' = $1`,
      [mergeId],
    )
    expect(audit.rows.map(({ subject_id }) => subject_id).sort()).toEqual([survivor, merged].sort())
    const { rows } = await owner.query(
      `select 1 from outbox_event where name = 'people/person.merged' and data ->> 'mergeId' = $1`,
      [mergeId],
    )
    expect(rows).toHaveLength(1)
  })

  test('takes field by field what was chosen', async () => {
    const survivor = await somebody({ name: 'Zuri Kept', city: 'Nairobi', emails: ['a@z.org'] })
    const merged = await somebody({ name: 'Zuri Gone', city: 'Kisumu', emails: ['b@z.org'] })
    await merging(survivor, merged, { choices: { name: 'merged', city: 'survivor', emails: 'merged' } })
    const { fields } = await get.call(services, leader, { id: survivor })
    expect(fields).toMatchObject({ name: 'Zuri Gone', city: 'Nairobi', emails: ['b@z.org'], sortName: 'zuri gone' })
  })

  test('of one open membership at a node each, the one that stays does; counts stay true', async () => {
    const [survivor, merged] = [await somebody(), await somebody()]
    const count = async () =>
      (await owner.query(`select sum(people)::int as n from people_count where node_id = $1`, [nodes.lighthouse.id]))
        .rows[0].n as number
    const before = await count()
    const { mergeId } = await merging(survivor, merged)
    expect(await count()).toBe(before - 1)
    await undoing(mergeId)
    expect(await count()).toBe(before)
  })

  test('a change made meanwhile is a conflict', async () => {
    const [survivorId, mergedId] = [await somebody(), await somebody()]
    const versions = { survivor: 1, merged: 7 }
    await expect(merge.call(services, leader, { survivorId, mergedId, versions })).rejects.toThrow(kind('Conflict'))
  })
})

test('what two people are to each other follows, and nobody is anything to themself', async () => {
  const [a, b, c] = [await somebody(), await somebody(), await somebody()]
  const relate = (one: string, other: string, kind: string) =>
    owner.query(`insert into relation (id, a_id, b_id, kind, created_at) values ($1, $2, $3, $4, now())`, [
      newId(),
      one,
      other,
      kind,
    ])
  await relate(a, c, 'sibling')
  await relate(a, b, 'friend')
  await relate(c, a, 'mentor')
  await relate(b, c, 'sibling')
  const of = async () =>
    (await owner.query(`select * from relation where $1 in (a_id, b_id) or $2 in (a_id, b_id) order by id`, [a, b]))
      .rows as { a_id: string; b_id: string; kind: string }[]
  const before = await of()
  const { mergeId, moved } = await merging(b, a)
  expect(moved).toContainEqual({ table: 'relation', number: 1 })
  expect((await of()).filter(({ kind }) => kind === 'mentor')).toMatchObject([{ a_id: c, b_id: b }])
  await undoing(mergeId)
  expect(await of()).toEqual(before)
  const { mergeId: again } = await merging(c, b)
  expect((await of()).filter(({ kind }) => kind === 'friend')).toMatchObject([{ a_id: a, b_id: c }])
  await undoing(again)
  expect(await of()).toEqual(before)
})

describe('nobody merges', () => {
  test('who is offered to another region', async () => {
    const [survivor, merged] = [await somebody(), await somebody()]
    await owner.query(
      `insert into transfer (id, person_id, from_node_id, to_node_id, offered_by, offered_at, expires_at) values ($1, $2, $3, $4, $5, now(), now() + interval '9 days')`,
      [newId(), merged, nodes.mustardSeed.id, nodes.highlands.id, people.kwame.id],
    )
    await expect(merging(survivor, merged)).rejects.toThrow(rule('people.merge.open-transfer'))
  })

  test('whom they do not see, or who does not lie wholly in reach', async () => {
    const [here, there] = [await somebody(), await somebody({}, nodes.anchor.id)]
    await expect(merging(here, there)).rejects.toThrow(kind('NotFound'))
    await joinNode.call(services, director, { id: there, nodeId: nodes.mustardSeed.id })
    await expect(merging(here, there)).rejects.toThrow(rule('people.merge.not-wholly'))
    await expect(merging(here, there, { caller: director })).resolves.toMatchObject({ id: here })
  })

  test('a record of their own, nor somebody who stands higher', async () => {
    const other = await somebody()
    const own = leader.principal!.personId
    await expect(merging(own, other)).rejects.toThrow(/./)
    await expect(merging(other, own, { caller: administrator })).rejects.toThrow(rule('people.merge.higher-role'))
    await expect(merging(own, other)).rejects.toThrow(rule('people.merge.own-record'))
  })

  test('two accounts in use', async () => {
    const [survivor, merged] = [await somebody(), await somebody()]
    for (const id of [survivor, merged])
      await owner.query(`insert into account (id, person_id, email, created_at) values ($1, $2, $3, now())`, [
        newId(),
        id,
        `${id}@z.org`,
      ])
    await expect(merging(survivor, merged)).rejects.toThrow(rule('people.merge.two-accounts'))
    await owner.query(`update account set deactivated_at = now() where person_id = $1`, [merged])
    const { mergeId } = await merging(survivor, merged)
    await undoing(mergeId)
    expect((await owner.query(`select 1 from account where person_id = $1`, [merged])).rows).toHaveLength(1)
  })

  test('somebody who takes part in an open request', async () => {
    const [survivor, merged] = [await somebody(), await somebody()]
    const insert = (state: string, personId: string) =>
      owner.query(
        `insert into approval_case (id, kind, noun, node_id, person_id, payload, payload_hash, summary, excluded_ids, definition, submitted_at, state, ended_at)
         values ($1, 'expense', 'Expense', $2, $3, '{}', repeat('0', 64), '{}', array[$3]::uuid[], '{}', now(), $4, case $4 when 'open' then null else now() end)`,
        [newId(), nodes.mustardSeed.id, personId, state],
      )
    await insert('rejected', merged)
    await insert('open', merged)
    await expect(merging(survivor, merged)).rejects.toThrow(rule('people.merge.open-request'))
    // The other way round nothing that was asked changes its name.
    const { mergeId } = await merging(merged, survivor)
    // Whoever has asked meanwhile doesn't become two, of whom one could decide it.
    await expect(undoing(mergeId)).rejects.toThrow(rule('people.unmerge.open-request'))
  })
})

describe('an un-merge', () => {
  test('gives everything back, and leaves what was edited since', async () => {
    const survivor = await somebody({ emails: ['s@z.org'], city: 'Nairobi' })
    const merged = await somebody({ emails: ['m@z.org'], city: 'Kisumu', courseOfStudy: 'Law' }, nodes.emmaus.id)
    const { mergeId } = await merging(survivor, merged, { choices: { city: 'merged' } })
    tick()
    const version = await versionOf(survivor)
    await update.call(services, leader, {
      id: survivor,
      version,
      fields: { emails: ['s@z.org', 'm@z.org', 'later@z.org'], city: 'Mombasa' },
    })
    const answer = await undoing(mergeId)
    expect(answer.kept.sort()).toEqual(['city', 'emails'])
    const of = async (id: string) => (await get.call(services, leader, { id })).fields
    expect(await of(survivor)).toMatchObject({
      emails: ['s@z.org', 'later@z.org'],
      city: 'Mombasa',
      courseOfStudy: null,
    })
    expect(await of(merged)).toMatchObject({ emails: ['m@z.org'], city: 'Kisumu', courseOfStudy: 'Law' })
    await expect(undoing(mergeId)).rejects.toThrow(rule('people.unmerge.undone'))
  })

  test('what was written since at a place that was the other’s alone goes with it, the rest stays', async () => {
    const [survivor, merged] = [await somebody(), await somebody({}, nodes.emmaus.id)]
    const { mergeId } = await merging(survivor, merged)
    const mail = async (nodeId: string) => {
      const id = newId()
      await owner.query(
        `insert into outgoing_mail (id, template, recipient, subject, html, text, node_id, person_id, created_at) values ($1, 't', 'r', '', '', '', $2, $3, $4)`,
        [id, nodeId, survivor, new Date(clock.now().getTime() + 500)],
      )
      return id
    }
    const [theirs, ours] = [await mail(nodes.emmaus.id), await mail(nodes.mustardSeed.id)]
    await undoing(mergeId)
    const owners = await owner.query(`select id, person_id from outgoing_mail where id in ($1, $2)`, [theirs, ours])
    const of = (id: string) => owners.rows.find((row) => row.id === id)!.person_id as string
    expect([of(theirs), of(ours)]).toEqual([merged, survivor])
  })

  test('later merges into the same record first', async () => {
    const [a, b, c] = [await somebody(), await somebody(), await somebody()]
    const first = await merging(a, b)
    const second = await merging(a, c)
    await expect(undoing(first.mergeId)).rejects.toThrow(rule('people.unmerge.later-merge'))
    await undoing(second.mergeId)
    await undoing(first.mergeId)
    const chain = await merging(b, c)
    await merging(a, b)
    expect((await get.call(services, leader, { id: c })).id).toBe(a)
    // The record that it went into has gone on itself.
    await expect(undoing(chain.mergeId)).rejects.toThrow(kind('NotFound'))
  })

  test('is for those who could merge', async () => {
    const { mergeId } = await merging(await somebody(), await somebody())
    await expect(undoing(mergeId, await as('small-group-member'))).rejects.toThrow(kind('NotAllowed'))
  })
})

const world = fc.record({
  homes: fc.tuple(fc.constantFrom('mustardSeed', 'emmaus'), fc.constantFrom('mustardSeed', 'emmaus')),
  joins: fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.constantFrom('mustardSeed', 'emmaus')), { maxLength: 2 }),
  words: fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.constantFrom('newsletter', 'group-list'), fc.boolean()), {
    maxLength: 4,
  }),
  silent: fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 2 }),
  signs: fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 2 }),
  acts: fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.constantFrom('welcome', 're-engage')), { maxLength: 4 }),
  keys: fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 3 }),
  flip: fc.boolean(),
})
test('whatever two records have, a merge and its un-merge leave them as they were', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ homes, joins, words, silent, signs, acts, keys, flip }) => {
      const two = [
        await somebody({}, nodes[homes[0] as 'emmaus'].id),
        await somebody({}, nodes[homes[1] as 'emmaus'].id),
      ]
      for (const [who, where] of joins)
        await joinNode.call(services, leader, { id: two[who]!, nodeId: nodes[where as 'emmaus'].id })
      for (const [who, purpose, yes] of words) {
        tick()
        const word = { id: two[who]!, channel: 'email', purpose, source: `form ${made}` } as const
        await (yes ? giveConsent : withdrawConsent).call(services, leader, word)
      }
      for (const who of silent) await setDoNotContact.call(services, leader, { id: two[who]! })
      for (const who of new Set(signs))
        await owner.query(
          `insert into sign_of_life (person_id, last_at, source, recurring_at) values ($1, $2, 'accounts.sign-in', $2)`,
          [two[who], new Date(1e12 + made * 1e6 + who)],
        )
      for (const [who, automation] of acts)
        await owner.query(
          `insert into automation_enrolment (id, person_id, automation, occurrence, origin, started_on, started_at) values ($1, $2, $3, 'x', 'entry', now(), now()) on conflict do nothing`,
          [newId(), two[who], automation],
        )
      for (const who of keys)
        await owner.query(`insert into person_key (node_id, source, key, person_id) values ($1, 'test', $2, $3)`, [
          nodes[homes[who as 0] as 'emmaus'].id,
          newId(),
          two[who],
        ])
      const before = await picture(two)
      const [survivor, merged] = flip ? [two[1]!, two[0]!] : [two[0]!, two[1]!]
      const { mergeId } = await merging(survivor, merged)
      const between = await picture([merged])
      expect((between.people[0] as { scopes: unknown }).scopes).toBeNull()
      expect((between as Record<string, unknown[]>)['person_key.person_id']).toEqual([])
      await undoing(mergeId)
      expect(await picture(two)).toEqual(before)
    }),
    { numRuns: 12 },
  )
}, 60_000)
