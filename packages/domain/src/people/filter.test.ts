/** Random filters and orders, by every role, against an answer that is worked out person by person without SQL. Source: PPL-3, ACS-3. */
import { abilityOf, permittedFields, rightsOf } from '@ministry/access'
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { consentChannels, consentPurposes, genders, personStates } from './choices.schema.ts'
import type { CustomField } from './fields/fields.schema.ts'
import { customAsked, fieldsAsked } from './filter.rules.ts'
import {
  filterExpression,
  sortFields,
  termsOf,
  textFields,
  type FilterExpression,
  type FilterTerm,
  type ListOrder,
} from './filter.schema.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { update } from './update.ts'

const { services, owner, as } = await createWorld()
const { nodes } = story
const today = story.day
await owner.query(`
  insert into sign_of_life (person_id, last_at, source)
  select id, timestamptz '2026-11-01T12:00:00Z' - make_interval(days => (hashtext(id::text) & 255)), 'test' from person where hashtext(id::text) & 3 <> 0
  on conflict (person_id) do nothing`)
await owner.query(`
  update person set birth_date = case hashtext(id::text) & 7 when 0 then null when 1 then '1999' when 2 then '2001-05' when 3 then '2004-11-30' else coalesce(birth_date, '2005-02-14') end,
                    institution = case hashtext(name) & 3 when 0 then null when 1 then 'École Polytechnique' else coalesce(institution, 'University of 100%_sure') end`)

const [nation, campus] = [nodes.lighthouse.id, nodes.kilima.id]
const own = {
  size: '0195c000-0000-7000-8000-0000000000c1',
  walks: '0195c000-0000-7000-8000-0000000000c2',
  hall: '0195c000-0000-7000-8000-0000000000c3',
  illness: '0195c000-0000-7000-8000-0000000000c4',
  gone: '0195c000-0000-7000-8000-0000000000c5',
}
const marks = ['0195c000-0000-7000-8000-0000000000d1', '0195c000-0000-7000-8000-0000000000d2'] as const
const options = ['small', 'large', 'none'].map((key) => ({ key, label: key.toUpperCase() }))
await owner.query(
  `insert into custom_field (id, node_id, label, kind, options, required, sensitive, position, retired_at, created_at, updated_at)
   select f.id, f.node, f.label, f.kind, f.options, false, f.sensitive, 1, case when f.label = 'Gone' then now() end, now(), now()
     from jsonb_to_recordset($1) f(id uuid, node uuid, label text, kind text, options jsonb, sensitive boolean)`,
  [
    JSON.stringify([
      { id: own.size, node: nation, label: 'Size', kind: 'one-of', options, sensitive: false },
      { id: own.walks, node: nation, label: 'Walks', kind: 'number', options: [], sensitive: false },
      { id: own.hall, node: campus, label: 'Hall', kind: 'text', options: [], sensitive: false },
      { id: own.illness, node: nation, label: 'Illness', kind: 'yes-no', options: [], sensitive: true },
      { id: own.gone, node: nation, label: 'Gone', kind: 'text', options: [], sensitive: false },
    ]),
  ],
)
await owner.query(
  `insert into tag (id, node_id, name, created_at, updated_at) select id, $2, id::text, now(), now() from unnest($1::uuid[]) id`,
  [marks, nation],
)
await owner.query(
  `update person set tag_ids = case hashtext(id::text) & 3 when 0 then '{}' when 1 then $1::uuid[] else ($1::uuid[])[1:1] end,
     custom = jsonb_strip_nulls(jsonb_build_object(
       $2::text, case hashtext(name) & 3 when 0 then 'small' when 1 then 'large' end,
       $3::text, case when hashtext(name) & 4 = 0 then (hashtext(name) % 50) / 4.0 end,
       $4::text, case hashtext(name) & 7 when 0 then 'Höllenhall' when 1 then 'Zoo' end,
       $5::text, case hashtext(name) & 3 when 0 then true when 1 then false end))`,
  [marks, own.size, own.walks, own.hall, own.illness],
)

