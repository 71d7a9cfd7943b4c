/** Accounts as sign-in knows them: read as the role that signs people in, never shown. */
import { sql, type Sql } from '@ministry/db'
import { m } from '@ministry/kernel/messages'

type Rows = <Row extends object>(query: Sql) => Promise<Row[]>

export interface KnownAccount {
  id: string
  personId: string
  username: string | null
  email: string
  passwordHash: string | null
  /** Too short to stand alone. */
  shortPassword: boolean
  /** Whether there is an authenticator app; whether there is anything beside the password. */
  totp: boolean
  secondFactor: boolean
  deactivatedAt: Date | null
  name: string
  /** Everywhere that the account is somebody's care. */
  scopeIds: string[]
  /** From the National node down to the home, or to the place of the latest role where there is none. */
  placeIds: string[]
}

/** The account that the condition on `c` (account) names, or null. */
export async function knownAccount(rows: Rows, condition: Sql): Promise<KnownAccount | null> {
  const [found] = await rows<KnownAccount>(sql`
    select c.id, c.person_id as "personId", c.username, c.email, c.password_hash as "passwordHash",
           c.short_password as "shortPassword", f.totp, f.totp or exists (select from passkey k where k.account_id = c.id) as "secondFactor",
           c.deactivated_at as "deactivatedAt", c.scope_ids as "scopeIds", coalesce(p.preferred_name, p.name) as name,
           coalesce(nullif(p.home_ids, '{}'),
             (select a.scope_ids from role_assignment a where a.person_id = p.id and a.node_id is not null
               order by a.starts_at desc limit 1), '{}') as "placeIds"
      from account c
      join person p on p.id = c.person_id
     cross join lateral (
       select exists (select from totp_factor t where t.account_id = c.id and t.confirmed_at is not null) as totp) f
     where ${condition}`)
  return found ?? null
}

/** By what somebody types: an e-mail address has an `@`, a username never. */
export const byLogin = (login: string): Sql =>
  login.includes('@') ? sql`c.email = ${login}` : sql`c.username = ${login}`

/** By a mailed link for a new password that can still be used; `tokenHash` is SHA-256. */
export const byOpenReset = (tokenHash: string, at: Date): Sql => sql`
  c.deactivated_at is null and c.id = (
    select r.account_id from password_reset r
     where r.token_hash = ${tokenHash} and r.used_at is null and r.expires_at > ${at})`

/** The place that decides who may read what is recorded about the account. */
export const placeOfAccount = ({ scopeIds, placeIds }: Pick<KnownAccount, 'scopeIds' | 'placeIds'>) => {
  const id = placeIds.at(-1)
  return id === undefined ? undefined : { id, scopeIds }
}

/** Whose mail it is, and the time zone of its dates. `placeIds` go from the National node down. */
export async function letterhead(
  rows: Rows,
  placeIds: readonly string[],
): Promise<{ movement: string; timeZone: string }> {
  const found = await rows<{ name: string; timeZone: string | null; depth: number }>(sql`
    select name, time_zone as "timeZone", depth from org_node where id = any (${placeIds}::uuid[]) order by depth desc`)
  return {
    movement: found.find(({ depth }) => depth === 0)?.name ?? m.app_name(),
    timeZone: found.find(({ timeZone }) => timeZone)?.timeZone ?? 'UTC',
  }
}
