/** The demo's past happens without a fault on whatever day somebody plants it, and leaves something for each page. */
import { story } from '@ministry/seed'
import { beforeAll, describe, expect, test } from 'vitest'
import { plant } from './planted.ts'

const { kilima, lighthouse } = story.nodes

describe('planted on a Monday morning', () => {
  let world: Awaited<ReturnType<typeof plant>>
  beforeAll(async () => {
    world = await plant('2026-11-23T06:30:00Z')
  }, 120_000)

  test('there are requests in every state, by a route in shillings, and what waits is late only where nobody stands above', async () => {
    const states = await world.rows<{ state: string }>('select distinct state from approval_case order by 1')
    expect(states.map(({ state }) => state)).toEqual(['approved', 'open', 'rejected', 'sent_back', 'withdrawn'])
    const grace = await world.api('grace')
    const { kinds } = await grace.approvals.routes({ nodeId: lighthouse.id })
    const { version, definition } = kinds.find(({ kind }) => kind === 'expense')!
    expect([version, definition.rules.map(({ when }) => when.upTo)]).toEqual([
      1,
      [1_000_000, 10_000_000, 50_000_000, null],
    ])
    const { waits } = await grace.approvals.report({ nodeId: lighthouse.id })
    expect(waits.filter(({ overdue }) => overdue > 0)).toMatchObject([{ seat: 'board-member', overdue: 1 }])
    const said = await world.rows<{ kind: string }>('select distinct kind from approval_trail')
    const kindsOfTrail = ['reminded', 'escalated', 'stuck', 'executed', 'withdrawn', 'sent_back']
    expect(said.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kindsOfTrail))
  })

  test('somebody has signed for somebody else, and stands in for somebody now', async () => {
    const signed = await world.rows('select from approval_vote where for_person_id is not null')
    expect(signed).toHaveLength(1)
    const inbox = await (await world.api('grace')).approvals.inbox({ as: 'for-others' })
    expect(inbox.rows.length).toBeGreaterThan(0)
  })

  test('a campus administrator finds work: late, due, put off, done, and nobody’s', async () => {
    const faith = await world.api('faith')
    const { rows, today } = await faith.followUps.list({ nodeId: kilima.id })
    const kinds = [
      rows.some(({ wantedOn }) => wantedOn < today),
      rows.some(({ wantedOn }) => wantedOn === today),
      rows.some(({ snoozedUntil }) => snoozedUntil !== null),
      rows.some(({ assignee }) => assignee === null),
    ]
    expect(kinds).toEqual([true, true, true, true])
    const closed = await faith.followUps.list({ nodeId: kilima.id, state: 'closed' })
    expect(new Set(closed.rows.map(({ state }) => state))).toEqual(new Set(['done', 'dropped']))
    expect((await faith.followUps.workload({ nodeId: kilima.id })).rows.length).toBeGreaterThan(4)
    expect((await faith.people.duplicates({ nodeId: kilima.id })).rows.length).toBeGreaterThan(2)
    expect((await faith.people.duplicates({ nodeId: kilima.id, state: 'not-same' })).rows).toHaveLength(1)
    expect((await faith.people.merges({ nodeId: kilima.id })).rows).toHaveLength(1)
    expect((await faith.transfers.list({ nodeId: kilima.id, side: 'in' })).rows).toHaveLength(1)
    expect((await faith.imports.list({ nodeId: kilima.id })).rows).toHaveLength(1)
  })

  test('care notes are sealed, and who opened them stands in the list', async () => {
    const notes = await world.rows<{ sealed: Buffer }>('select sealed from care_note')
    expect(notes.length).toBeGreaterThan(3)
    expect(notes.filter(({ sealed }) => sealed.toString().includes('father'))).toEqual([])
    const { rows } = await (await world.api('grace')).care.glassBroken({ nodeId: lighthouse.id })
    expect(rows).toHaveLength(1)
  })

  test('everything has its audit, and nothing of the past is still on its way', async () => {
    const acts = await world.rows<{ action: string }>(`select distinct action from audit_entry where device = 'Demo'`)
    const some = ['approvals.publish', 'people.merge', 'care.write-care-note', 'transfers.accept', 'follow-ups.close']
    expect(acts.map(({ action }) => action)).toEqual(expect.arrayContaining(some))
    const waiting = await world.rows<{ name: string }>(
      'select distinct name from outbox_event where delivered_at is null',
    )
    expect(waiting.filter(({ name }) => name !== 'approvals/seat.opened')).toEqual([])
    expect(await world.rows(`select from outgoing_mail where state = 'queued'`)).toEqual([])
  })
})

test('it happens on a Sunday night of another year as well, when seats are filled that were empty', async () => {
  const { rows } = await plant('2027-02-28T21:30:00Z')
  expect(await rows(`select from approval_case where state = 'open'`)).not.toEqual([])
}, 120_000)
