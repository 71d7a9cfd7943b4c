/** News for one person, written with the act that makes them. Source: MSG-3. */
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import type { Context } from './context.ts'

/** What there is news of; each has a text, `messaging_news_…`, and a place in the product that it leads to. */
export type NewsKind =
  | 'role-given'
  | 'role-ended'
  | 'import-finished'
  | 'import-failed'
  | 'bulk-done'
  | 'bulk-undone'
  | 'bulk-failed'
  | 'invitation-accepted'
  | 'graduation-proposed'
  | 'graduation-waits'
  | 'graduated'
  | 'request-your-turn'
  | 'request-reminder'
  | 'request-escalated'
  | 'request-waits'
  | 'request-given'
  | 'request-approved'
  | 'request-rejected'
  | 'request-sent-back'
  | 'request-withdrawn'
  | 'care-note-opened'
  | 'follow-up-given'
  | 'follow-up-due'
  | 'follow-ups-left'
  | 'transfer-offered'
  | 'transfer-accepted'
  | 'transfer-declined'
  | 'transfer-withdrawn'
  | 'transfer-expired'
  | 'webhook-disabled'

export interface NewsFor {
  /** Who is to know. Whoever did it themself is not told. */
  personId: string
  kind: NewsKind
  nodeId?: string | null | undefined
  /** The person, import or other thing it is about; names are looked up when it is read, with the reader's rights. */
  aboutId?: string | null | undefined
  /** What the text mentions besides: never personal data. */
  facts?: Record<string, string | number>
  /** Its identity: told once, however often the act is repeated. */
  dedupeKey: string
}

/** Puts news into somebody's inbox, in the transaction of the act. Source: MSG-3. */
export const notify = (ctx: Context, news: NewsFor): Promise<void> => notifyAll(ctx, [news])

/** The set form of `notify`: one statement for any number of people. Source: MSG-3. */
export async function notifyAll(ctx: Context, all: readonly NewsFor[]): Promise<void> {
  // By the system on somebody's behalf is news to them; by their own hand it isn't.
  const own = ctx.caller.system ? undefined : ctx.caller.principal?.personId
  const rows = all
    .filter(({ personId }) => personId !== own)
    .map(({ personId, kind, nodeId = null, aboutId = null, facts = {}, dedupeKey }) => ({
      ...{ id: newId(ctx.at), person_id: personId, kind, node_id: nodeId, about_id: aboutId, facts },
      dedupe_key: dedupeKey,
    }))
  // Without a conflict target: whoever writes here need not be allowed to read here.
  await ctx.tx.rows(sql`
    insert into notification (id, person_id, kind, node_id, about_id, facts, dedupe_key, created_at)
    select r.id, r.person_id, r.kind, r.node_id, r.about_id, r.facts, r.dedupe_key, ${ctx.at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, person_id uuid, kind text, node_id uuid, about_id uuid, facts jsonb, dedupe_key text)
    on conflict do nothing`)
}

/** News that asked the person for something about this thing are read once they have done it. Source: MSG-3. */
export async function seenTo(ctx: Context, aboutId: string, kinds: readonly NewsKind[]): Promise<void> {
  await ctx.tx.rows(sql`
    update notification set read_at = ${ctx.at}
     where person_id = ${ctx.principal.personId}::uuid and about_id = ${aboutId}::uuid and kind = any (${kinds}) and read_at is null`)
}
