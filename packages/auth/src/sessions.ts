/** Web sessions. The identifier is only in the browser's cookie; rights are read anew on each request. Source: ACC-5. */
import type { Principal } from '@ministry/access'
import { sql, type Database, type Transaction } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'
import { luciaOver, sessionLength } from './lucia-store.ts'
import { hashToken, newToken } from './tokens.ts'
import { principalFrom, whoAsks, type AskerRow } from './who-asks.ts'

/** Whoever is signed in, as of this request. */
export interface Authenticated {
  account: { id: string; personId: string; username: string | null; email: string; name: string }
  principal: Principal
  /** `id` is the hash of the cookie's value: it names the session and opens nothing. */
  session: {
    id: string
    createdAt: Date
    lastSeenAt: Date
    endsAt: Date
    /** When they last proved who they are. */
    provenAt: Date
    /** Their roles are others than when the identifier was made: it wants a new one. */
    outdated: boolean
  }
  /** Whether the account asks for more than a password. */
  secondFactor: boolean
}
/** What the cookie is made from. */
export interface OpenedSession {
  token: string
  /** The latest end; a session that isn't used ends sooner. */
  endsAt: Date
}
export interface Device {
  id: string
  createdAt: Date
  lastSeenAt: Date
  address: string | null
  device: string | null
  /** In a browser, or an app over the API. */
  kind: 'browser' | 'client'
}
export interface Sessions {
  /** Who brings this token; null for nobody, an ended session or a deactivated account. One statement. */
  authenticate(token: string): Promise<Authenticated | null>
  /** The account as a principal, for workflows that act on its behalf; null where it is gone or deactivated. */
  principalOf(accountId: string): Promise<Principal | null>
  /** Opens a session in the transaction of the act that proved who it is; the account's expired ones go. */
  open(
    tx: Transaction,
    accountId: string,
    origin: { address?: string | undefined; device?: string | undefined },
  ): Promise<OpenedSession>
  /** Gives the session of this token another one; null where it has one that fits, or somebody was quicker. The old one works some seconds more, for what is under way. */
  renew(token: string): Promise<OpenedSession | null>
  /** The account's open sessions, the last used first. */
  devices(tx: Transaction, accountId: string): Promise<Device[]>
  /**
   * Until the transaction ends, nothing ends all sessions of the account: what opens one looks at the account only after this, so
   * that no session outlives the change that ended the others.
   */
  hold(tx: Transaction, accountId: string | null): Promise<void>
  /** Ends one session of the account; false where there is none of this id. */
  end(tx: Transaction, accountId: string, id: string): Promise<boolean>
  /** Ends all sessions of the account, but for one where it is named, and what was to become one; says how many. */
  endAll(tx: Transaction, accountId: string, except?: string): Promise<number>
}

/** Names the roles that the rights follow from: other roles, another mark. */
const rightsMark = ({ roles }: AskerRow) =>
  hashToken(
    roles
      .map(({ role, nodeId, startsAt, endsAt }) => `${role} ${nodeId} ${startsAt} ${endsAt}`)
      .toSorted()
      .join('\n'),
  )

/** `db` is opened as the role that signs people in. */
export function createSessions({ db, clock }: { db: Database; clock: Clock }): Sessions {
  const lucia = luciaOver(db.rows, clock)

  async function notice(id: string) {
    const now = clock.now().getTime()
    await db.rows(sql`
      update session set last_seen_at = ${new Date(now)}, expires_at = least(${new Date(now + sessionLength.idle)}, ends_at)
       where id = ${id} and last_seen_at <= ${new Date(now - sessionLength.noticedEvery)}`)
  }

  /** Any number open sessions at a time, and while one ends them all nobody opens any. */
  const lock = (tx: Transaction, accountId: string | null, how: 'open' | 'end-all') =>
    tx.rows(
      how === 'open'
        ? sql`select pg_advisory_xact_lock_shared(hashtextextended(${`sessions ${accountId}`}, 0))`
        : sql`select pg_advisory_xact_lock(hashtextextended(${`sessions ${accountId}`}, 0))`,
    )

  return {
    async authenticate(token) {
      const { user } = await lucia.validateSession(token)
      if (!user) return null
      const { accountId, personId, username, email, name, id, createdAt, lastSeenAt, endsAt, provenAt } = user.row
      const { secondFactor, rights } = user.row
      const now = rightsMark(user.row)
      if (rights === null) await db.rows(sql`update session set rights = ${now} where id = ${id} and rights is null`)
      if (clock.now().getTime() - lastSeenAt.getTime() >= sessionLength.noticedEvery) await notice(id)
      return {
        account: { id: accountId, personId, username, email, name },
        principal: principalFrom(user.row),
        session: { id, createdAt, lastSeenAt, endsAt, provenAt, outdated: rights !== null && rights !== now },
        secondFactor,
      }
    },
    async renew(token) {
      const { user } = await lucia.validateSession(token)
      if (!user) return null
      const { id, accountId, endsAt, rights } = user.row
      if (rights === rightsMark(user.row)) return null
      const now = clock.now()
      const fresh = newToken()
      const overlap = new Date(now.getTime() + sessionLength.overlap)
      const made = await db.transaction({ scope: {} }, {}, async (tx) => {
        await lock(tx, accountId, 'open')
        return tx.rows(sql`
          with old as (
            update session set rights = ${rightsMark(user.row)}, ends_at = least(ends_at, ${overlap})
             where id = ${id} and rights is not distinct from ${rights} and ends_at = ${endsAt} returning *)
          insert into session (id, account_id, created_at, expires_at, ends_at, last_seen_at, proven_at, rights, address, device)
          select ${hashToken(fresh)}, account_id, created_at, expires_at, ${endsAt}, last_seen_at, proven_at, rights, address, device
            from old returning id`)
      })
      return made.length ? { token: fresh, endsAt } : null
    },
    async principalOf(accountId) {
      const [row] = await db.rows<AskerRow>(
        sql`${whoAsks(sql`c.id`, sql`account c`, clock.now())} and c.id = ${accountId}::uuid`,
      )
      return row ? principalFrom(row) : null
    },
    async open(tx, accountId, { address = null, device = null }) {
      const now = clock.now()
      await tx.rows(sql`
        delete from session where account_id = ${accountId}::uuid and (expires_at <= ${now} or ends_at <= ${now})`)
      const session = await luciaOver(tx.rows, clock).createSession(accountId, { address, device })
      return { token: session.id, endsAt: new Date(now.getTime() + sessionLength.absolute) }
    },
    devices: (tx, accountId) =>
      tx.rows<Device>(sql`
        select id, created_at as "createdAt", last_seen_at as "lastSeenAt", address, device, kind from session
         where account_id = ${accountId}::uuid and expires_at > ${clock.now()} and ends_at > ${clock.now()}
         order by last_seen_at desc, id`),
    async hold(tx, accountId) {
      await lock(tx, accountId, 'open')
    },
    async end(tx, accountId, id) {
      const ended = await tx.rows(
        sql`delete from session where id = ${id} and account_id = ${accountId}::uuid returning id`,
      )
      return ended.length > 0
    },
    async endAll(tx, accountId, except) {
      await lock(tx, accountId, 'end-all')
      await tx.rows(sql`delete from sign_in_step where account_id = ${accountId}::uuid`)
      const ended = await tx.rows(
        sql`delete from session where account_id = ${accountId}::uuid and id is distinct from ${except ?? null}::text returning id`,
      )
      return ended.length
    },
  }
}
