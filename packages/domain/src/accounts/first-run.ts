/** The first run: proof that whoever makes the movement has access to the server's console. */
import { hashToken, isToken, newToken } from '@ministry/auth'
import { sql, type Database } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'

type Rows = Pick<Database, 'rows'>

/** Whether there is no movement yet. `authDb` is opened as the role that signs people in. */
export async function needsSetUp(authDb: Rows): Promise<boolean> {
  const [found] = await authDb.rows<{ some: boolean }>(sql`select exists (select from org_node) as some`)
  return !found!.some
}

/** The first run happens once: whoever comes second finds what the first has made. */
export async function lockInstallation(rows: Rows['rows']): Promise<void> {
  await rows(sql`select pg_advisory_xact_lock(hashtextextended('installation', 0))`)
}

/** A token for the link that the console shows; an earlier one that was not used stops working. */
export async function issueSetUpToken(authDb: Pick<Database, 'transaction'>, clock: Clock): Promise<string> {
  const token = newToken()
  const [hash, now] = [hashToken(token), clock.now()]
  await authDb.transaction({ scope: {} }, {}, async ({ rows }) => {
    await lockInstallation(rows)
    const renewed = await rows(sql`
      update installation set token_hash = ${hash}, created_at = ${now} where used_at is null returning id`)
    if (renewed.length === 0)
      await rows(sql`
        insert into installation (id, token_hash, created_at) values (${newId(now)}::uuid, ${hash}, ${now})`)
  })
  return token
}

/** The installation that the token proves access to; null where it is none of ours, or used. */
export async function provenInstallation(authDb: Rows, token: string): Promise<string | null> {
  const open = await authDb.rows<{ id: string; hash: string }>(sql`
    select id, token_hash as hash from installation where used_at is null`)
  return open.find(({ hash }) => isToken(token, hash))?.id ?? null
}
