import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@ministry/db/test'
import { fixedClock } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createOutboxRelay, type OutboxRelay, type OutboxRelayOptions } from './index.ts'
import type { OutgoingEvent } from './outbox-relay.ts'
import { workflowHarness } from './test/harness.ts'
import { effectsFile, startVictim, until } from './test/victims.ts'

let database: TestDatabase
const running: OutboxRelay[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()))
  await database.owner.query('truncate outbox_event')
})

const INSERT = `insert into outbox_event (id, name, data, subject, created_at) values ($1, $2, $3, $4, now())`
const row = (subject: string, n: number) => [newId(), 'test/told', JSON.stringify({ subject, n }), subject]
const undelivered = async () =>
  (await database.owner.query<{ n: number }>('select count(*)::int as n from outbox_event where delivered_at is null'))
    .rows[0]?.n

function relayTo(
  send: (events: OutgoingEvent[]) => Promise<unknown>,
  options: Partial<OutboxRelayOptions> = {},
): OutboxRelay {
  const relay = createOutboxRelay({
    connectionString: database.urls.relay,
    client: { send },
    leadershipRetryMs: 50,
    pollMs: 5_000,
    ...options,
  })
  running.push(relay)
  return relay
}
/** A receiver that keeps what it gets, and answers as it is told. */
function receiver(answer: (events: OutgoingEvent[]) => void = () => undefined) {
  const got: OutgoingEvent[] = []
  return {
    got,
    send: async (events: OutgoingEvent[]) => {
      answer(events)
      got.push(...events)
    },
    numbers: (subject?: string) =>
      got.filter(({ data }) => !subject || data.subject === subject).map(({ data }) => data.n),
  }
}