interface Known {
  id: string
  sortName: string
  state: string
  row: Record<string, unknown> & { scopeIds: string[]; homeIds: string[] }
  values: Record<string, string | null>
  languages: string[]
  emails: string[]
  phones: string[]
  emergency: boolean
  address: boolean
  doNotContact: boolean
  createdAt: string
  lastSign: string | null
  lastSignAt: string | null
  custom: Record<string, string | number | boolean | string[]>
  tagIds: string[]
  homeNode: { id: string; name: string; scopeIds: string[] } | null
  scoped: { ancestor: string; state: string }[]
  memberships: { nodeId: string; scopeIds: string[]; joinedOn: string }[]
  consents: { channel: string; purpose: string; given: boolean }[]
  roles: { role: string; scopeIds: string[] }[]
}
const { rows: everybody } = await owner.query<Known>(
  `select p.id, p.sort_name as "sortName", p.state, p.emails, p.phones, p.languages, p.do_not_contact as "doNotContact",
          to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') as "createdAt",
          coalesce(p.emergency_name, p.emergency_phone) is not null as emergency, coalesce(p.street, p.city, p.postal_code) is not null as address,
          p.custom, coalesce(p.tag_ids, '{}') as "tagIds",
          json_build_object('id', p.id, 'scopeIds', p.scope_ids, 'homeIds', p.home_ids, 'state', p.state, 'listedInGroup', p.listed_in_group,
                            'enrolled', p.enrolled, 'donor', p.donor) as row,
          json_build_object('gender', p.gender, 'birthDate', p.birth_date, 'graduation', p.expected_graduation, 'institution', p.institution,
                            'courseOfStudy', p.course_of_study, 'city', p.city, 'province', p.province, 'country', p.country) as values,
          (select to_char(l.last_at at time zone 'UTC', 'YYYY-MM-DD') from sign_of_life l where l.person_id = p.id) as "lastSign",
          (select to_char(l.last_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') from sign_of_life l where l.person_id = p.id) as "lastSignAt",
          (select json_build_object('id', h.id, 'name', h.name, 'scopeIds', h.scope_ids) from org_node h where h.id = p.home_node_id) as "homeNode",
          (select coalesce(json_agg(json_build_object('ancestor', s.ancestor_id, 'state', s.state)), '[]') from person_scope s where s.person_id = p.id) as scoped,
          (select coalesce(json_agg(json_build_object('nodeId', m.node_id, 'scopeIds', m.scope_ids, 'joinedOn', m.joined_on)), '[]')
             from membership m where m.person_id = p.id and m.left_on is null) as memberships,
          (select coalesce(json_agg(json_build_object('channel', c.channel, 'purpose', c.purpose, 'given', c.given) order by c.at, c.id), '[]')
             from consent c where c.person_id = p.id) as consents,
          (select coalesce(json_agg(json_build_object('role', a.role, 'scopeIds', a.scope_ids)), '[]') from role_assignment a
            where a.person_id = p.id and a.starts_at <= $1 and (a.ends_at is null or a.ends_at > $1)) as roles
     from person p`,
  [services.clock.now()],
)

const yearsAgo = (years: number) => {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year - years, month, 0)).getUTCDate()
  return `${String(year - years).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}`
}
const plainText = (text: string) => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll("'", '').toLowerCase()
const stateAt = (who: Known, node: string) =>
  who.row.homeIds.includes(node) ? who.state : who.scoped.find(({ ancestor }) => ancestor === node)?.state

