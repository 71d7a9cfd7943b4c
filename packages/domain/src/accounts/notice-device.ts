import { hashToken } from '@ministry/auth'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { KnownAccount } from './known-account.ts'
import { tellOfSafety } from './tell-of-safety.ts'

/** A browser that wasn't seen for so long is a new one. Milliseconds. */
const FORGOTTEN = 400 * 86_400_000

/**
 * Knows a browser again by a cookie of its own, and mails the owner where a new one signs in: never for the first, with which the
 * account was opened. One that says nothing of itself is always new. Source: ACC-5.
 */
export async function noticeDevice(ctx: Context, known: KnownAccount, device: string | undefined): Promise<void> {
  const { tx, at } = ctx
  await tx.rows(sql`
    delete from known_device
     where account_id = ${known.id}::uuid and last_seen_at < ${new Date(at.getTime() - FORGOTTEN)}`)
  const [before] = await tx.rows<{ count: number; here: boolean | null }>(sql`
    select count(*)::int as count, bool_or(token_hash = ${device ? hashToken(device) : null}::text) as here
      from known_device where account_id = ${known.id}::uuid`)
  if (device)
    await tx.rows(sql`
      insert into known_device (account_id, token_hash, first_seen_at, last_seen_at)
      values (${known.id}::uuid, ${hashToken(device)}, ${at}, ${at})
      on conflict (account_id, token_hash) do update set last_seen_at = excluded.last_seen_at`)
  if (before!.count > 0 && !before!.here) await tellOfSafety(ctx, known, 'new-device')
}
