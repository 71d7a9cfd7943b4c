/** Lucia over our table of sessions: only the hash of an identifier is stored, and time is the clock's. Source: ACC-5. */
import { sql, type Sql } from '@ministry/db'
import { systemClock, type Clock } from '@ministry/kernel/calendar'
import { Lucia, TimeSpan, type Adapter } from 'lucia'
import { hashToken } from './tokens.ts'
import { whoAsks, type AskerRow } from './who-asks.ts'

/** Runs one statement, in whichever transaction. */
type Run = <Row extends object>(query: Sql) => Promise<Row[]>

/** Ended by so much time without use, and by so much time in any case; an identifier that was replaced, by `overlap`. Milliseconds. */
export const sessionLength = {
  idle: 14 * 86_400_000,
  absolute: 90 * 86_400_000,
  noticedEvery: 5 * 60_000,
  overlap: 30_000,
}

export interface SessionRow extends AskerRow {
  id: string
  createdAt: Date
  expiresAt: Date
  endsAt: Date
  lastSeenAt: Date
  provenAt: Date
  rights: string | null
}
interface SessionOrigin {
  address: string | null
  device: string | null
}

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaOver>
    DatabaseUserAttributes: { row: SessionRow }
    DatabaseSessionAttributes: SessionOrigin
  }
}

/** Lucia on one connection or transaction. It asks the machine for the time, so expiry is told to it as time left. */
export const luciaOver = (run: Run, clock: Clock) =>
  new Lucia(store(run, clock), {
    sessionExpiresIn: new TimeSpan(sessionLength.idle, 'ms'),
    getUserAttributes: ({ row }) => ({ row }),
  })

function store(run: Run, clock: Clock): Adapter {
  const unused = () => Promise.reject(new Error('Sessions are listed and ended by their hash, in sessions.ts'))
  return {
    async getSessionAndUser(token) {
      const at = clock.now()
      const [row] = await run<SessionRow>(sql`
        ${whoAsks(
          sql`s.id, s.created_at as "createdAt", s.expires_at as "expiresAt", s.ends_at as "endsAt", s.last_seen_at as "lastSeenAt",
              coalesce(s.proven_at, s.created_at) as "provenAt", s.rights`,
          sql`session s join account c on c.id = s.account_id`,
          at,
        )} and s.id = ${hashToken(token)} and s.expires_at > ${at} and s.ends_at > ${at}`)
      if (!row) return [null, null]
      const left = row.expiresAt.getTime() - at.getTime()
      const session = {
        id: token,
        userId: row.accountId,
        expiresAt: new Date(systemClock.now().getTime() + left),
        attributes: { address: null, device: null },
      }
      return [session, { id: row.accountId, attributes: { row } }]
    },
    async setSession({ id, userId, attributes: { address, device } }) {
      const now = clock.now()
      const later = (milliseconds: number) => new Date(now.getTime() + milliseconds)
      await run(sql`
        insert into session (id, account_id, created_at, expires_at, ends_at, last_seen_at, proven_at, address, device)
        values (${hashToken(id)}, ${userId}::uuid, ${now}, ${later(sessionLength.idle)}, ${later(sessionLength.absolute)}, ${now},
                ${now}, ${address}, ${device})`)
    },
    // Lucia would move the expiry on each request of a session's last days; `authenticate` moves it with the last sight.
    updateSessionExpiration: () => Promise.resolve(),
    // Only for one that expires between our look and Lucia's; the next sign-in sweeps it out.
    deleteSession: () => Promise.resolve(),
    deleteUserSessions: unused,
    getUserSessions: unused,
    deleteExpiredSessions: unused,
  }
}