function fits(who: Known, expression: FilterExpression, node: string): boolean {
  if ('all' in expression) return expression.all.every((part) => fits(who, part, node))
  if ('any' in expression) return expression.any.some((part) => fits(who, part, node))
  return answers(who, expression, node) !== (expression.not === true)
}
function answers(who: Known, term: FilterTerm, node: string): boolean {
  const { birthDate, graduation } = who.values as { birthDate: string | null; graduation: string | null }
  switch (term.field) {
    case 'state':
      return term.is.some((state) => state === stateAt(who, node))
    case 'gender':
      return term.is.some((gender) => gender === who.values['gender'])
    case 'directly':
      return who.memberships.some(({ nodeId }) => nodeId === node)
    case 'joined':
      return who.memberships.some(
        ({ nodeId, scopeIds, joinedOn }) =>
          (term.directly ? nodeId === node : scopeIds.includes(node)) &&
          joinedOn >= (term.from ?? '') &&
          joinedOn <= (term.to ?? '9999'),
      )
    case 'graduation':
      return (
        graduation !== null &&
        graduation >= (term.from ?? '') &&
        graduation.slice(0, term.to?.length ?? 0) <= (term.to ?? '')
      )
    case 'birthday': {
      if (birthDate?.length !== 10) return false
      const day = birthDate.slice(5)
      return term.from <= term.to ? day >= term.from && day <= term.to : day >= term.from || day <= term.to
    }
    case 'age':
      return (
        birthDate !== null &&
        (term.from === undefined || birthDate <= yearsAgo(term.from)) &&
        (term.to === undefined || birthDate > yearsAgo(term.to + 1))
      )
    case 'doNotContact':
      return who.doNotContact
    case 'consent': {
      const word = who.consents.findLast(({ channel, purpose }) => channel === term.channel && purpose === term.purpose)
      return term.is === (word === undefined ? 'unasked' : word.given ? 'given' : 'refused')
    }
    case 'known':
      return {
        email: who.emails.length > 0,
        phone: who.phones.length > 0,
        birthDate: birthDate !== null,
        gender: who.values['gender'] !== null,
        graduation: graduation !== null,
        institution: who.values['institution'] !== null,
        address: who.address,
        emergency: who.emergency,
      }[term.is]
    case 'lastSign':
      return who.lastSign !== null && who.lastSign >= (term.from ?? '') && who.lastSign < (term.before ?? '9999')
    case 'role':
      return who.roles.some(({ role, scopeIds }) => term.is.includes(role) && scopeIds.includes(node))
    case 'tags':
      return term.every ? term.is.every((id) => who.tagIds.includes(id)) : term.is.some((id) => who.tagIds.includes(id))
    case 'custom': {
      const value = who.custom[term.id]
      if (value === undefined) return false
      if (term.is) return term.is.some((one) => one === value)
      if (term.has !== undefined) return plainText(String(value)).includes(plainText(term.has))
      return (term.from === undefined || value >= term.from) && (term.to === undefined || value <= term.to)
    }
    default: {
      const text = term.field === 'languages' ? who.languages.join(' ') : who.values[term.field]
      return text != null && term.has.some((word) => plainText(text).includes(plainText(word)))
    }
  }
}

function keyOf(who: Known, { by }: ListOrder, node: string, seen: (node: Known['homeNode']) => boolean): string | null {
  if (by.startsWith('custom.')) {
    const value = who.custom[by.slice(7)]
    if (value === undefined) return null
    if (by === `custom.${own.size}`) return String(options.findIndex(({ key }) => key === value))
    return typeof value === 'number' ? (value + 1e15).toFixed(6).padStart(23, '0') : plainText(String(value))
  }
  switch (by as (typeof sortFields)[number]) {
    case 'name':
      return who.sortName
    case 'joined':
      return who.memberships.flatMap((m) => (m.scopeIds.includes(node) ? m.joinedOn : [])).toSorted()[0] ?? null
    case 'home':
      return who.homeNode && seen(who.homeNode) ? plainText(who.homeNode.name) : null
    case 'state':
      return String(personStates.findIndex((state) => state === stateAt(who, node)))
    case 'createdAt':
      return who.createdAt
    case 'lastSign':
      return who.lastSignAt
    case 'graduation':
    case 'birthDate':
      return who.values[by] ?? null
    case 'institution':
    case 'city':
      return who.values[by] == null ? null : plainText(who.values[by])
  }
}

