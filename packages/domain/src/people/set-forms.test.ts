/** The set forms that imports write with are proven equal to the single forms: same rows, same refusals. Source: architecture rule 3. */
import { MinistryError } from '@ministry/kernel/errors'
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { createWorld } from '../test-world.ts'
import { mutation } from '../verb.ts'
import { changeState } from './change-state.ts'
import { changeStates, type StateWish } from './change-states.ts'
import { createMany } from './create-many.ts'
import { create } from './create.ts'
import { joinMany, type Joining } from './join-many.ts'
import { joinNode } from './join-node.ts'
import { genders, openStates, personInput, type PersonInput, type SomeFields } from './people.schema.ts'
import { updateMany } from './update-many.ts'
import { update } from './update.ts'

const { nodes, people } = story
// Two equal worlds: one is written in sets, the other one by one.
const sets = await createWorld()
const singles = await createWorld()
type World = typeof sets

const bulk = <I extends z.ZodType>(
  name: string,
  noun: 'Person' | 'Membership',
  action: string,
  input: I,
  run: (ctx: Parameters<typeof createMany>[0], rows: z.output<I>) => Promise<unknown>,
) => mutation({ name, permission: { action, noun }, input, output: z.unknown(), run })
const createAll = bulk('people.create', 'Person', 'create', z.array(personInput), createMany)
const updateAll = bulk(
  'people.update',
  'Person',
  'update',
  z.array(z.custom<{ id: string; fields: SomeFields }>()),
  updateMany,
)
const moveAll = bulk('people.change-state', 'Membership', 'update', z.array(z.custom<StateWish>()), changeStates)
const joinAll = bulk('people.join-node', 'Membership', 'create', z.array(z.custom<Joining>()), joinMany)

/** Everything written about people, without identifiers and instants of the writing. */
async function written({ owner }: World) {
  const { rows } = await owner.query<{ what: string }>(`
    select what from (
      select 'person ' || (to_jsonb(p) - '{id,created_at,updated_at}'::text[])::text what from person p
      union all select 'membership ' || p.name || (to_jsonb(m) - '{id,person_id}'::text[])::text from membership m join person p on p.id = m.person_id
      union all select 'state ' || p.name || m.node_id || (to_jsonb(s) - '{id,membership_id,recorded_at}'::text[])::text
        from membership_state s join membership m on m.id = s.membership_id join person p on p.id = m.person_id
      union all select 'list ' || p.name || (to_jsonb(s) - 'person_id')::text from person_scope s join person p on p.id = s.person_id
      union all select 'consent ' || p.name || (to_jsonb(c) - '{id,person_id,at}'::text[])::text from consent c join person p on p.id = c.person_id
      union all select 'wish ' || p.name || (to_jsonb(d) - '{id,person_id,since}'::text[])::text from do_not_contact d join person p on p.id = d.person_id
      union all select 'key ' || p.name || (to_jsonb(k) - 'person_id')::text from person_key k join person p on p.id = k.person_id
      union all select 'count ' || to_jsonb(c)::text from people_count c where people <> 0
      union all select 'word ' || to_jsonb(w)::text from name_word w
      union all select 'audit ' || coalesce(p.name, '') || (to_jsonb(a) - '{id,at,subject_id,person_id,request_id}'::text[])::text
        from audit_entry a left join person p on p.id = a.person_id) everything
    order by what`)
  return rows.map(({ what }) => what)
}
/** A chunk either stands or leaves nothing; so do the single acts up to the first that is refused, which are not compared. */
const refusal = (act: () => Promise<unknown>): Promise<MinistryError | undefined> =>
  act().then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof MinistryError) return error
      throw error
    },
  )
async function equal<Row>(
  rows: Row[],
  set: (world: World) => Promise<unknown>,
  one: (world: World, row: Row) => Promise<unknown>,
) {
  await set(sets)
  for (const row of rows) await one(singles, row)
  expect(await written(sets)).toEqual(await written(singles))
}

