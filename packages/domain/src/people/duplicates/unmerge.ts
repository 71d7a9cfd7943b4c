import { find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notFound, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import { mutation } from '../../verb.ts'
import { lockPeople } from '../lock-people.ts'
import { personUnmerged } from '../people.events.ts'
import type { PersonRow } from '../person-row.ts'
import { assertNotHigher } from '../stands-higher.ts'
import { unmergeInput, unmergeOutput } from './duplicates.schema.ts'
import { givenBack, givenBackOwn } from './merge.rules.ts'
import { movingLinks, writeFields } from './merge.ts'
import { placeOf } from './two-people.ts'

/**
 * Takes a merge back: the record that went is as it was, with all that was its own; the one that stayed goes back to what it said
 * before, but for what was edited since. What was written since stays with it, except at places that were the other's alone. What hangs
 * on a row goes with the row. Later merges into the same record are taken back first. Errors: NotFound, NotAllowed, RuleBroken
 * people.unmerge.{undone, later-merge, own-record, higher-role, open-request, home-moved, not-wholly, node-closed}. Source: PPL-5, IMP-6, APR-2.
 */
export const unmerge = mutation({
  name: 'people.unmerge',
  permission: { action: 'merge', noun: 'Person' },
  input: unmergeInput,
  output: unmergeOutput,
  async run(ctx, { id }) {
    const { survivorId, mergedId, changes } = await mergeToUndo(ctx, id)
    const survivor = await find<PersonRow>(ctx, 'merge', 'Person', survivorId)
    await assertMayUndo(ctx, id, survivor)
    const written = await ctx.tx.rows(sql`
      update person_merge set undone_at = ${ctx.at}, undone_by = ${ctx.principal.personId}::uuid
       where id = ${id}::uuid and undone_at is null returning id`)
    if (written.length === 0) throw ruleBroken('people.unmerge.undone')
    const { fields, kept } = givenBack(survivor, changes)
    await ctx.tx.rows(sql`select app.unmerge_relations(${id}::uuid)`)
    const rows = await ctx.tx.rows<{ table: string; number: number }>(sql`
      select split_part(r.link, '.', 1) as table, r.number from app.unmerge_rows(${id}::uuid, ${JSON.stringify(movingLinks(ctx))}::jsonb) r`)
    const { own, kept: keptOwn } = givenBackOwn(survivor, changes)
    kept.push(...keptOwn)
    await writeFields(ctx, survivor, { ...fields, ...own, ...flagsBefore(survivor, changes) })
    // A photo may have been taken away since, on the word of whoever it shows.
    await ctx.tx.rows(sql`
      update person p set version = p.version + case when p.id = ${mergedId}::uuid then 1 else 0 end, updated_at = ${ctx.at},
             photo_id = (select f.id from file f where f.id = p.photo_id and f.subject_id = p.id)
       where p.id in (${survivorId}::uuid, ${mergedId}::uuid)`)
    const place = placeOf(survivor)
    ctx.audit({
      noun: 'Person',
      subjectId: survivorId,
      node: place,
      after: { mergeId: id, givenBack: mergedId, kept },
      person: { id: survivorId, after: fields },
    })
    ctx.audit({
      noun: 'Person',
      subjectId: mergedId,
      node: place,
      after: { mergeId: id, from: survivorId },
      person: { id: mergedId },
    })
    ctx.emit(personUnmerged.sendable({ mergeId: id, survivorId, mergedId }, { subject: `person:${survivorId}` }))
    return { survivorId, mergedId, kept, moved: rows.filter(({ number }) => number > 0) }
  },
})

interface Merge {
  survivorId: string
  mergedId: string
  undoneAt: Date | null
  changes: Record<string, { before: unknown; after: unknown }>
}
/** The merge, with both people locked. Throws NotFound, or the rule where it was undone or isn't the last. */
async function mergeToUndo(ctx: Context, id: string): Promise<Merge> {
  const read = () =>
    ctx.tx.rows<Merge>(sql`
      select survivor_id as "survivorId", merged_id as "mergedId", undone_at as "undoneAt", changes from person_merge where id = ${id}::uuid`)
  const [seen] = await read()
  if (!seen) throw notFound('Person')
  await lockPeople(ctx, [seen.survivorId, seen.mergedId])
  const merge = (await read())[0]!
  if (merge.undoneAt) throw ruleBroken('people.unmerge.undone')
  const later = await ctx.tx.rows(sql`
    select 1 from person_merge l join person_merge m on m.id = ${id}::uuid
     where l.undone_at is null and l.id <> m.id and (l.merged_id = m.survivor_id or l.survivor_id = m.survivor_id and (l.at, l.id) > (m.at, m.id))`)
  if (later.length) throw ruleBroken('people.unmerge.later-merge')
  return merge
}

/** Rights go apart as they came together: by nobody who stands lower, nor while something is being asked by either. */
async function assertMayUndo(ctx: Context, id: string, { id: survivorId }: PersonRow) {
  if (survivorId === ctx.principal.personId) throw ruleBroken('people.unmerge.own-record')
  await assertNotHigher(ctx, survivorId, 'people.unmerge.higher-role')
  const [asked] = await ctx.tx.rows<{ open: boolean }>(sql`select app.in_open_request(${survivorId}::uuid) as open`)
  if (asked?.open) throw ruleBroken('people.unmerge.open-request')
  const [home] = await ctx.tx.rows<{ stays: boolean }>(sql`select app.keeps_home(${id}::uuid) as stays`)
  if (!home?.stays) throw ruleBroken('people.unmerge.home-moved')
  const [obstacle] = await ctx.tx.rows<{ obstacle: string }>(
    sql`select obstacle from app.unmerge_obstacles(${id}::uuid)`,
  )
  if (obstacle) throw ruleBroken(`people.unmerge.${obstacle.obstacle}`)
}

/** Flags that are still as the merge made them go back. */
function flagsBefore(survivor: PersonRow, changes: Merge['changes']) {
  const flags = ['doNotContact', 'enrolled', 'donor'] as const
  // What the group's list shows follows the words on record, where there are any.
  const listedInGroup = changes['listedInGroup']?.before ?? survivor.listedInGroup
  return Object.fromEntries([
    ['listedInGroup', listedInGroup],
    ...flags.flatMap((flag) =>
      changes[flag] && changes[flag].after === survivor[flag] ? [[flag, changes[flag].before]] : [],
    ),
  ])
}