describe('delivery', () => {
  // A transaction that is open in another test's database holds a row back until the next look, which is far away here.
  it(
    'carries what was written before and what is written after its start, in order, at once',
    { retry: 2 },
    async () => {
      for (let n = 0; n < 5; n++) await database.owner.query(INSERT, row('a', n))
      const { send, numbers, got } = receiver()
      relayTo(send, { batchSize: 2, pollMs: 60_000 }).start()
      await until(() => got.length === 5)
      await database.owner.query(INSERT, row('a', 5))
      // Far sooner than the next look: by NOTIFY.
      await until(() => got.length === 6)
      expect(numbers()).toEqual([0, 1, 2, 3, 4, 5])
      await until(async () => (await undelivered()) === 0)
      const { rows } = await database.owner.query<{ id: string }>('select id from outbox_event order by id')
      expect(got.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
    },
  )

  it('tells when the act happened, and removes what was delivered long ago, once an hour', async () => {
    const clock = fixedClock('2026-03-02T08:00:00Z')
    const insert = `insert into outbox_event (id, name, data, subject, created_at, delivered_at) values ($1, $2, $3, $4, $5, $6)`
    const [old, young] = [new Date('2026-01-30T08:00:00Z'), new Date('2026-02-02T08:00:00Z')]
    for (let n = 0; n < 3; n++) await database.owner.query(insert, [...row('a', n), old, old])
    await database.owner.query(insert, [...row('a', 3), young, young])
    await database.owner.query(insert, [...row('a', 4), old, null])
    const { send, got } = receiver()
    relayTo(send, { clock }).start()
    await until(async () => (await undelivered()) === 0)
    expect(got).toMatchObject([{ data: { n: 4 }, ts: old.getTime() }])
    const { rows } = await database.owner.query<{ n: number }>(
      `select (data ->> 'n')::int as n from outbox_event order by seq`,
    )
    expect(rows.map(({ n }) => n)).toEqual([3, 4])
  })

  it('waits for an earlier transaction that is still open, and skips none of its rows', async () => {
    const { send, numbers, got } = receiver()
    const slow = await database.owner.connect()
    try {
      await slow.query('begin')
      await slow.query(INSERT, row('a', 1))
      await database.owner.query(INSERT, row('a', 2))
      const relay = relayTo(send, { pollMs: 50 })
      relay.start()
      await sleep(300)
      expect(got).toEqual([])
      await slow.query('commit')
      await until(() => got.length === 2)
      expect(numbers()).toEqual([1, 2])
    } finally {
      slow.release()
    }
  })

  it('delivers nothing of a transaction that was rolled back', async () => {
    const { send, got } = receiver()
    const client = await database.owner.connect()
    await client.query('begin')
    await client.query(INSERT, row('a', 1))
    await client.query('rollback')
    client.release()
    await database.owner.query(INSERT, row('a', 2))
    relayTo(send).start()
    await until(() => got.length === 1)
    expect(got[0]?.data.n).toBe(2)
  })

  it('loses nothing while the receiver is away, and measures how much waits', async () => {
    let away = true
    const { send, numbers, got } = receiver(() => {
      if (away) throw new Error('fetch failed')
    })
    for (let n = 0; n < 3; n++) await database.owner.query(INSERT, row('a', n))
    const relay = relayTo(send)
    relay.start()
    await sleep(700)
    const lag = await relay.lag()
    expect(lag.waiting).toBe(3)
    expect(lag.oldestSeconds).toBeGreaterThan(0.5)
    away = false
    await until(() => got.length === 3)
    expect(numbers()).toEqual([0, 1, 2])
    await until(async () => (await relay.lag()).waiting === 0)
    expect((await relay.lag()).oldestSeconds).toBe(0)
  })

  it('lets a refused event hold back its own subject only', async () => {
    const { send, numbers } = receiver((events) => {
      if (events.some(({ data }) => data.subject === 'bad' && data.n === 1))
        throw new Error('Inngest API Error: 400 Not an event')
    })
    for (const [subject, n] of [
      ['bad', 0],
      ['good', 0],
      ['bad', 1],
      ['good', 1],
      ['bad', 2],
      ['good', 2],
    ] as const)
      await database.owner.query(INSERT, row(subject, n))
    relayTo(send).start()
    await until(() => numbers('good').length === 3)
    await sleep(200)
    expect(numbers('bad')).toEqual([0])
    expect(await undelivered()).toBe(2)
  })

  it('works in one of several processes, and in another when that one stops', async () => {
    const [first, second] = [receiver(), receiver()]
    const leader = relayTo(first.send)
    leader.start()
    await database.owner.query(INSERT, row('a', 0))
    await until(() => first.got.length === 1)
    relayTo(second.send).start()
    await database.owner.query(INSERT, row('a', 1))
    await until(() => first.got.length === 2)
    expect(second.got).toEqual([])
    await leader.stop()
    running.splice(running.indexOf(leader), 1)
    await database.owner.query(INSERT, row('a', 2))
    await until(() => second.got.length === 1, 3_000)
  })

  it('loses nothing and keeps the order of each subject when it is killed', { timeout: 60_000 }, async () => {
    const effects = effectsFile()
    const victim = { mode: 'relay', connectionString: database.urls.relay, effects: effects.path } as const
    const written: string[] = []
    let writing = true
    const write = async (subject: string) => {
      for (let n = 0; writing; n++) {
        const values = row(subject, n)
        await database.owner.query(INSERT, values)
        written.push(String(values[0]))
        await sleep(10 + Math.random() * 20)
      }
    }
    const writers = ['a', 'b', 'c'].map(write)
    for (let kill = 0; kill < 5; kill++) {
      const process = await startVictim(victim)
      await sleep(80 + Math.random() * 250)
      await process.kill()
    }
    writing = false
    await Promise.all(writers)
    const last = await startVictim(victim)
    await until(async () => (await undelivered()) === 0)
    await last.kill()
    const firsts = new Map<string, { subject: string; n: number }>()
    for (const line of effects.lines()) {
      const id = line.slice(0, 36)
      if (!firsts.has(id)) firsts.set(id, JSON.parse(line.slice(37)) as { subject: string; n: number })
    }
    expect([...firsts.keys()].sort()).toEqual(written.sort())
    for (const subject of ['a', 'b', 'c']) {
      const order = [...firsts.values()].filter((event) => event.subject === subject).map(({ n }) => n)
      expect(order).toEqual(order.map((_, n) => n))
    }
  })
})

describe('together with the executor', () => {
  const harness = workflowHarness()

  it('starts one run for an event, however often it is delivered', async () => {
    const { client, executor, clock } = await harness.start((client) => [
      client.createFunction({ id: 'told', triggers: [{ event: 'test/told' }] }, ({ event }) => event.data),
    ])
    const relay = createOutboxRelay({
      connectionString: harness.database().urls.relay,
      client,
      clock,
      leadershipRetryMs: 50,
      pollMs: 50,
    })
    running.push(relay)
    relay.start()
    const { owner } = harness.database()
    await owner.query(INSERT, row('a', 7))
    const waiting = async () => (await relay.lag()).waiting
    await until(async () => (await waiting()) === 0)
    await owner.query('update outbox_event set delivered_at = null')
    await until(async () => (await waiting()) === 0)
    await executor.idle()
    expect(await harness.query('select status, output from workflow.run')).toEqual([
      { status: 'completed', output: { subject: 'a', n: 7 } },
    ])
  })
})
