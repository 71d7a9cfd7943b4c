/** A whole import taken back: what nobody has touched is as before, what somebody has is spared and listed. Source: IMP-5. */
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { choose } from './choose.ts'
import { fix } from './fix.ts'
import { get } from './get.ts'
import { rows } from './rows.ts'
import { importKinds } from './testing/kinds.ts'
import { stepsOf } from './testing/steps.ts'
import { undoChunk } from './undo-chunk.ts'
import { undo } from './undo.ts'

const { services, owner, as, clock } = await createWorld({ importKinds })
const { nodes } = story
const admin = await as('campus-administrator')
const { planned, write, rowsOf } = stepsOf(services, admin, nodes.kilima.id)

const later = () => clock.set(new Date(clock.now().getTime() + 60_000))
async function takeBack(id: string) {
  later()
  await undo.call(services, admin, { id })
  while (!(await undoChunk.call(services, admin, { id, take: 3 })).finished);
  return get.call(services, admin, { id })
}
const bringIn = async (text: string) => {
  later()
  return write((await planned(text)).id)
}
/** Everything that is kept of people of these names: what an undo must give back to the letter. */
async function recordOf(like: string) {
  const { rows: found } = await owner.query(
    `select p.name, p.emails, p.city, p.institution, p.do_not_contact, p.scope_ids, p.home_ids, p.state,
            (select json_agg(row_to_json(s) order by s.ancestor_id) from person_scope s where s.person_id = p.id) as scope,
            (select json_agg(json_build_object('node', m.node_id, 'state', m.state, 'left', m.left_on) order by m.node_id) from membership m where m.person_id = p.id) as memberships,
            (select count(*)::int from membership_state s join membership m on m.id = s.membership_id where m.person_id = p.id) as states,
            (select count(*)::int from consent c where c.person_id = p.id) as consents,
            (select count(*)::int from do_not_contact d where d.person_id = p.id) as quiet,
            (select json_agg(k.key order by k.key) from person_key k where k.person_id = p.id) as keys
       from person p where p.name like $1 order by p.name`,
    [like],
  )
  return found
}
const people = async () =>
  (await owner.query(`select node_id, state, people::int from people_count order by 1, 2`)).rows

const head = 'ID,Name,Email,City,Group,Status,Do not contact,Newsletter by e-mail\n'

test('whom it made are gone, whom it changed are as before, and the same file comes in again', async () => {
  await bringIn(head + 'u1,Una Before,una@example.com,Thika,,visitor,,\n')
  const before = await recordOf('Una %')
  const counted = await people()
  const file =
    head +
    'u1,Una Before,una@example.com;una2@example.com,Nakuru,Mustard Seed,member,yes,yes\n' +
    'u2,Una New,new@example.com,,Bereans,,yes,no\nu3,Una Third,,,,,,yes\n'
  const done = await bringIn(file)
  expect(done).toMatchObject({ state: 'done', result: { created: 2, changed: 1, failed: 0 } })
  expect(await takeBack(done.id)).toMatchObject({ state: 'undone', undo: { undone: 3, partly: 0, kept: 0 } })
  expect(await recordOf('Una %')).toEqual(before)
  expect((await people()).filter((row) => row.people > 0)).toEqual(counted.filter((row) => row.people > 0))
  const again = await bringIn(file)
  expect(again).toMatchObject({ result: { created: 2, changed: 1 } })
  const { rows: audit } = await owner.query(
    `select distinct action from audit_entry where action like 'imports.undo%' order by 1`,
  )
  expect(audit).toEqual([{ action: 'imports.undo' }, { action: 'imports.undo-chunk' }])
})

test('spares what was edited, archived, moved or built upon since, and lists it with the reason', async () => {
  const names = ['Edited', 'Archived', 'Joined', 'Asked', 'Wanted', 'Plain']
  const done = await bringIn(head + names.map((name, i) => `s${i},Sam ${name},sam${i}@example.com,,,,,\n`).join(''))
  const { rows: made } = await owner.query<{ id: string; name: string }>(
    `select id, name from person where name like 'Sam %'`,
  )
  const idOf = (name: string) => made.find((row) => row.name === `Sam ${name}`)!.id
  await owner.query(`update person set city = 'X', version = version + 1, updated_at = now() where id = $1`, [
    idOf('Edited'),
  ])
  await owner.query(`update membership set state = 'archived' where person_id = $1`, [idOf('Archived')])
  await owner.query(
    `insert into membership (id, person_id, node_id, is_home, state, joined_on) values (gen_random_uuid(), $1, $2, false, 'member', '2026-01-01')`,
    [idOf('Joined'), nodes.bereans.id],
  )
  await owner.query(
    `insert into consent (id, person_id, channel, purpose, given, at, source) values (gen_random_uuid(), $1, 'email', 'newsletter', true, now(), 'form')`,
    [idOf('Wanted')],
  )
  await owner.query(
    `insert into invitation (id, person_id, node_id, email, token_hash, created_at, expires_at, invited_by)
     select gen_random_uuid(), $1, $2, 'sam3@example.com', md5('x'), now(), now() + interval '1 day', $1`,
    [idOf('Asked'), nodes.kilima.id],
  )
  const after = await takeBack(done.id)
  const listed = (await rows.call(services, admin, { id: done.id, undone: 'kept' })).rows
  const reasons = Object.fromEntries(listed.map(({ name, problems }) => [name, problems[0]!.code]))
  expect(reasons).toMatchObject({
    'Sam Edited': 'imports.undo.edited',
    'Sam Archived': 'imports.undo.archived',
    'Sam Joined': 'imports.undo.belongs-elsewhere',
    'Sam Wanted': 'imports.undo.wishes-changed',
    'Sam Asked': 'imports.undo.in-use',
  })
  expect(after.undo).toEqual({ undone: 1, partly: 0, kept: 5 })
  expect((await recordOf('Sam Plain')).length).toBe(0)
  expect((await recordOf('Sam Edited')).length).toBe(1)
})

