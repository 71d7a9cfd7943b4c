/** The set form of people.create: many people in a handful of statements. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { CalendarDate } from '@ministry/kernel/calendar'
import { conflict, notFound, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { ownChanges, withOwn, wordsIn, type Words } from './fields/own-words.ts'
import { impossible, type FieldChange } from './people.rules.ts'
import { personFieldNames, type PersonInput } from './people.schema.ts'
import { fieldColumns, fieldRecord, fieldValues, ownColumns, toColumns } from './person-row.ts'
import { latestToday, visiblePlaces, type Place } from './places.ts'
import { addKeys } from './add-keys.ts'
import { atRow } from './at-row.ts'

/**
 * Makes people with their home, its first state, consents, wishes, external keys and audit entries; returns the ids in the order
 * of the input. Contact data are taken as normal already (normalEmail, normalPhone). Rights are asked row by row.
 * Errors: NotFound (a home that can't be seen), NotAllowed, RuleBroken people.create.{node-closed, joined-in-future, born-in-future},
 * Conflict people.create.key-taken; `values.row` is the place in the input, from 0. Source: PPL-1, PPL-2, IMP-4, IMP-6.
 */
export async function createMany(ctx: Context, inputs: readonly PersonInput[]): Promise<string[]> {
  if (inputs.length === 0) return []
  const places = await visiblePlaces(
    ctx,
    inputs.map(({ home }) => home.nodeId),
  )
  const latest = latestToday(ctx)
  const words = await wordsIn(ctx, inputs)
  const rows = inputs.map((input, row) => {
    const checked = atRow(row, () => check(ctx, input, places.get(input.home.nodeId), latest, words))
    return { input, ...checked, id: newId(ctx.at), membershipId: newId(ctx.at) }
  })
  await insertPeople(ctx, rows)
  await insertHomes(ctx, rows)
  await insertConsents(ctx, rows)
  await insertWishes(ctx, rows)
  await addKeys(
    ctx,
    rows.flatMap(({ id, input }) => (input.keys ?? []).map((key) => ({ ...key, personId: id }))),
    () => conflict('people.create.key-taken'),
  )
  for (const row of rows) ctx.audit(changeOf(row))
  return rows.map(({ id }) => id)
}

interface Row {
  input: PersonInput
  place: Place
  /** Custom fields and tags. */
  own: FieldChange[]
  id: string
  membershipId: string
}

function check(
  ctx: Context,
  input: PersonInput,
  place: Place | undefined,
  latest: CalendarDate,
  words: Words,
): Pick<Row, 'place' | 'own'> {
  if (!place) throw notFound('OrgNode')
  const { scopeIds } = place
  const person = { homeIds: scopeIds, scopeIds, state: input.home.state }
  allow(ctx, 'create', 'Person', person)
  for (const { given } of input.consents ?? [])
    allow(ctx, given ? 'give-consent' : 'withdraw-consent', 'Person', person)
  if (input.doNotContact) allow(ctx, 'set-do-not-contact', 'Person', person)
  if (place.state === 'closed') throw ruleBroken('people.create.node-closed', { node: place.name })
  if (input.home.joinedOn > place.today) throw ruleBroken('people.create.joined-in-future')
  const why = impossible(input, latest)
  if (why) throw ruleBroken(`people.create.${why}`)
  const own = ownChanges(nothing, scopeIds, input, words)
  for (const { right } of own) allow(ctx, 'create', 'Person', person, right)
  return { place, own: own.map(({ change }) => change) }
}
const nothing = { custom: {}, tagIds: [] }

const listed = ({ consents = [] }: PersonInput) =>
  consents.findLast(({ purpose }) => purpose === 'group-list')?.given ?? false

async function insertPeople({ tx, at }: Context, rows: readonly Row[]) {
  const records = rows.map(({ id, input, own }) => ({
    ...toColumns(input),
    ...ownColumns(withOwn(nothing, own)),
    id,
    state: input.home.state,
    home_node_id: input.home.nodeId,
    do_not_contact: input.doNotContact ?? false,
    listed_in_group: listed(input),
  }))
  await tx.rows(sql`
    insert into person (id, state, home_node_id, do_not_contact, listed_in_group, created_at, updated_at, custom, tag_ids, ${fieldColumns})
    select r.id, r.state, r.home_node_id, r.do_not_contact, r.listed_in_group, ${at}, ${at}, r.custom, r.tag_ids, ${fieldValues}
      from json_to_recordset(${JSON.stringify(records)}::json)
        as r(id uuid, state text, home_node_id uuid, do_not_contact bool, listed_in_group bool, custom jsonb, tag_ids uuid[], ${fieldRecord})`)
}

async function insertHomes(ctx: Context, rows: readonly Row[]) {
  const { tx, at } = ctx
  const ids = rows.map(({ membershipId }) => membershipId)
  const states = rows.map(({ input }) => input.home.state)
  const dates = rows.map(({ input }) => input.home.joinedOn)
  await tx.rows(sql`
    insert into membership (id, person_id, node_id, is_home, state, joined_on)
    select r.id, r.person_id, r.node_id, true, r.state, r.joined_on
      from unnest(${ids}::uuid[], ${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ place }) => place.id)}::uuid[], ${states}::text[], ${dates}::date[])
        as r(id, person_id, node_id, state, joined_on)`)
  await tx.rows(sql`
    insert into membership_state (id, membership_id, state, since, recorded_at, by_person)
    select r.id, r.membership_id, r.state, r.since, ${at}, ${ctx.principal.personId}::uuid
      from unnest(${rows.map(() => newId(at))}::uuid[], ${ids}::uuid[], ${states}::text[], ${dates}::date[]) as r(id, membership_id, state, since)`)
}

async function insertConsents(ctx: Context, rows: readonly Row[]) {
  const records = rows.flatMap(({ id, input }) =>
    (input.consents ?? []).map((consent) => ({ ...consent, id: newId(ctx.at), person_id: id })),
  )
  if (records.length === 0) return
  await ctx.tx.rows(sql`
    insert into consent (id, person_id, channel, purpose, given, at, source, by_person)
    select r.id, r.person_id, r.channel, r.purpose, r.given, ${ctx.at}, r.source, ${ctx.principal.personId}::uuid
      from json_to_recordset(${JSON.stringify(records)}::json)
        as r(id uuid, person_id uuid, channel text, purpose text, given bool, source text)`)
}

async function insertWishes(ctx: Context, rows: readonly Row[]) {
  const wishing = rows.filter(({ input }) => input.doNotContact)
  if (wishing.length === 0) return
  await ctx.tx.rows(sql`
    insert into do_not_contact (id, person_id, since, by_person)
    select r.id, r.person_id, ${ctx.at}, ${ctx.principal.personId}::uuid
      from unnest(${wishing.map(() => newId(ctx.at))}::uuid[], ${wishing.map(({ id }) => id)}::uuid[]) as r(id, person_id)`)
}

function changeOf({ id, input, place, own }: Row) {
  const after: Record<string, unknown> = {}
  for (const field of personFieldNames) if (input[field] != null) after[field] = input[field]
  for (const change of own) after[change.field] = change.after
  const { home, consents, doNotContact } = input
  return {
    noun: 'Person',
    subjectId: id,
    node: place,
    after: { home, ...(consents?.length && { consents }), ...(doNotContact && { doNotContact }) },
    person: { id, after },
  }
}
