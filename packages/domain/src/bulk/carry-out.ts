/** The next people of an act, done or taken back. Source: PPL-3. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { notify } from '../notify.ts'
import { lockPeople } from '../people/index.ts'
import type { Fate, Written } from './act.ts'
import { actOf } from './acts.ts'
import { placeOf, type StoredAct } from './stored.ts'

interface Row extends Written {
  number: number
}
interface Chunk {
  finished: boolean
  people: number
}

/**
 * Does the act to the next `take` people, in the order of the list; each by the caller's rights of this moment. What is written, its
 * audit and each one's outcome stand in one transaction, so that nobody is done twice. Source: PPL-3.
 */
export async function carryOut(ctx: Context, act: StoredAct, take: number): Promise<Chunk> {
  const rows = await ctx.tx.rows<Row>(sql`
    select number, person_id as "personId", null as "madeId" from bulk_row
     where bulk_id = ${act.id}::uuid and outcome is null order by number limit ${take}`)
  const ids = rows.map(({ personId }) => personId)
  const { plan, write, check } = actOf(act.what)
  await check(ctx, act.what)
  await lockPeople(ctx, ids)
  const fates = rows.length ? await plan(ctx, act.what, ids) : new Map<string, Fate>()
  const doing = ids.filter((id) => fates.get(id) === 'do')
  const made = doing.length ? await write(ctx, act.what, doing) : new Map<string, string>()
  const outcomeOf = (fate: Fate) => (fate === 'do' ? 'done' : fate === 'same' ? 'same' : 'left')
  const said = rows.map(({ number, personId }) => {
    const fate = fates.get(personId)!
    const outcome = outcomeOf(fate)
    return { number, outcome, reason: outcome === 'left' ? fate : null, made: made.get(personId) ?? null }
  })
  await keep(
    ctx,
    act.id,
    rows,
    sql`
    update bulk_row r set outcome = d.outcome, reason = d.reason, made_id = d.made, written_at = case when d.outcome = 'done' then ${ctx.at}::timestamptz end
      from json_to_recordset(${JSON.stringify(said)}::json) as d(number int, outcome text, reason text, made uuid)`,
  )
  const number = (outcome: string) => said.filter((one) => one.outcome === outcome).length
  const now = {
    done: act.done + number('done'),
    same: act.same + number('same'),
    left: act.left + number('left'),
  }
  const finished = rows.length < take
  await ctx.tx.rows(sql`
    update bulk_act b set done = ${now.done}, same = ${now.same}, "left" = ${now.left},
           state = ${finished ? 'done' : 'running'}, finished_at = ${finished ? ctx.at : null}
     where b.id = ${act.id}::uuid`)
  ctx.audit({
    noun: 'BulkAct',
    subjectId: act.id,
    node: placeOf(act),
    after: { ...now, ...(finished && { state: 'done' }) },
  })
  if (finished) await tell(ctx, { ...act, ...now })
  return { finished, people: rows.length }
}

/** Takes the act back from the next `take` people, as whoever asks for it; whom somebody has touched since is spared. Source: PPL-3. */
export async function takeBack(ctx: Context, act: StoredAct, take: number): Promise<Chunk> {
  const rows = await ctx.tx.rows<Row>(sql`
    select number, person_id as "personId", made_id as "madeId" from bulk_row
     where bulk_id = ${act.id}::uuid and undone is null and outcome = 'done' order by number limit ${take}`)
  await lockPeople(
    ctx,
    rows.map(({ personId }) => personId),
  )
  const spared = rows.length ? await actOf(act.what).undo(ctx, act.what, act.id, rows) : new Map<string, string>()
  const said = rows.map(({ number, personId }) => ({
    number,
    undone: spared.has(personId) ? 'spared' : 'undone',
    reason: spared.get(personId) ?? null,
  }))
  await keep(
    ctx,
    act.id,
    rows,
    sql`
    update bulk_row r set undone = d.undone, undo_reason = d.reason
      from json_to_recordset(${JSON.stringify(said)}::json) as d(number int, undone text, reason text)`,
  )
  const now = { undone: act.undone + rows.length - spared.size, spared: act.spared + spared.size }
  const finished = rows.length < take
  await ctx.tx.rows(sql`
    update bulk_act b set undone = ${now.undone}, spared = ${now.spared}, state = ${finished ? 'undone' : 'undoing'}
     where b.id = ${act.id}::uuid`)
  ctx.audit({
    noun: 'BulkAct',
    subjectId: act.id,
    node: placeOf(act),
    after: { ...now, ...(finished && { state: 'undone' }) },
  })
  if (finished && act.undoneBy) await news(ctx, act, 'bulk-undone', act.undoneBy, now.undone)
  return { finished, people: rows.length }
}

/** Writes what became of these rows. Rows just made are in no statistics: the planner is told to hash them. */
async function keep({ tx }: Context, bulkId: string, rows: readonly Row[], update: ReturnType<typeof sql>) {
  if (rows.length === 0) return
  await tx.rows(sql`select set_config('enable_nestloop', 'off', true)`)
  await tx.rows(sql`${update}
     where r.bulk_id = ${bulkId}::uuid and r.number = d.number and r.number between ${rows[0]!.number} and ${rows.at(-1)!.number}`)
  await tx.rows(sql`select set_config('enable_nestloop', 'on', true)`)
}

/** Whoever asked hears that it is over, where they didn't wait for it; who was given something to do hears of it once. */
async function tell(ctx: Context, act: StoredAct) {
  await news(ctx, act, 'bulk-done', act.personId, act.done)
  if (act.what.act !== 'follow-up' || act.what.assigneeId === null || act.done === 0) return
  const [only] = await ctx.tx.rows<{ id: string }>(sql`
    select person_id as id from bulk_row where bulk_id = ${act.id}::uuid and outcome = 'done' order by number limit 1`)
  await notify(ctx, {
    ...{ personId: act.what.assigneeId, kind: 'follow-up-given', nodeId: act.nodeId },
    ...(act.done === 1 ? { aboutId: only!.id } : { facts: { count: act.done } }),
    dedupeKey: `follow-up-given:bulk:${act.id}`,
  })
}
const news = (ctx: Context, act: StoredAct, kind: 'bulk-done' | 'bulk-undone', personId: string, count: number) =>
  notify(ctx, {
    ...{ personId, kind, nodeId: act.nodeId, aboutId: act.id, facts: { count } },
    dedupeKey: `${kind}:${act.id}`,
  })
