import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock, type Clock } from '@ministry/kernel/calendar'
import pg from 'pg'
import { after } from './executor/durations.ts'
import { seekLeadership, type Seat } from './leadership.ts'
import { errorFields, silentLog, type Log } from './log.ts'
import {
  markDelivered,
  measureLag,
  removeDelivered,
  settledRows,
  type OutboxLag,
  type OutboxRow,
} from './outbox-rows.ts'
import { WakeSignal } from './wake-signal.ts'

export type { OutboxLag } from './outbox-rows.ts'

/** An event as the relay hands it over; the id is the row's, so that the receiver counts it once. */
export interface OutgoingEvent {
  id: string
  name: string
  data: Record<string, unknown>
  /** When the act happened, in milliseconds since 1970. Told again, it is the same: the receiver knows the event by it. */
  ts: number
}

export interface OutboxRelayOptions {
  /** A direct connection (no transaction pooler) as the relay's own role. */
  connectionString: string
  /** The Inngest client, or anything that accepts events in order and throws when it couldn't. */
  client: { send(events: OutgoingEvent[]): Promise<unknown> }
  clock?: Clock
  log?: Log
  /** Rows per send; 200 by default. */
  batchSize?: number
  /** How long it looks away when no NOTIFY comes, in milliseconds; 1,000 by default. */
  pollMs?: number
  /** How long delivered rows are kept, in days; 30 by default. */
  keepDays?: number
  /** How often a process that doesn't lead asks to, in milliseconds; 1,000 by default. */
  leadershipRetryMs?: number
}

/** Carries business events from the table `outbox_event` to the durable functions. */
export interface OutboxRelay {
  start(): void
  /** Ends after the batch at hand. */
  stop(): Promise<void>
  wake(): void
  /** How much waits and for how long; for `/readyz` and metrics. */
  lag(): Promise<OutboxLag>
}

const LOCK_ID = 2
const LONGEST_REST_MS = 30_000
const HOLD_MS = 60_000
const DAY_MS = 86_400_000
const TIDY_EVERY_MS = 3_600_000

/**
 * Makes the relay. At least once, in order per subject, deduplicated by the row's id; one process at a time relays, by
 * advisory lock. When the receiver is away it waits, ever longer, up to half a minute; when the receiver refuses one
 * event, that event's subject waits and the others go on. Source: architecture rule 4; ACID outbox.
 */
export function createOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  const { connectionString, log = silentLog, clock = systemClock } = options
  const signal = new WakeSignal()
  const pool = new pg.Pool({ connectionString, application_name: 'ministry-outbox-lag', max: 1 })
  pool.on('error', (error) => log.warn(errorFields(error), 'a connection of the outbox relay broke'))
  let leadership: ReturnType<typeof seekLeadership> | undefined
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await leadership?.stop()
    await pool.end()
  }

  return {
    start() {
      leadership ??= seekLeadership({
        connectionString,
        applicationName: 'ministry-outbox-relay',
        lockId: LOCK_ID,
        channel: 'outbox',
        log,
        retryMs: options.leadershipRetryMs ?? 1_000,
        onNotify: () => signal.wake(),
        lead: (seat) => new Delivery(options, signal).run(seat),
      })
    },
    stop: () => (stopped ??= stop()),
    wake: () => signal.wake(),
    lag: () => measureLag(pool, clock.now()),
  }
}

/** Delivers as long as this process leads. */
class Delivery {
  readonly #options: OutboxRelayOptions
  readonly #signal: WakeSignal
  readonly #log: Log
  readonly #clock: Clock
  /** Subjects whose event was refused, until when (milliseconds). */
  readonly #held = new Map<string, number>()
  #failures = 0
  #tidiedMs = -Infinity

  constructor(options: OutboxRelayOptions, signal: WakeSignal) {
    this.#options = options
    this.#signal = signal
    this.#log = options.log ?? silentLog
    this.#clock = options.clock ?? systemClock
  }

  async run({ client, signal }: Seat): Promise<void> {
    signal.addEventListener('abort', () => this.#signal.wake(), { once: true })
    const { pollMs = 1_000 } = this.#options
    while (!signal.aborted) {
      await this.#tidy(client)
      const rows = await settledRows(client, { limit: this.#options.batchSize ?? 200, held: this.#heldSubjects() })
      if (!rows.length) {
        await this.#signal.wait(pollMs)
        continue
      }
      try {
        await this.#send(client, rows)
        this.#failures = 0
      } catch (error) {
        await this.#rest(error, signal)
      }
    }
  }

  async #send(client: pg.Client, rows: OutboxRow[]): Promise<void> {
    try {
      await this.#options.client.send(rows.map((row) => outgoing(row, this.#clock.now())))
    } catch (error) {
      if (!isRefusal(error)) throw error
      return this.#sendOneByOne(client, rows)
    }
    await markDelivered(client, ids(rows), this.#clock.now())
  }

  async #sendOneByOne(client: pg.Client, rows: OutboxRow[]): Promise<void> {
    for (const row of rows) {
      if (this.#held.has(row.subject)) continue
      try {
        await this.#options.client.send([outgoing(row, this.#clock.now())])
        await markDelivered(client, [row.id], this.#clock.now())
      } catch (error) {
        if (!isRefusal(error)) throw error
        this.#held.set(row.subject, this.#clock.now().getTime() + HOLD_MS)
        const { id, name, subject } = row
        this.#log.error(
          { ...errorFields(error), eventId: id, event: name, subject },
          'an event was refused; its subject waits',
        )
      }
    }
  }

  /** Once an hour what was delivered long ago goes. */
  async #tidy(client: pg.Client): Promise<void> {
    const now = this.#clock.now()
    if (now.getTime() - this.#tidiedMs < TIDY_EVERY_MS) return
    this.#tidiedMs = now.getTime()
    await removeDelivered(client, after(now, -(this.#options.keepDays ?? 30) * DAY_MS))
  }

  #heldSubjects(): string[] {
    const now = this.#clock.now().getTime()
    for (const [subject, until] of this.#held) if (until <= now) this.#held.delete(subject)
    return [...this.#held.keys()]
  }

  /** The receiver is away. New rows must not cut the rest short, so wakes are not listened to. */
  async #rest(error: unknown, signal: AbortSignal): Promise<void> {
    const restMs = Math.min(2 ** this.#failures++ * 500, LONGEST_REST_MS)
    this.#log.warn({ ...errorFields(error), restMs }, 'events could not be delivered')
    await sleep(restMs, undefined, { signal }).catch(() => undefined)
  }
}

/** A time to come would put off the runs that the event starts. */
const outgoing = ({ id, name, data, createdAt }: OutboxRow, now: Date): OutgoingEvent => ({
  id,
  name,
  data,
  ts: Math.min(createdAt.getTime(), now.getTime()),
})
const ids = (rows: OutboxRow[]) => rows.map(({ id }) => id)

/** The server understood and said no to the content: sending the same again can't help. */
const isRefusal = (error: unknown) =>
  /^Inngest API Error: (400|406|412|413|422)\b/.test((error as Error)?.message ?? '')
