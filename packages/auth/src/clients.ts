/** Who calls the API: an app that somebody signed in to, or a program with a key. Rights are read anew on each call. Source: ACC-6, API-1. */
import type { Principal } from '@ministry/access'
import { sql, type Database, type Transaction } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'
import { ACCESS_TOKEN_LASTS, createAccessTokens, type AccessTokenOptions } from './access-tokens.ts'
import { isApiKey } from './api-keys.ts'
import { sessionLength } from './lucia-store.ts'
import { hashToken, newToken } from './tokens.ts'
import { principalFrom, whoAsks, type AskerRow } from './who-asks.ts'

/** Whoever brings a credential, as of this call. */
export interface CallingClient {
  principal: Principal
  /** Of a key: what it is narrowed to. An app has all that its owner has. */
  scopes: readonly string[] | undefined
  /** Whether the account has a second factor. */
  secondFactor: boolean
  /** What stands in the audit as the device; no secret. */
  device: string
}
export interface ClientTokens {
  accessToken: string
  /** Seconds. */
  expiresIn: number
  refreshToken: string
}
export interface OpenedClient extends ClientTokens {
  accountId: string
  personId: string
  sessionId: string
}
/** `reused`: somebody has brought a token that was used before; the whole family is ended. */
export type Refreshed = { outcome: 'refreshed'; client: OpenedClient } | Lost
type Lost = { outcome: 'reused'; accountId: string; personId: string; device: string | null } | { outcome: 'unknown' }

export interface Clients {
  /** Who brings this access token or key; null for nobody, also once its session, key or account has ended. One statement. */
  authenticate(credential: string): Promise<CallingClient | null>
  /** Opens a client's session; it stands among the account's devices under the name that the client gives itself. */
  open(
    tx: Transaction,
    owner: { accountId: string; personId: string },
    origin: { name: string; address?: string | undefined },
  ): Promise<OpenedClient>
  /** The next pair for a refresh token. A token that was used before ends its family, but for the one grace described below. */
  refresh(tx: Transaction, refreshToken: string): Promise<Refreshed>
  /** The session that a refresh token belongs to, used or not; null for none. */
  sessionOf(tx: Transaction, refreshToken: string): Promise<{ id: string; accountId: string; personId: string } | null>
}

/**
 * An answer may be lost on its way to a phone, which then asks again with the token that it has. Within so many milliseconds the
 * parent of the token at hand is taken once more; the token that it was answered with is void from then on, so that there is one
 * line at any time, and whoever uses the void one ends the family. A thief thus gains nothing that reuse doesn't tell. Source: RFC 9700 §4.14.
 */
const REFRESH_GRACE = 30_000
/** Used tokens are remembered for so long; a session that isn't used ends sooner. Milliseconds. */
const REMEMBERED = 30 * 86_400_000

interface TokenRow {
  sessionId: string
  accountId: string
  personId: string
  device: string | null
  usedAt: Date | null
  /** Whether the token at hand was given for this one. */
  isParent: boolean
}