test('only who may still make them takes them back; nobody else reaches the functions', async () => {
  const done = await bringIn('Name,Email\nOdd One,odd@example.com\n')
  await expect(undo.call(services, await as('finance-director'), { id: done.id })).rejects.toMatchObject({
    kind: 'NotAllowed',
  })
  await expect(undo.call(services, await as('alumni-coordinator'), { id: done.id })).rejects.toMatchObject({
    kind: 'NotFound',
  })
  const ask = services.db.transaction(
    { scope: [], personId: undefined, accountId: undefined, seats: [] } as never,
    { readOnly: false },
    (tx) => tx.client.query(`select * from app.take_back_people($1, '[]')`, [done.id]),
  )
  await expect(ask).rejects.toThrow(/not being undone/)
})

test('undo of what never was written is refused, and pressed twice it is done once', async () => {
  const { id } = await planned('Name\nNever Written\n')
  await expect(undo.call(services, admin, { id })).rejects.toMatchObject({ code: 'imports.step.not-now' })
  const done = await bringIn('Name\nTwice Pressed\n')
  await undo.call(services, admin, { id: done.id })
  await undo.call(services, admin, { id: done.id })
  while (!(await undoChunk.call(services, admin, { id: done.id, take: 1 })).finished);
  expect(await get.call(services, admin, { id: done.id })).toMatchObject({ state: 'undone', undo: { undone: 1 } })
})

test('for random edits in between, undo restores exactly the untouched (IMP-5)', async () => {
  let run = 0
  const edit = fc.record({ who: fc.nat(3), what: fc.constantFrom('city', 'institution', 'emails', 'state', 'quiet') })
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 5 }), async (edits) => {
      const tag = `Prop${String.fromCharCode(97 + run++)}`
      const line = (i: number, rest: string) => `${tag}${i},${tag} ${'ABCD'[i]},${tag}${i}@example.com,${rest}\n`
      const columns = 'ID,Name,Email,City,Institution,Status\n'
      await bringIn(columns + line(0, 'Old,Uni,visitor') + line(1, ',,visitor'))
      const before = await recordOf(`${tag} %`)
      const done = await bringIn(columns + [0, 1, 2, 3].map((i) => line(i, 'New,College,member')).join(''))
      expect(done.result).toMatchObject({ created: 2, changed: 2 })
      later()
      const now = clock.now()
      for (const { who, what } of edits) {
        const name = `${tag} ${'ABCD'[who]}`
        if (what === 'state') {
          await owner.query(
            `with m as (update membership set state = 'inactive' where person_id = (select id from person where name = $1) returning id)
             insert into membership_state (id, membership_id, state, since, recorded_at) select gen_random_uuid(), id, 'inactive', current_date + 1, $2 from m`,
            [name, now],
          )
        } else {
          const value = {
            city: `city = 'Edited'`,
            institution: `institution = 'Edited'`,
            emails: `emails = array['e@example.com']`,
            quiet: `do_not_contact = do_not_contact`,
          }[what]
          if (what === 'quiet')
            await owner.query(
              `insert into do_not_contact (id, person_id, since) select gen_random_uuid(), id, $2 from person where name = $1`,
              [name, now],
            )
          await owner.query(`update person set ${value}, version = version + 1, updated_at = $2 where name = $1`, [
            name,
            now,
          ])
        }
      }
      const expected = await recordOf(`${tag} %`)
      await takeBack(done.id)
      const found = await recordOf(`${tag} %`)
      const touched = (who: number, what?: string) =>
        edits.some((one) => one.who === who && (!what || one.what === what))
      // Whom the import made: gone if nobody touched them, else exactly as they were edited.
      for (const who of [2, 3]) {
        const name = `${tag} ${'ABCD'[who]}`
        const row = found.find((one) => one.name === name)
        expect(row).toEqual(touched(who) ? expected.find((one) => one.name === name) : undefined)
      }
      // Whom it changed: each field by itself.
      for (const who of [0, 1]) {
        const name = `${tag} ${'ABCD'[who]}`
        const [was, is, edited] = [before, found, expected].map((some) => some.find((one) => one.name === name)!)
        for (const field of ['city', 'institution'])
          expect(is![field]).toEqual(touched(who, field) ? edited![field] : was![field])
        expect(is!['memberships'][0].state).toBe(touched(who, 'state') ? 'inactive' : 'visitor')
        expect(is!['quiet']).toBe(edited!['quiet'])
      }
    }),
    { numRuns: 8 },
  )
}, 120_000)

