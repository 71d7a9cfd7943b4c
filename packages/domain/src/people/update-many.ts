/** The set form of people.update: changes to many people in a handful of statements. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { CalendarDate } from '@ministry/kernel/calendar'
import { conflict, notFound, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { addKeys } from './add-keys.ts'
import { ownChanges, withOwn, wordsIn, type Words } from './fields/own-words.ts'
import { lockPeople } from './lock-people.ts'
import { changesTo, impossible, type FieldChange } from './people.rules.ts'
import type { ExternalKey, PersonChange, SomeFields } from './people.schema.ts'
import { fieldColumns, fieldRecord, fieldValues, ownColumns, toColumns, type PersonRow } from './person-row.ts'
import { atRow } from './at-row.ts'
import { latestToday } from './places.ts'
import { readPeople } from './read-people.ts'
import { standingHigher } from './stands-higher.ts'

/** What was really changed of a person; no changes where everything was so already. */
export interface Updated {
  id: string
  version: number
  changes: FieldChange[]
}

/**
 * Changes fields of people: only those that the caller may change, only those that differ, with an audit entry each; the result is
 * in the order of the input, which names each person once. Contact data are taken as normal already (normalEmail, normalPhone).
 * Errors: NotFound (a person that can't be seen), NotAllowed (a field), Conflict people.update.{changed-meanwhile, key-taken},
 * RuleBroken people.update.{email-of-higher-role, born-in-future}; `values.row` is the place in the input, from 0.
 * Source: PPL-1, IMP-6, AUD-1.
 */
export async function updateMany(ctx: Context, inputs: readonly PersonChange[]): Promise<Updated[]> {
  if (inputs.length === 0) return []
  const ids = inputs.map(({ id }) => id)
  await lockPeople(ctx, ids)
  const present = await readPeople(ctx, ids)
  const latest = latestToday(ctx)
  const words = await wordsIn(ctx, inputs)
  const rows = inputs.map((input, row) => atRow(row, () => check(ctx, input, present.get(input.id), latest, words)))
  const changing = rows.filter(({ changes }) => changes.length > 0)
  await assertNotAbove(ctx, rows)
  await write(ctx, changing)
  const keyed = await addKeys(
    ctx,
    rows.flatMap(({ input }) => (input.keys ?? []).map((key) => ({ ...key, personId: input.id }))),
    () => conflict('people.update.key-taken'),
  )
  for (const { person, changes, input } of rows)
    if (changes.length || keyed.has(person.id))
      ctx.audit(entryOf(person, changes, keyed.has(person.id) ? input.keys : []))
  return rows.map(({ person: { id, version }, changes }) => ({
    id,
    version: changes.length ? version + 1 : version,
    changes,
  }))
}

interface Row {
  input: PersonChange
  person: PersonRow
  changes: FieldChange[]
}

function check(
  ctx: Context,
  input: PersonChange,
  person: PersonRow | undefined,
  latest: CalendarDate,
  words: Words,
): Row {
  if (!person) throw notFound('Person')
  if (input.version !== undefined && input.version !== person.version) throw changedMeanwhile(person.updatedAt)
  const changes: FieldChange[] = changesTo(person, input.fields)
  for (const { field } of changes) allow(ctx, 'update', 'Person', person, field)
  for (const { change, right } of ownChanges(person, person.scopeIds, input, words)) {
    allow(ctx, 'update', 'Person', person, right)
    changes.push(change)
  }
  if (input.keys?.length) allow(ctx, 'update', 'Person', person)
  const why = impossible(input.fields, latest)
  if (why) throw ruleBroken(`people.update.${why}`)
  return { input, person, changes }
}

const changedMeanwhile = (at: Date) => conflict('people.update.changed-meanwhile', { at: at.toISOString() })

/** Nobody changes the e-mail address of somebody who stands higher: it opens their account. Source: IMP-6. */
async function assertNotAbove(ctx: Context, rows: readonly Row[]) {
  const readdressed = rows.filter(({ changes }) => changes.some(({ field }) => field === 'emails'))
  const higher = await standingHigher(
    ctx,
    readdressed.map(({ person }) => person.id),
  )
  const refused = rows.findIndex((row) => readdressed.includes(row) && higher.has(row.person.id))
  if (refused >= 0) throw ruleBroken('people.update.email-of-higher-role', { row: refused })
}

async function write(ctx: Context, rows: readonly Row[]) {
  if (rows.length === 0) return
  const records = rows.map(({ person, changes }) => {
    const changed = Object.fromEntries(changes.map(({ field, after }) => [field, after])) as SomeFields
    const own = ownColumns(withOwn(person, changes))
    return { ...toColumns({ ...person, ...changed }), ...own, id: person.id, version: person.version }
  })
  const written = await ctx.tx.rows<{ id: string }>(sql`
    update person p
       set (${fieldColumns}, custom, tag_ids, version, updated_at) = row (${fieldValues}, r.custom, r.tag_ids, p.version + 1, ${ctx.at})
      from json_to_recordset(${JSON.stringify(records)}::json) as r(id uuid, version int, custom jsonb, tag_ids uuid[], ${fieldRecord})
     where p.id = r.id and p.version = r.version
    returning p.id`)
  if (written.length === rows.length) return
  throw changedMeanwhile(ctx.at)
}

function entryOf(person: PersonRow, changes: readonly FieldChange[], keys: readonly ExternalKey[] = []) {
  const side = (which: 'before' | 'after') => Object.fromEntries(changes.map((change) => [change.field, change[which]]))
  return {
    noun: 'Person',
    subjectId: person.id,
    node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
    after: { fields: changes.map(({ field }) => field), ...(keys.length && { keys }) },
    person: { id: person.id, before: side('before'), after: side('after') },
  }
}
