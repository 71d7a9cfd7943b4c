/**
 * The process dies in the middle of the last decision, and right after it was kept: what was approved is done once, and its news
 * goes out once. Source: APR-7, OPS-4.
 */
import { createTestDatabase } from '@ministry/db/test'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { productsOn, type StartedProduct } from './testing/test-started-product.ts'

const { owner, urls } = await createTestDatabase()
const { nodes, people } = story
type By = keyof typeof story.accounts
const { start, end } = productsOn(urls)
afterAll(end)

interface Kind {
  requester: By
  approver: By
  nodeId: string
  /** Asks what must be there before, and gives what is sent. */
  payload(product: StartedProduct): Promise<object>
  /** How often it was done. */
  done: string
  /** The news of it, besides the end of the case. */
  news?: string
}
const kinds: Record<string, Kind> = {
  expense: {
    requester: 'cell-leader',
    approver: 'campus-leader',
    nodeId: nodes.mustardSeed.id,
    payload: () =>
      Promise.resolve({
        ...{ id: newId(), payee: `Printers ${newId()}`, purpose: 'Song sheets' },
        amount: { minor: 6_000, currency: 'KES' },
      }),
    done: `select count(*)::int as times from audit_entry where noun = 'Expense' and after ? 'approvedAt'`,
    news: 'finance/expense.approved',
  },
  'role-assignment': {
    requester: 'campus-administrator',
    approver: 'regional-director',
    nodeId: nodes.kilima.id,
    payload: () => Promise.resolve({ act: 'give', personId: people.joy.id, role: 'campus-administrator' }),
    done: `select count(*)::int as times from role_assignment where person_id = '${people.joy.id}' and role = 'campus-administrator'`,
  },
  event: {
    requester: 'cell-leader',
    approver: 'campus-leader',
    nodeId: nodes.mustardSeed.id,
    async payload({ ask }) {
      const id = newId()
      const times = { startsAt: '2031-02-05T15:00:00Z', endsAt: '2031-02-07T11:00:00Z', timeZone: 'Africa/Nairobi' }
      const draft = { id, name: 'Weekend at the lake', place: 'Naivasha', ...times }
      await ask('cell-leader', 'events.create', { ...draft, nodeId: nodes.mustardSeed.id })
      return draft
    },
    done: `select count(*)::int as times from event where approved_at is not null`,
    news: 'events/event.approved',
  },
}

const number = async (text: string, values: unknown[] = []) =>
  (await owner.query<{ times: number }>(text, values)).rows[0]!.times
const stateOf = async (id: string) =>
  (await owner.query<{ state: string }>(`select state from approval_case where id = $1`, [id])).rows[0]!.state
const told = (id: string, name: string) =>
  number(`select count(*)::int as times from workflow.event where payload->'data'->>'caseId' = $1 and name = $2`, [
    id,
    name,
  ])

async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) await sleep(30)
}

/** Approves what was just read, as whoever decides. */
async function decide({ ask }: StartedProduct, by: By, id: string) {
  const { version, payloadHash } = (await ask(by, 'approvals.get', { id })) as { version: number; payloadHash: string }
  return ask(by, 'approvals.decide', { id, version, payloadHash, choice: 'approve' })
}

describe.each(Object.keys(kinds))('%s', (name) => {
  const kind = kinds[name]!

  test('killed in the middle of the decision, and again right after it', { timeout: 120_000 }, async () => {
    const before = await number(kind.done)
    let product = await start()
    const id = newId()
    const payload = await kind.payload(product)
    await product.ask(kind.requester, 'approvals.submit', { id, kind: name, nodeId: kind.nodeId, payload })

    // The decision has written all but its news, and waits for the door to the outbox.
    const door = await lockOutbox()
    const decided = decide(product, kind.approver, id).catch(() => 'died')
    await door.wanted()
    await product.kill()
    await door.open()
    expect([await stateOf(id), await number(kind.done)]).toEqual(['open', before])

    product = await start()
    await decide(product, kind.approver, id)
    await product.kill()
    expect([await stateOf(id), await number(kind.done)]).toEqual(['approved', before + 1])

    product = await start()
    await until(
      async () => (await number('select count(*)::int as times from outbox_event where delivered_at is null')) === 0,
    )
    await sleep(200)
    expect(await told(id, 'approvals/case.ended')).toBe(1)
    if (kind.news) expect(await told(id, kind.news)).toBe(1)
    expect([await stateOf(id), await number(kind.done)]).toEqual(['approved', before + 1])
    expect(
      await number(
        `select count(*)::int as times from notification where kind = 'request-approved' and about_id = $1`,
        [id],
      ),
    ).toBe(1)
    await product.kill()
    void decided
  })
})

/** Keeps the outbox closed: `wanted` waits until a decision stands before it. */
async function lockOutbox() {
  const client = await owner.connect()
  await client.query('begin')
  await client.query('lock table outbox_event in share mode')
  const waiting = `
    select count(*)::int as times from pg_locks l join pg_stat_activity a using (pid)
     where not l.granted and l.relation = 'outbox_event'::regclass and a.query ilike '%insert into%'`
  return {
    wanted: () => until(async () => (await number(waiting)) > 0),
    async open() {
      await client.query('rollback')
      client.release()
    },
  }
}
