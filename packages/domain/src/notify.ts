/** News for one person, written with the act that makes them. Source: MSG-3. */
import { newId } from '@ministry/kernel/id'
import type { Context } from './context.ts'

/** What there is news of; each has a text, `messaging_news_…`, and a place in the product that it leads to. */
export type NewsKind = 'role-given' | 'role-ended' | 'import-finished' | 'import-failed' | 'invitation-accepted'

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
export async function notify(
  ctx: Context,
  { personId, kind, nodeId = null, aboutId = null, facts = {}, dedupeKey }: NewsFor,
): Promise<void> {
  // By the system on somebody's behalf is news to them; by their own hand it isn't.
  if (!ctx.caller.system && ctx.caller.principal?.personId === personId) return
  // Without a conflict target: whoever writes here need not be allowed to read here.
  await ctx.tx.client.query(
    `insert into notification (id, person_id, kind, node_id, about_id, facts, dedupe_key, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [newId(ctx.at), personId, kind, nodeId, aboutId, JSON.stringify(facts), dedupeKey, ctx.at],
  )
}