/** Who is found, in order; undefined where the question is refused. */
function expected(caller: Caller, node: (typeof nodes)[keyof typeof nodes], where: FilterExpression, order: ListOrder) {
  const principal = caller.principal!
  const rights = rightsOf(principal, services.clock.now())
  const ability = abilityOf(rights, principal)
  const definitions = new Map(Object.values(own).map((id) => [id, { sensitive: id === own.illness } as CustomField]))
  const asked = fieldsAsked({ where }, order.by, definitions)
  const custom = customAsked({ where }, order.by)
  const terms = termsOf(where)
  const nodeScope = everybody.find(({ homeNode }) => homeNode?.id === node.id)?.homeNode?.scopeIds ?? [node.id]
  const readsRoles = rights.some(
    (right) =>
      right.noun === 'RoleAssignment' &&
      right.place === 'below-or-at' &&
      (right.actions.includes('read') || right.actions.includes('manage')) &&
      right.nodeIds.some((id) => nodeScope.includes(id)),
  )
  if (terms.some(({ field }) => field === 'role') && !readsRoles) return undefined
  const readsCustom = rights.some(
    (right) =>
      right.noun === 'Person' &&
      (right.actions.includes('read') || right.actions.includes('manage')) &&
      right.nodeIds.some((id) => nodeScope.includes(id)) &&
      (!right.fields || right.fields.includes('custom')),
  )
  if (custom.length && !readsCustom) return undefined
  const archivedToo = terms.some((term) => term.field === 'state' && !term.not && term.is.includes('archived'))
  const seesNode = (other: Known['homeNode']) =>
    principal.roles.some(
      ({ nodeId, scopeIds }) => other!.scopeIds.includes(nodeId ?? '') || scopeIds.includes(other!.id),
    )
  const found = everybody.filter((who) => {
    const state = stateAt(who, node.id)
    if (!who.row.scopeIds.includes(node.id) || (state === 'archived' && !archivedToo)) return false
    const readable = permittedFields(ability, 'read', 'Person', who.row)
    return readable.includes('name') && asked.every((field) => readable.includes(field)) && fits(who, where, node.id)
  })
  const key = new Map(found.map((who) => [who.id, keyOf(who, order, node.id, seesNode)]))
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return found
    .toSorted((a, b) => {
      const [one, other] = [key.get(a.id) ?? null, key.get(b.id) ?? null]
      if ((one === null) !== (other === null)) return one === null ? 1 : -1
      const byKey = one === null || other === null ? 0 : compare(one, other)
      return (order.descending ? -byKey : byKey) || compare(a.sortName, b.sortName) || compare(a.id, b.id)
    })
    .map(({ id }) => id)
}

const day = fc.constantFrom('2023-09-01', '2024-08-15', '2025-01-01', '2026-06-30', '2026-11-01')
const monthDay = fc.constantFrom('01-01', '02-14', '05-31', '11-22', '11-30', '12-31')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const some = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 })
const bare: fc.Arbitrary<object> = fc.oneof(
  fc.record({ field: fc.constant('state'), is: some(personStates) }),
  fc.record({ field: fc.constant('gender'), is: some(genders) }),
  fc.record({ field: fc.constant('directly') }),
  fc.record({ field: fc.constant('joined'), from: maybe(day), to: maybe(day), directly: maybe(fc.constant(true)) }),
  fc.record({
    field: fc.constant('graduation'),
    from: maybe(fc.constantFrom('2026', '2027-06', '2028')),
    to: maybe(fc.constantFrom('2026', '2027-11', '2028')),
  }),
  fc.record({ field: fc.constant('birthday'), from: monthDay, to: monthDay }),
  fc.record({
    field: fc.constant('age'),
    from: maybe(fc.constantFrom(0, 18, 21, 27)),
    to: maybe(fc.constantFrom(21, 25, 60)),
  }),
  fc.record({
    field: fc.constantFrom(...textFields),
    has: some(['univ', 'ÉCOLE poly', '100%_', "o'", 'en', "'; drop table person --"]),
  }),
  fc.record({ field: fc.constant('doNotContact') }),
  fc.record({
    field: fc.constant('consent'),
    channel: fc.constantFrom(...consentChannels),
    purpose: fc.constantFrom(...consentPurposes),
    is: fc.constantFrom('given', 'refused', 'unasked'),
  }),
  fc.record({
    field: fc.constant('known'),
    is: fc.constantFrom(
      ...['email', 'phone', 'birthDate', 'gender', 'graduation', 'institution', 'address', 'emergency'],
    ),
  }),
  fc.record({ field: fc.constant('lastSign'), from: maybe(day), before: maybe(day) }),
  fc.record({ field: fc.constant('tags'), is: some(marks), every: maybe(fc.constant(true)) }),
  fc.record({ field: fc.constant('custom'), id: fc.constantFrom(own.size, own.walks, own.illness) }),
  fc.record({ field: fc.constant('custom'), id: fc.constant(own.size), is: some(['small', 'none']) }),
  fc.record({ field: fc.constant('custom'), id: fc.constant(own.illness), is: some([true, false]) }),
  fc.record({
    field: fc.constant('custom'),
    id: fc.constant(own.walks),
    from: maybe(fc.constantFrom(-3.5, 0, 2)),
    to: maybe(fc.constantFrom(2, 10)),
  }),
  fc.record({ field: fc.constant('role'), is: some(['cell-leader', 'campus-leader', 'regional-director']) }),
)
const term = fc
  .tuple(bare, fc.boolean())
  .map(([one, not]) => JSON.parse(JSON.stringify({ ...one, ...(not && { not }) })) as FilterExpression)