let made = 0
const word = fc.constantFrom('Ana', 'José', 'Müller', "O'Neil", '王小明', 'van der Berg', 'مريم')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const personArbitrary: fc.Arbitrary<PersonInput> = fc
  .record({
    words: fc.array(word, { minLength: 1, maxLength: 3 }),
    sorted: fc.boolean(),
    preferredName: maybe(word),
    gender: maybe(fc.constantFrom(...genders)),
    birthDate: maybe(fc.constantFrom('2001', '2002-03', '2003-04-05')),
    emails: maybe(fc.subarray(['a@example.org', 'b@example.org'])),
    phones: maybe(fc.subarray(['+254711000001', '+254711000002'])),
    city: maybe(fc.constantFrom('Nairobi', 'São Paulo', 'O"X\\')),
    expectedGraduation: maybe(fc.constantFrom('2027', '2028-06')),
    languages: maybe(fc.subarray(['en', 'sw'])),
    doNotContact: maybe(fc.boolean()),
    consents: maybe(
      fc.subarray([
        { channel: 'email', purpose: 'newsletter', given: true, source: 'form' },
        { channel: 'in-app', purpose: 'group-list', given: true, source: 'form' },
        { channel: 'in-app', purpose: 'group-list', given: false, source: 'phone' },
      ] as const),
    ),
    nodeId: fc.constantFrom(nodes.kilima.id, nodes.mustardSeed.id, nodes.emmaus.id),
    state: fc.constantFrom(...openStates),
    joinedOn: fc.constantFrom('2024-09-02', '2025-01-13'),
  })
  .map(({ words, sorted, nodeId, state, joinedOn, consents, ...rest }) => ({
    ...rest,
    name: `${words.join(' ')} ${made++}`,
    ...(sorted && { sortName: `${words.at(-1)}, ${words.join(' ')}` }),
    ...(consents && { consents: [...consents] }),
    home: { nodeId, state, joinedOn },
  }))

test('many people made at once are the people made one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(personArbitrary, { minLength: 1, maxLength: 6 }), async (rows) => {
      await equal(
        rows,
        async ({ services, as }) => createAll.call(services, await as('campus-administrator'), rows),
        async ({ services, as }, row) =>
          create.call(services, await as('campus-administrator'), { ...row, force: true }),
      )
    }),
    { numRuns: 12 },
  )
}, 120_000)

test('ids come in the order of the rows, keys go with them, and a key is somebody’s once', async () => {
  const { services, as, owner } = sets
  const admin = await as('campus-administrator')
  const home = { nodeId: nodes.kilima.id, state: 'member', joinedOn: '2025-01-13' } as const
  const key = (key: string) => ({ nodeId: nodes.kilima.id, source: 'planning-center', key })
  const rows = Array.from({ length: 20 }, (_, n) => ({ name: `Ordered ${n}`, home, keys: [key(`k${n}`)] }))
  const ids = (await createAll.call(services, admin, rows)) as string[]
  const { rows: found } = await owner.query(
    `select k.key, p.name from person p join person_key k on k.person_id = p.id where p.id = any ($1) order by array_position($1, p.id)`,
    [ids],
  )
  expect(found).toEqual(rows.map(({ name }, n) => ({ key: `k${n}`, name })))
  const again = createAll.call(services, admin, [{ name: 'Somebody else', home, keys: [key('k3')] }])
  await expect(again).rejects.toThrow(expect.objectContaining({ kind: 'Conflict', code: 'people.create.key-taken' }))
  const one = { id: ids[3]!, fields: {}, keys: [key('k3'), key('further')] }
  await updateAll.call(services, admin, [one])
  await updateAll.call(services, admin, [one]) // the same file twice
  const { rows: entries } = await owner.query(
    `select after from audit_entry where subject_id = $1 and action = 'people.update'`,
    [ids[3]],
  )
  expect(entries).toEqual([{ after: { fields: [], keys: one.keys } }])
  for (const world of [sets, singles]) {
    await world.owner.query(`delete from audit_entry; delete from person_key`) // what only one world has
  }
  await owner.query(`update membership set left_on = joined_on where person_id = any ($1)`, [ids])
  await owner.query(
    `delete from membership_state where membership_id in (select id from membership where person_id = any ($1))`,
    [ids],
  )
  await owner.query(`delete from membership where person_id = any ($1)`, [ids])
  await owner.query(`delete from person where id = any ($1)`, [ids])
  await owner.query(`delete from name_word where word = 'ordered'`)
})

