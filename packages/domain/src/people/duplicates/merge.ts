import { sql } from '@ministry/db'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../../context.ts'
import { mutation } from '../../verb.ts'
import { lockPeople } from '../lock-people.ts'
import { changesTo } from '../people.rules.ts'
import { personMerged } from '../people.events.ts'
import type { SomeFields } from '../people.schema.ts'
import { fieldColumns, fieldRecord, fieldValues, toColumns, type PersonRow } from '../person-row.ts'
import { saidOfPhotos } from '../photo/person-photo.ts'
import { placesOf } from '../places.ts'
import { mergeInput, mergeOutput, type Choice } from './duplicates.schema.ts'
import { combined, combinedOwn, type OwnWords } from './merge.rules.ts'
import { proposedWords } from './proposed-words.ts'
import { bothPeople, obstaclesTo, placeOf } from './two-people.ts'

/**
 * Makes two records one, field by field as chosen; everything that points at the record that goes follows to the one that stays, by the
 * links of the capabilities, and is noted for an un-merge. The home of the record that stays is kept, unless the other's is chosen
 * (`home`): then both are places of theirs. Of two words on a consent the no stands; do-not-contact stays. Errors: NotFound, Conflict people.merge.changed-meanwhile, RuleBroken people.merge.{not-wholly, own-record,
 * higher-role, two-accounts, open-request, asks-meanwhile}. Source: PPL-5, ACS-2, IMP-6, APR-2.
 */
export const merge = mutation({
  name: 'people.merge',
  permission: { action: 'merge', noun: 'Person' },
  input: mergeInput,
  output: mergeOutput,
  async run(ctx, { survivorId, mergedId, versions, choices }) {
    await lockPeople(ctx, [survivorId, mergedId])
    const [survivor, merged] = await bothPeople(ctx, survivorId, mergedId)
    if (survivor.version !== versions.survivor || merged.version !== versions.merged) throw changedMeanwhile()
    const [obstacle] = await obstaclesTo(ctx, survivor, merged)
    if (obstacle) throw ruleBroken(obstacle)
    const own = await ownOf(ctx, survivor, merged, choices)
    const changes = changesOf(survivor, merged, { fields: combined(survivor, merged, choices), own })
    const mergeId = newId(ctx.at)
    await ctx.tx.rows(sql`
      insert into person_merge (id, survivor_id, merged_id, at, by_person, changes)
      values (${mergeId}::uuid, ${survivorId}::uuid, ${mergedId}::uuid, ${ctx.at}, ${ctx.principal.personId}::uuid, ${JSON.stringify(changes)}::jsonb)`)
    // Whoever is no record any more is nobody's match; an un-merge has the record looked at anew.
    await ctx.tx.rows(sql`select app.unblock(${mergedId}::uuid)`)
    const moved = await moveRows(ctx, mergeId, survivor)
    const rehomed = choices['home'] === 'merged' && (await takeHome(ctx, mergeId))
    await writeFields(ctx, survivor, after(changes))
    for (const [person, values] of [
      [survivor, { mergeId, merged: mergedId, moved, ...(rehomed && { home: merged.homeNodeId }) }],
      [merged, { mergeId, mergedInto: survivorId }],
    ] as const)
      ctx.audit({
        noun: 'Person',
        subjectId: person.id,
        node: placeOf(person),
        after: values,
        person: {
          id: person.id,
          ...(person === survivor && { before: told(changes, 'before'), after: told(changes, 'after') }),
        },
      })
    ctx.emit(personMerged.sendable({ mergeId, survivorId, mergedId }, { subject: `person:${survivorId}` }))
    return { id: survivorId, mergeId, moved }
  },
})

const changedMeanwhile = () => conflict('people.merge.changed-meanwhile')