/** `db` is opened as the role that signs people in. */
export function createClients({
  db,
  clock,
  ...signing
}: { db: Database; clock: Clock } & Omit<AccessTokenOptions, 'clock'>): Clients {
  const access = createAccessTokens({ ...signing, clock })

  async function byToken(token: string): Promise<CallingClient | null> {
    const claims = await access.read(token)
    if (!claims) return null
    const at = clock.now()
    const [row] = await db.rows<AskerRow & { device: string | null; lastSeenAt: Date }>(sql`
      ${whoAsks(sql`s.device, s.last_seen_at as "lastSeenAt"`, sql`session s join account c on c.id = s.account_id`, at)}
        and s.id = ${claims.sessionId} and s.kind = 'client' and s.expires_at > ${at} and s.ends_at > ${at}
        and c.id = ${claims.accountId}::uuid`)
    if (!row) return null
    if (at.getTime() - row.lastSeenAt.getTime() >= sessionLength.noticedEvery)
      await db.rows(
        sql`update session set last_seen_at = ${at} where id = ${claims.sessionId} and last_seen_at < ${at}`,
      )
    const { secondFactor } = row
    return { principal: principalFrom(row), scopes: undefined, secondFactor, device: row.device ?? 'API client' }
  }

  async function byKey(key: string): Promise<CallingClient | null> {
    if (!isApiKey(key)) return null
    const at = clock.now()
    const [row] = await db.rows<
      AskerRow & { keyId: string; hint: string; scopes: string[]; lastUsedAt: Date | null }
    >(sql`
      ${whoAsks(
        sql`k.id as "keyId", k.hint, k.scopes, k.last_used_at as "lastUsedAt"`,
        sql`api_key k join account c on c.id = k.account_id`,
        at,
      )} and k.token_hash = ${hashToken(key)} and k.revoked_at is null and k.expires_at > ${at}`)
    if (!row) return null
    if (!row.lastUsedAt || at.getTime() - row.lastUsedAt.getTime() >= sessionLength.noticedEvery)
      await db.rows(sql`update api_key set last_used_at = ${at} where id = ${row.keyId}::uuid`)
    const { secondFactor } = row
    return { principal: principalFrom(row), scopes: row.scopes, secondFactor, device: `API key …${row.hint}` }
  }

  async function nextPair(
    tx: Transaction,
    { accountId, personId, sessionId }: { accountId: string; personId: string; sessionId: string },
    parent: string | null,
  ): Promise<OpenedClient> {
    const refreshToken = newToken()
    await tx.rows(sql`
      insert into refresh_token (token_hash, session_id, parent_hash, created_at)
      values (${hashToken(refreshToken)}, ${sessionId}, ${parent}, ${clock.now()})`)
    const accessToken = await access.sign({ accountId, personId, sessionId })
    return { accessToken, expiresIn: ACCESS_TOKEN_LASTS, refreshToken, accountId, personId, sessionId }
  }

  return {
    authenticate: (credential) => (credential.startsWith('mms_key_') ? byKey(credential) : byToken(credential)),
    async open(tx, { accountId, personId }, { name, address = null }) {
      const now = clock.now()
      const later = (milliseconds: number) => new Date(now.getTime() + milliseconds)
      // The session's name opens nothing: what it is the hash of is kept by nobody.
      const sessionId = hashToken(newToken())
      await tx.rows(sql`
        insert into session (id, account_id, created_at, expires_at, ends_at, last_seen_at, address, device, kind)
        values (${sessionId}, ${accountId}::uuid, ${now}, ${later(sessionLength.idle)}, ${later(sessionLength.absolute)}, ${now},
                ${address}, ${name}, 'client')`)
      return nextPair(tx, { accountId, personId, sessionId }, null)
    },
    async refresh(tx, refreshToken) {
      const now = clock.now()
      const hash = hashToken(refreshToken)
      // One after the other within a family: the session's row is its lock.
      await tx.rows(sql`
        select from session where id = (select session_id from refresh_token where token_hash = ${hash}) for update`)
      const [row] = await tx.rows<TokenRow>(sql`
        select s.id as "sessionId", c.id as "accountId", c.person_id as "personId", s.device, r.used_at as "usedAt",
               exists (select from refresh_token t where t.session_id = s.id and t.used_at is null and t.parent_hash = r.token_hash) as "isParent"
          from refresh_token r join session s on s.id = r.session_id join account c on c.id = s.account_id
         where r.token_hash = ${hash} and s.expires_at > ${now} and s.ends_at > ${now} and c.deactivated_at is null`)
      if (!row) return { outcome: 'unknown' }
      const { sessionId, accountId, personId, device, usedAt, isParent } = row
      const again = usedAt !== null && isParent && now.getTime() - usedAt.getTime() <= REFRESH_GRACE
      if (usedAt && !again) {
        await tx.rows(sql`delete from session where id = ${sessionId}`)
        return { outcome: 'reused', accountId, personId, device }
      }
      // The token itself, or in its grace the one that it was answered with.
      await tx.rows(sql`update refresh_token set used_at = ${now} where session_id = ${sessionId} and used_at is null`)
      await tx.rows(sql`
        delete from refresh_token where session_id = ${sessionId} and used_at < ${new Date(now.getTime() - REMEMBERED)}`)
      await tx.rows(sql`
        update session set last_seen_at = ${now}, expires_at = least(${new Date(now.getTime() + sessionLength.idle)}, ends_at)
         where id = ${sessionId}`)
      return { outcome: 'refreshed', client: await nextPair(tx, { accountId, personId, sessionId }, hash) }
    },
    async sessionOf(tx, refreshToken) {
      const [row] = await tx.rows<{ id: string; accountId: string; personId: string }>(sql`
        select s.id, c.id as "accountId", c.person_id as "personId"
          from refresh_token r join session s on s.id = r.session_id join account c on c.id = s.account_id
         where r.token_hash = ${hashToken(refreshToken)}`)
      return row ?? null
    },
  }
}