const subject = fc.constantFrom(people.kwame, people.haeun, people.minh, people.joy, people.dennis, people.xiaoming)
const fieldsArbitrary: fc.Arbitrary<SomeFields> = fc.record(
  {
    name: fc.constantFrom('Kwame Boateng', 'New Name', 'Ñame'),
    sortName: fc.constantFrom('Name, New', null),
    preferredName: fc.constantFrom('Kay', null),
    birthDate: fc.constantFrom('2004', '2004-05', null),
    emails: fc.subarray(['c@example.org', 'd@example.org']),
    phones: fc.subarray(['+254711000003']),
    city: fc.constantFrom('Nakuru', null, undefined),
    languages: fc.subarray(['en', 'fr']),
    expectedGraduation: fc.constantFrom('2027-11', null),
  },
  { requiredKeys: [] },
)
test('many changes at once are the changes made one by one', async () => {
  const changes = fc.uniqueArray(fc.record({ person: subject, fields: fieldsArbitrary }), {
    selector: ({ person }) => person.id,
    minLength: 1,
  })
  await fc.assert(
    fc.asyncProperty(changes, async (drawn) => {
      const rows = drawn.map(({ person, fields }) => ({ id: person.id, fields }))
      await equal(
        rows,
        async ({ services, as }) => updateAll.call(services, await as('campus-leader'), rows),
        async ({ services, as, owner }, row) => {
          const { rows: now } = await owner.query(`select version from person where id = $1`, [row.id])
          return update.call(services, await as('campus-leader'), { ...row, version: now[0].version })
        },
      )
    }),
    { numRuns: 12 },
  )
}, 120_000)

test('many memberships and states at once are those written one by one', async () => {
  const rows = [people.kwame, people.haeun, people.minh].map(({ id }) => id)
  await equal(
    rows,
    async ({ services, as }) =>
      joinAll.call(
        services,
        await as('campus-leader'),
        rows.map((personId) => ({ personId, nodeId: nodes.bereans.id, state: 'visitor' as const })),
      ),
    async ({ services, as }, id) =>
      joinNode.call(services, await as('campus-leader'), { id, nodeId: nodes.bereans.id, state: 'visitor' }),
  )
  await equal(
    rows,
    async ({ services, as }) =>
      moveAll.call(
        services,
        await as('campus-leader'),
        rows.map((personId) => ({ personId, to: 'inactive' as const, reason: 'Term break' })),
      ),
    async ({ services, as }, id) =>
      changeState.call(services, await as('campus-leader'), { id, to: 'inactive', reason: 'Term break' }),
  )
})

test('a set refuses what a single act refuses, says which row, and leaves nothing', async () => {
  const home = { nodeId: nodes.kilima.id, state: 'member', joinedOn: '2025-01-13' } as const
  const good: PersonInput = { name: 'Good One', home }
  const bad: PersonInput[] = [
    { ...good, home: { ...home, nodeId: nodes.bahari.id } },
    { ...good, home: { ...home, nodeId: nodes.highlands.id } },
    { ...good, home: { ...home, nodeId: nodes.thursdayLunch.id } },
    { ...good, home: { ...home, joinedOn: '2999-01-01' } },
    { ...good, birthDate: '2999' },
  ]
  const { services, as } = sets
  const admin = await as('campus-administrator')
  const before = await written(sets)
  for (const row of bad) {
    const one = await refusal(() => create.call(services, admin, { ...row, force: true }))
    const all = await refusal(() => createAll.call(services, admin, [good, good, row, good]))
    expect(one).toBeDefined()
    expect(all).toMatchObject({ kind: one!.kind, code: one!.code, values: { row: 2 } })
  }
  const changes = [
    { id: people.lucia.id, fields: { city: 'X' } },
    { id: people.felix.id, fields: { city: 'X' } },
    // A date that no change above may have drawn: what is so already is not refused.
    { id: people.kwame.id, fields: { birthDate: '1999' } },
    { id: people.ruth.id, fields: { emails: ['mine@example.org'] } },
  ]
  for (const row of changes) {
    const { rows: now } = await sets.owner.query(`select version from person where id = $1`, [row.id])
    const one = await refusal(() => update.call(services, admin, { ...row, version: now[0].version }))
    const all = await refusal(() =>
      updateAll.call(services, admin, [{ id: people.collins.id, fields: { city: 'Y' } }, row]),
    )
    expect(all).toMatchObject({ kind: one!.kind, code: one!.code, values: { row: 1 } })
  }
  expect(await written(sets)).toEqual(before)
})

test('takes the same number of statements for one row and for a hundred', async () => {
  const { services, as } = sets
  const admin = await as('campus-administrator')
  const home = { nodeId: nodes.kilima.id, state: 'member', joinedOn: '2025-01-13' } as const
  const counted = async (count: number) => {
    const before = services.db.statements()
    await createAll.call(
      services,
      admin,
      Array.from({ length: count }, (_, n) => ({ name: `Counted ${count} ${n}`, home })),
    )
    return services.db.statements() - before
  }
  const one = await counted(1)
  expect(await counted(100)).toBe(one)
  expect(one - 2).toBeLessThanOrEqual(6)
})
