import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { errorFields, type Log } from './log.ts'

/** What the leader holds while it leads. */
export interface Seat {
  /** The session that holds the lock; it may also be used for statements. */
  client: pg.Client
  /** Aborted when the lock is gone or `stop()` was called: finish and return. */
  signal: AbortSignal
}

export interface LeadershipOptions {
  connectionString: string
  applicationName: string
  /** Number of the advisory lock, one per kind of leader. */
  lockId: number
  /** NOTIFY channel to listen on while leading. */
  channel: string
  log: Log
  onNotify(): void
  /** Another process leads; called each time that the lock was asked for in vain. */
  onFollow?(): void
  /** The leader's work. When it returns or throws, the lock is given back and sought again. */
  lead(seat: Seat): Promise<void>
  /** How often a waiting process asks for the lock, in milliseconds. */
  retryMs?: number
}

const LOCK_SPACE = 0x6d696e
const HEARTBEAT_MS = 2_000
const SILENCE_MS = 10_000

/**
 * Runs `lead` in at most one process per database: the one whose session holds an advisory lock. PostgreSQL frees the
 * lock when that session ends, so another process takes over within `retryMs` of a crash.
 */
export function seekLeadership(options: LeadershipOptions): { isLeader(): boolean; stop(): Promise<void> } {
  const { log, retryMs = 1_000 } = options
  const stopping = new AbortController()
  let leading = false

  const term = async () => {
    const client = new pg.Client({
      connectionString: options.connectionString,
      application_name: options.applicationName,
      keepAlive: true,
      pipeline: true,
      connectionTimeoutMillis: SILENCE_MS,
    })
    const lost = new AbortController()
    client.on('error', () => lost.abort())
    client.on('end', () => lost.abort())
    client.on('notification', options.onNotify)
    const signal = AbortSignal.any([stopping.signal, lost.signal])
    try {
      await client.connect()
      while (!(await tryLock(client, options.lockId))) {
        options.onFollow?.()
        await sleep(retryMs, undefined, { signal })
      }
      if (signal.aborted) return
      await client.query(`listen ${pg.escapeIdentifier(options.channel)}`)
      leading = true
      const heartbeat = watch(client, lost)
      try {
        await options.lead({ client, signal })
      } finally {
        leading = false
        clearInterval(heartbeat)
      }
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  const campaign = async () => {
    while (!stopping.signal.aborted) {
      try {
        await term()
      } catch (error) {
        if (!stopping.signal.aborted)
          log.warn({ ...errorFields(error), as: options.applicationName }, 'leadership lost')
      }
      await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const ended = campaign()

  return {
    isLeader: () => leading,
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

async function tryLock(client: pg.Client, lockId: number): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [
    LOCK_SPACE,
    lockId,
  ])
  return rows[0]?.held ?? false
}

/** A connection can die without a word (cable, firewall): a leader that gets no answer must stop leading. */
function watch(client: pg.Client, lost: AbortController) {
  return setInterval(() => {
    const silence = setTimeout(() => lost.abort(), SILENCE_MS)
    client
      .query('select 1')
      .catch(() => lost.abort())
      .finally(() => clearTimeout(silence))
  }, HEARTBEAT_MS)
}