type Changes = Record<string, { before: unknown; after: unknown }>
/** Fields as chosen, and what either record says of wishes and of courses and gifts. */
function changesOf(
  survivor: PersonRow,
  merged: PersonRow,
  { fields, own }: { fields: SomeFields; own: OwnWords },
): Changes {
  // A list name that was made from the name is made anew from the next.
  const wanted = { ...fields, ...(fields.name !== survivor.name && { sortName: fields.sortName ?? null }) }
  const changes: Changes = Object.fromEntries(
    changesTo(survivor, wanted).map(({ field, before, after }) => [field, { before, after }]),
  )
  for (const flag of flags) {
    const either = survivor[flag] || merged[flag]
    if (either !== survivor[flag]) changes[flag] = { before: survivor[flag], after: either }
  }
  for (const key of ['custom', 'tagIds', 'photoId'] as const)
    if (JSON.stringify(own[key]) !== JSON.stringify(survivor[key]))
      changes[key] = { before: survivor[key], after: own[key] }
  return changes
}
/** Custom fields and tags as chosen, and the photo, unless either has said no to photos. */
async function ownOf(ctx: Context, survivor: PersonRow, merged: PersonRow, choices: Readonly<Record<string, Choice>>) {
  const own = combinedOwn(survivor, merged, { ...(await proposedWords(ctx, survivor, merged)), ...choices })
  const refused = own.photoId !== null && (await saidOfPhotos(ctx, [survivor.id, merged.id])) === false
  return refused ? { ...own, photoId: null } : own
}
const flags = ['doNotContact', 'enrolled', 'donor', 'listedInGroup'] as const
const after = (changes: Changes) =>
  Object.fromEntries(Object.entries(changes).map(([key, change]) => [key, change.after]))
/** Before or after, field by field as the audit names them. */
function told({ custom, tagIds, photoId, ...changes }: Changes, side: 'before' | 'after') {
  const values = (custom?.[side] ?? {}) as Record<string, unknown>
  const ids = custom ? Object.keys({ ...(custom.before as object), ...(custom.after as object) }) : []
  return {
    ...Object.fromEntries(Object.entries(changes).map(([key, change]) => [key, change[side]])),
    ...Object.fromEntries(ids.map((id) => [`custom.${id}`, values[id] ?? null])),
    ...(tagIds && { tags: tagIds[side] }),
    ...(photoId && { photo: photoId[side] !== null }),
  }
}

async function moveRows(ctx: Context, mergeId: string, { homeNodeId }: PersonRow) {
  const { today } = (await placesOf(ctx, [homeNodeId!])).get(homeNodeId!)!
  const rows = await ctx.tx.rows<{ table: string; number: number }>(sql`
    select split_part(r.link, '.', 1) as table, r.number
      from app.merge_rows(${mergeId}::uuid, ${JSON.stringify(movingLinks(ctx))}::jsonb, ${today}::date, ${'merge'}) r`)
  const [relations] = await ctx.tx.rows<{ number: number }>(sql`select app.merge_relations(${mergeId}::uuid) as number`)
  return relations?.number ? [...rows, { table: 'relation', number: relations.number }] : rows
}
/** The home of the record that goes becomes the home; whether it was another one. */
async function takeHome(ctx: Context, mergeId: string): Promise<boolean> {
  const [row] = await ctx.tx.rows<{ taken: boolean }>(sql`select app.merge_home(${mergeId}::uuid) as taken`)
  return row!.taken
}
/** The links that the database carries out one by one; the others it knows by itself, or leaves. */
export const movingLinks = ({ services }: Context) => services.personLinks.filter(({ merge }) => merge === 'moves')

/** Writes fields and flags of the record that stays; the group list follows the words on record. */
export async function writeFields(ctx: Context, person: PersonRow, changed: Record<string, unknown>): Promise<void> {
  const next = { ...person, ...changed }
  const record = { ...toColumns(next), id: person.id }
  await ctx.tx.rows(sql`
    update person p
       set (${fieldColumns}, custom, tag_ids, photo_id, do_not_contact, enrolled, donor, listed_in_group, version, updated_at)
         = row (${fieldValues}, ${JSON.stringify(next.custom)}::jsonb, ${next.tagIds}::uuid[], ${next.photoId}::uuid, ${next.doNotContact}::bool, ${next.enrolled}::bool, ${next.donor}::bool,
                coalesce((select c.given from consent c where c.person_id = p.id and c.purpose = 'group-list' order by c.at desc, c.id desc limit 1), ${next.listedInGroup}::bool),
                p.version + 1, ${ctx.at})
      from json_to_recordset(${JSON.stringify([record])}::json) as r(id uuid, ${fieldRecord})
     where p.id = r.id`)
}
