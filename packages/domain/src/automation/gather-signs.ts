import { join, sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { mutation } from '../verb.ts'
import { assertSystem } from '../acting.ts'

/** Rows of a transaction that ends late carry an earlier time: the last minutes are looked at once more. */
const overlapMs = 15 * 60_000
/** At most so much at once, so that a long absence is made up for in bearable pieces. */
const pieceMs = 7 * 24 * 3_600_000
/** Hours without any sign are not noted one by one. */
const quietMs = 24 * 3_600_000
/** How far back the first gathering looks. */
const firstMs = 2 * 365 * 24 * 3_600_000

/**
 * Gathers signs of life since the last time, of all movements, and names those inactive people among them: they are back.
 * `upTo` is noted by `noteGathered` once these have been seen to. Only the workflow calls it. Errors: NotAllowed. Source: AUT-4.
 */
export const gatherSigns = mutation({
  name: 'automation.gather-signs',
  permission: { action: 'run', noun: 'Automation' },
  input: z.object({}),
  output: z.object({
    upTo: z.iso.datetime(),
    /** Whether there is something to note: signs, or a long time without any. */
    worthNoting: z.boolean(),
    /** Whether more is to be gathered at once. */
    behind: z.boolean(),
    returned: z.array(id()),
  }),
  timeout: 120_000,
  async run(ctx) {
    assertSystem(ctx)
    ctx.asked('read', 'Person')
    const [mark] = await ctx.tx.rows<{ gathered: Date }>(sql`select gathered from sign_watermark where id = 'signs'`)
    const from = new Date(mark ? mark.gathered.getTime() - overlapMs : ctx.at.getTime() - firstMs)
    const upTo = mark ? new Date(Math.min(ctx.at.getTime(), mark.gathered.getTime() + pieceMs)) : ctx.at
    const signs = ctx.services.signs.map(
      ({ key, recurring, since }) =>
        sql`select s.*, ${key}::text as source, ${recurring}::boolean as recurring from (${since(from, upTo)}) s(person_id, at)`,
    )
    const changed = await ctx.tx.rows<{ personId: string }>(sql`
      with sign as (
        select s.person_id, max(s.at) as last_at, (array_agg(s.source order by s.at desc))[1] as source, max(s.at) filter (where s.recurring) as recurring_at
          from (${join(signs, ' union all ')}) s group by s.person_id)
      insert into sign_of_life as l (person_id, last_at, source, recurring_at)
      select g.person_id, g.last_at, g.source, g.recurring_at from sign g join person p on p.id = g.person_id
       where not exists (select from sign_of_life k where k.person_id = g.person_id and k.last_at >= g.last_at
                                                      and (g.recurring_at is null or k.recurring_at >= g.recurring_at))
       order by g.person_id
      on conflict (person_id) do update
         set last_at = greatest(l.last_at, excluded.last_at), source = case when excluded.last_at > l.last_at then excluded.source else l.source end,
             recurring_at = greatest(l.recurring_at, excluded.recurring_at)
      returning person_id as "personId"`)
    if (changed.length) ctx.audit({ noun: 'Automation', after: { signs: changed.length, upTo: upTo.toISOString() } })
    const returned = await ctx.tx.rows<{ id: string }>(sql`
      select p.id from person p join sign_of_life s on s.person_id = p.id join automation_enrolment e on e.person_id = p.id and e.automation = 're-engage'
       where s.last_at >= ${from} and s.recurring_at is not null and s.settled_at is distinct from s.last_at and p.state = 'inactive' group by p.id order by p.id`)
    const long = !mark || upTo.getTime() - mark.gathered.getTime() > quietMs
    return {
      upTo: upTo.toISOString(),
      worthNoting: long || changed.length > 0,
      behind: upTo < ctx.at,
      returned: returned.map(({ id }) => id),
    }
  },
})

/** Notes up to when signs have been gathered. Only the workflow calls it. Errors: NotAllowed. Source: AUT-4. */
export const noteGathered = mutation({
  name: 'automation.note-gathered',
  permission: { action: 'run', noun: 'Automation' },
  input: z.object({ upTo: z.iso.datetime() }),
  output: z.object({ upTo: z.iso.datetime() }),
  async run(ctx, { upTo }) {
    assertSystem(ctx)
    ctx.asked('run', 'Automation')
    await ctx.tx.rows(sql`
      insert into sign_watermark as w (id, gathered) values ('signs', ${upTo}::timestamptz)
      on conflict (id) do update set gathered = greatest(w.gathered, excluded.gathered)`)
    ctx.audit({ noun: 'Automation', after: { gathered: upTo } })
    return { upTo }
  },
})