const { expression } = fc.letrec<{ expression: FilterExpression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    term,
    fc.array(tie('expression'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  ),
}))
const order: fc.Arbitrary<ListOrder> = fc.record({
  by: fc.constantFrom(
    ...sortFields,
    `custom.${own.size}` as const,
    `custom.${own.walks}` as const,
    `custom.${own.illness}` as const,
  ),
  descending: fc.boolean(),
})

const roles = [
  'national-director',
  'campus-leader',
  'campus-administrator',
  'alumni-coordinator',
  'small-group-member',
  'training-coordinator',
] as const
const callers = await Promise.all(roles.map((role) => as(role)))
const places = [nodes.lighthouse, nodes.highlands, nodes.kilima, nodes.mustardSeed]

test('a list is exactly who fits, in order, page by page, and says how many', async () => {
  let full = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...callers),
      fc.constantFrom(...places),
      expression,
      order,
      fc.integer({ min: 20, max: 200 }),
      async (caller, node, where, by, take) => {
        expect(filterExpression.safeParse(where).success).toBe(true)
        const visible = await list.call(services, caller, { nodeId: node.id, take: 1 }).then(
          () => true,
          () => false,
        )
        if (!visible) return
        const wanted = expected(caller, node, where, by)
        const pages = async () => {
          const ids: string[] = []
          for (let after: string | undefined, more = true; more;) {
            const page = await list.call(services, caller, {
              ...{ nodeId: node.id, filter: { where }, order: by, take },
              ...(after && { after }),
            })
            expect(page.total).toBe(wanted!.length)
            ids.push(...page.rows.map(({ id }) => id))
            more = page.next !== null
            after = page.next ?? undefined
          }
          return ids
        }
        if (wanted === undefined) {
          await expect(pages()).rejects.toMatchObject({ kind: 'NotAllowed' })
        } else {
          full += wanted.length ? 1 : 0
          expect(await pages()).toEqual(wanted)
        }
      },
    ),
    { numRuns: 50 },
  )
  expect(full).toBeGreaterThan(8)
}, 60_000)

const lists = (caller: Caller, more: object) =>
  list.call(services, caller, { nodeId: nodes.mustardSeed.id, take: 200, ...more })

test('a field that nobody shows one is neither asked about nor ordered by, on a list of any size', async () => {
  const [director, , , , member, training] = callers as [Caller, Caller, Caller, Caller, Caller, Caller]
  for (const id of [own.illness, own.size]) {
    const questions = [
      { filter: { where: { field: 'custom', id } } },
      {
        filter: {
          where: {
            any: [
              { field: 'gender', is: ['female'] },
              { field: 'custom', id, not: true },
            ],
          },
        },
      },
      { order: { by: `custom.${id}`, descending: true } },
    ]
    for (const question of questions) {
      await expect(lists(member, question)).rejects.toMatchObject({ kind: 'NotAllowed' })
      expect((await lists(director, question)).total).toBeGreaterThanOrEqual(0)
    }
    // Of enrolled people the coordinator reads all.
    expect((await lists(training, questions[0]!)).total).toBe(0)
  }
  const { rows } = await lists(member, { columns: [`custom.${own.illness}`, `custom.${own.size}`, 'tags'] })
  const others = rows.filter(({ id }) => id !== member.principal!.personId)
  expect(others.length).toBeGreaterThan(0)
  for (const { columns } of others) expect(columns).toEqual({})
})