test('a row that could be two people waits for a decision, and a cell is put right in place', async () => {
  await bringIn('ID,Name,Email\na1,Ida Key,ida@example.com\na2,Mail Owner,owner@example.com\n')
  const { id, plan } = await planned('ID,Name,Email,City\na1,Ida Key,owner@example.com,Kisumu\na9,Bad Cell,nothing,\n')
  expect(plan).toMatchObject({ conflict: 1, error: 1 })
  const [row] = await rowsOf(id, 'conflict')
  expect(row!.problems[0]!.code).toBe('imports.row.several-people')
  expect(row!.candidates.map(({ name, by }) => [name, by])).toEqual([
    ['Ida Key', 'key'],
    ['Mail Owner', 'email'],
  ])
  await choose.call(services, admin, { id, number: row!.number, choice: { take: 'one', id: row!.candidates[0]!.id } })
  await fix.call(services, admin, { id, number: 3, cells: [{ column: 2, value: 'good@example.com' }] })
  expect((await get.call(services, admin, { id })).plan).toMatchObject({ create: 1, change: 1, conflict: 0, error: 0 })
  const [chosen] = await rowsOf(id, 'change')
  expect(chosen).toMatchObject({ personId: row!.candidates[0]!.id, why: { by: 'choice' }, choice: { take: 'one' } })
  await choose.call(services, admin, { id, number: row!.number, choice: { take: 'out' } })
  expect((await get.call(services, admin, { id })).plan).toMatchObject({ create: 1, change: 0, skip: 1 })
})

test('two rows of one person wait until one of them is left out; chosen as new they are two', async () => {
  const { id, plan } = await planned('Name,Email,City\nDup Twin,dup@example.com,A\nDup Twin,dup@example.com,B\n')
  expect(plan).toMatchObject({ create: 0, conflict: 2 })
  await choose.call(services, admin, { id, number: 3, choice: { take: 'out' } })
  expect((await get.call(services, admin, { id })).plan).toMatchObject({ create: 1, skip: 1, conflict: 0 })
  await choose.call(services, admin, { id, number: 3, choice: null })
  expect((await get.call(services, admin, { id })).plan).toMatchObject({ create: 0, conflict: 2 })
  await choose.call(services, admin, { id, number: 3, choice: { take: 'new' } })
  expect((await get.call(services, admin, { id })).plan).toMatchObject({ create: 2, conflict: 0 })
})

test('custom fields and tags come in, follow their rule, and go back', async () => {
  const field = '0199aaaa-0000-7000-8000-000000000001'
  const [red, blue] = ['0199aaaa-0000-7000-8000-000000000002', '0199aaaa-0000-7000-8000-000000000003']
  await owner.query(
    `insert into custom_field (id, node_id, label, kind, options, position, created_at, updated_at) values ($1, $2, 'Shirt size', 'one-of', '[{"key":"s","label":"Small"},{"key":"l","label":"Large"}]', 1, now(), now())`,
    [field, nodes.kilima.id],
  )
  for (const [id, name] of [
    [red, 'Red'],
    [blue, 'Blue'],
  ])
    await owner.query(`insert into tag (id, node_id, name, created_at, updated_at) values ($1, $2, $3, now(), now())`, [
      id,
      nodes.kilima.id,
      name,
    ])
  const columns = 'Name,Email,Shirt size,Tags\n'
  await bringIn(columns + 'Own Words,own@example.com,small,Red\n')
  const now = async () =>
    (await owner.query(`select custom->>$1 as size, tag_ids from person where name = 'Own Words'`, [field])).rows[0]
  expect(await now()).toEqual({ size: 's', tag_ids: [red] })
  const done = await bringIn(
    columns + 'Own Words,own@example.com,Large,Red; Blue\nWrong One,w@example.com,Huge,Green\n',
  )
  expect(done).toMatchObject({ result: { changed: 1, failed: 1 } })
  expect(await now()).toEqual({ size: 'l', tag_ids: [red, blue] })
  expect((await takeBack(done.id)).undo).toMatchObject({ undone: 1 })
  expect(await now()).toEqual({ size: 's', tag_ids: [red] })
})
