import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import * as z from 'zod'
import { mutation } from '../verb.ts'
import { insertMail } from './send-from-template.ts'

/** Local hours: not before breakfast, and not so late that quiet hours would hold it till tomorrow. */
const FROM = 7
const UNTIL = 20

interface Reader {
  personId: string
  homeNodeId: string | null
  homeIds: string[]
  /** The day that it is where they live. */
  day: string
}

/**
 * Writes the daily summary of everybody whose day has begun and who has unread news of which no summary told: one a day and person,
 * by the clock of their home, however often this runs; after a week's downtime one, not seven. Only the workflow calls it, until
 * `finished`. Source: MSG-3.
 */
export const sendDigests = mutation({
  name: 'messaging.send-digests',
  permission: 'public',
  door: 'auth',
  input: z.object({ take: z.number().int().min(1).max(1000) }),
  output: z.object({ finished: z.boolean(), mails: z.number().int() }),
  timeout: 60_000,
  async run(ctx, { take }) {
    if (!ctx.caller.system) throw notAllowed('deliver', 'OutgoingMail')
    await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtext('messaging digests'))`)
    const readers = await ctx.tx.rows<Reader>(sql`
      select p.id as "personId", p.home_node_id as "homeNodeId", p.home_ids as "homeIds", to_char(z.here, 'YYYY-MM-DD') as day
        from (select distinct person_id from notification where read_at is null and digest_id is null) u
        join person p on p.id = u.person_id and not p.do_not_contact and p.state <> 'archived'
        join account c on c.person_id = p.id and c.deactivated_at is null
        left join mail_preference f on f.person_id = p.id
        cross join lateral (
          select ${ctx.at}::timestamptz at time zone coalesce(
            (select n.time_zone from org_node n where n.id = any (p.home_ids) and n.time_zone is not null order by n.depth desc limit 1), 'UTC') as here) z
       where coalesce(f.digest, true) and extract(hour from z.here) between ${FROM}::int and ${UNTIL}::int
         and not exists (select from outgoing_mail o where o.dedupe_key = 'digest:' || p.id || ':' || to_char(z.here, 'YYYY-MM-DD'))
       order by p.id limit ${take}`)
    for (const { personId, homeNodeId, homeIds, day } of readers) {
      const mailId = newId(ctx.at)
      const dedupeKey = `digest:${personId}:${day}`
      await insertMail(ctx, { id: mailId, template: 'digest', kind: 'digest', personId, nodeId: homeNodeId, dedupeKey })
      await ctx.tx.rows(sql`
        update notification set digest_id = ${mailId}::uuid
         where person_id = ${personId}::uuid and read_at is null and digest_id is null`)
      ctx.audit({
        noun: 'OutgoingMail',
        subjectId: mailId,
        node: homeNodeId ? { id: homeNodeId, scopeIds: homeIds } : undefined,
        after: { template: 'digest', kind: 'digest', state: 'queued' },
        person: { id: personId },
      })
    }
    return { finished: readers.length < take, mails: readers.length }
  },
})