test('a field of another place, out of use, or asked for what it can’t hold is named as no such field', async () => {
  const [leader] = callers.slice(1) as [Caller]
  const refused = expect.objectContaining({
    kind: 'InvalidInput',
    issues: [expect.objectContaining({ message: 'people.list.no-such-field' })],
  }) as Error
  for (const where of [
    { field: 'custom', id: own.gone },
    { field: 'custom', id: '0195c000-0000-7000-8000-0000000000ff' },
    { field: 'custom', id: own.size, is: ['huge'] },
    { field: 'custom', id: own.walks, has: '1' },
    { field: 'custom', id: own.walks, from: '2026-01-01' },
    { field: 'custom', id: own.hall, from: 1 },
    { field: 'custom', id: own.hall, has: 'a', from: 1 },
  ])
    await expect(lists(leader, { filter: { where } })).rejects.toEqual(refused)
  const [director] = callers as [Caller]
  await expect(
    list.call(services, director, { nodeId: nation, filter: { where: { field: 'custom', id: own.hall } } }),
  ).rejects.toEqual(refused)
  // A column that means nothing here is left out.
  const { rows } = await list.call(services, director, { nodeId: nation, columns: [`custom.${own.hall}`, 'city'] })
  expect(Object.keys(rows[0]!.columns!)).toEqual(['city'])
  const here = await lists(leader, {
    filter: { where: { field: 'custom', id: own.hall, has: 'HOLLEN' } },
    columns: [`custom.${own.hall}`],
  })
  expect(here.rows.map(({ columns }) => columns![`custom.${own.hall}`])).toEqual(here.rows.map(() => 'Höllenhall'))
})

test('a tag that the asker can’t know, or that is out of use, is no question: its column doesn’t tell of it either', async () => {
  const [leader] = callers.slice(1) as [Caller]
  const [foreign, gone] = ['0195c000-0000-7000-8000-0000000000d3', '0195c000-0000-7000-8000-0000000000d4']
  await owner.query(
    `insert into tag (id, node_id, name, retired_at, created_at, updated_at) values
       ($1, $3, 'Elsewhere', null, now(), now()), ($2, $4, 'Gone', now(), now(), now())`,
    [foreign, gone, nodes.mtoni.id, campus],
  )
  const { id } = story.people.kwame
  await owner.query(`update person set tag_ids = tag_ids || $2::uuid[] where id = $1`, [id, [foreign, gone]])
  for (const tag of [foreign, gone, '0195c000-0000-7000-8000-0000000000ff'])
    for (const where of [
      { field: 'tags' as const, is: [tag] },
      { any: [{ field: 'tags' as const, is: [marks[0], tag], not: true as const }, { field: 'directly' as const }] },
    ])
      await expect(lists(leader, { filter: { where } })).rejects.toMatchObject({
        kind: 'InvalidInput',
        issues: [{ message: 'people.list.no-such-tag' }],
      })
  await update.call(services, leader, {
    ...{ id, version: (await get.call(services, leader, { id })).version!, fields: { city: 'Here' } },
    tags: { remove: [foreign] },
  })
  const { rows } = await owner.query<{ tags: string[] }>(`select tag_ids as tags from person where id = $1`, [id])
  expect(rows[0]!.tags).toContain(foreign)
})

test('who may be contacted is as many in a list by name as in any other order', async () => {
  const [leader] = callers.slice(1) as [Caller]
  const filter = { doNotContact: false }
  const byName = await lists(leader, { filter })
  expect(byName.total).toBe((await lists(leader, { filter, order: { by: 'joined' } })).total)
  expect(byName.rows.filter((row) => row.doNotContact)).toEqual([])
})

test.each([
  { any: [] },
  { all: [{ field: 'password', is: ['x'] }] },
  { field: 'state', is: [] },
  { field: 'institution', has: ['  '] },
  { all: [{ all: [{ all: [{ all: [{ all: [] }] }] }] }] },
  { all: Array.from({ length: 21 }, () => ({ field: 'doNotContact' })) },
  { field: 'birthday', from: '13-01', to: '01-01' },
  { field: 'custom', id: 'custom' },
  { field: 'tags', is: [] },
])('%j is no filter', (where) => expect(filterExpression.safeParse(where).success).toBe(false))

test('columns tell what may be read, and nothing else', async () => {
  const asked = { nodeId: nodes.mustardSeed.id, columns: ['gender', 'birthDate', 'joined', 'email'] as const }
  const [leader] = (await list.call(services, callers[1]!, { ...asked, columns: [...asked.columns] })).rows
  expect(Object.keys(leader!.columns!).toSorted()).toEqual(['birthDate', 'email', 'gender', 'joined'])
  const member = await list.call(services, callers[4]!, { ...asked, columns: [...asked.columns] })
  const others = member.rows.filter(({ id }) => id !== callers[4]!.principal!.personId)
  expect(others.length).toBeGreaterThan(0)
  for (const { columns } of others) expect(Object.keys(columns!)).toEqual(['email'])
})
