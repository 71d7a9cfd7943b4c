/** Requests of the demo, as they stand at an instant: each state can be seen at one of them. Source: APR-1, APR-4, APR-5. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { fixedId } from './fixed-id.ts'
import { insertRows } from './insert-rows.ts'
import { nodes, type StoryNode } from './story-nodes.ts'
import { people } from './story-people.ts'
import type { StoryPerson } from './story-shapes.ts'

type Rows = Record<string, unknown>[]
interface Seat {
  act: 'endorse' | 'decide'
  role: string
  at: StoryNode
  /** Who signed, and how; absent: it waits. */
  by?: StoryPerson
  choice?: 'approve' | 'reject'
  reason?: string
}
interface Asked {
  kind: 'expense' | 'role-assignment' | 'event'
  by: StoryPerson
  node: StoryNode
  daysAgo: number
  payload: Record<string, unknown>
  subject: string
  amount?: number
  concerns?: StoryPerson
  facts?: Record<string, string>
  seats: Seat[]
}

const nouns = { expense: 'Expense', 'role-assignment': 'RoleAssignment', event: 'Event' }
const money = (minor: number) => ({ minor, currency: 'KES' })
const expense = (count: number, minor: number, payee: string, purpose: string, fund: string | null = null) => ({
  ...{ kind: 'expense' as const, subject: purpose, amount: minor },
  payload: { id: fixedId('expense', count), amount: money(minor), payee, purpose, fund },
})
const weekend = {
  id: fixedId('event', 1),
  name: 'Weekend at the lake',
  timeZone: 'Africa/Nairobi',
  place: 'Naivasha, Fisherman’s Camp',
  link: null,
  description: 'Two days away from campus: walks, songs, and time to talk. Open to everybody of the campus.',
  expectedPeople: 45,
  budget: 'About KES 1,800 a person; those who can’t pay are carried by the others.',
}

const asked: Asked[] = [
  {
    ...expense(1, 6000, 'Kilima Printers Ltd.', 'Song sheets for Thursday evenings', 'Group budget'),
    ...{ by: people.kwame, node: nodes.mustardSeed, daysAgo: 0 },
    seats: [{ act: 'decide', role: 'campus-leader', at: nodes.kilima }],
  },
  {
    ...expense(2, 85_000, 'Baraka Tours & Travel', 'Bus to the graduates’ day'),
    ...{ by: people.ruth, node: nodes.kilima, daysAgo: 1 },
    seats: [{ act: 'decide', role: 'regional-director', at: nodes.highlands }],
  },
  {
    ...expense(3, 4550, 'Mama Njeri’s Kitchen', 'Supper for new students', 'Welcome week'),
    ...{ by: people.kwame, node: nodes.mustardSeed, daysAgo: 6 },
    seats: [{ act: 'decide', role: 'campus-leader', at: nodes.kilima, by: people.ruth, choice: 'approve' }],
  },
  {
    ...expense(4, 9900, 'Savanna Sound', 'A loudspeaker for outside'),
    ...{ by: people.minh, node: nodes.mustardSeed, daysAgo: 9 },
    seats: [
      { act: 'endorse', role: 'cell-leader', at: nodes.mustardSeed, by: people.kwame, choice: 'approve' },
      {
        ...{ act: 'decide', role: 'campus-leader', at: nodes.kilima, by: people.ruth, choice: 'reject' },
        reason: 'The campus has one that you can borrow.',
      },
    ],
  },
  {
    ...{ kind: 'event', by: people.ruth, node: nodes.kilima, daysAgo: 1, subject: weekend.name },
    payload: weekend,
    facts: { place: 'Campus' },
    seats: [{ act: 'decide', role: 'regional-director', at: nodes.highlands }],
  },
  {
    ...{ kind: 'role-assignment', by: people.faith, node: nodes.hilltop, daysAgo: 0, subject: 'role_cell_leader' },
    payload: {
      ...{ personId: people.joy.id, role: 'cell-leader', startsAt: null, endsAt: null },
      reason: 'Has led the evenings since September',
    },
    concerns: people.joy,
    facts: { role: 'cell-leader' },
    seats: [{ act: 'decide', role: 'campus-leader', at: nodes.kilima }],
  },
]

/** Rows as if they had been asked shortly before the instant, so that what waits isn't overdue when somebody looks. */
function requestRows(now: Date): [table: string, rows: Rows][] {
  const day = 86_400_000
  const rows = { case: [] as Rows, seat: [] as Rows, vote: [] as Rows, trail: [] as Rows, expense: [] as Rows }
  let counted = 0
  const next = () => fixedId('request', ++counted)
  const at = (ago: number) => new Date(now.getTime() - ago * day - 3_600_000)
  const events: Rows = [
    {
      ...eventRow(weekend, people.ruth, nodes.kilima, new Date(now.getTime() + 60 * day)),
      case_id: fixedId('case', asked.findIndex(({ kind }) => kind === 'event') + 1),
    },
    eventRow(
      {
        ...weekend,
        id: fixedId('event', 2),
        name: 'Open evening',
        description: 'Supper, a talk, and questions. Bring somebody along.',
        place: 'Lecture hall 3',
        budget: null,
        expectedPeople: 60,
      },
      people.kwame,
      nodes.mustardSeed,
      new Date(now.getTime() + 20 * day),
    ),
  ]
  for (const [index, request] of asked.entries()) {
    const id = fixedId('case', index + 1)
    const { by, node, kind, seats, amount = null, concerns, facts = {}, subject } = request
    const payload =
      kind === 'event'
        ? { ...request.payload, startsAt: events[0]!['starts_at'], endsAt: events[0]!['ends_at'] }
        : request.payload
    const submitted = at(request.daysAgo)
    const answered = new Date(submitted.getTime() + 3 * 3_600_000)
    const last = seats.at(-1)!.choice
    const state = last === 'approve' ? 'approved' : last === 'reject' ? 'rejected' : 'open'
    const ended = state === 'open' ? null : answered
    const hash = hashOf(payload)
    const excluded = [by.id, ...(concerns ? [concerns.id] : [])]
    const trail = (kind: string, personId: string | null, when: Date, seatId: string | null = null, reason?: string) =>
      rows.trail.push({
        ...{ id: next(), case_id: id, revision: 1, kind, person_id: personId, seat_id: seatId, reason, at: when },
        values: {},
      })
    rows.case.push({
      ...{
        id,
        kind,
        noun: nouns[kind],
        node_id: node.id,
        person_id: by.id,
        payload,
        payload_hash: hash,
        state,
        amount,
      },
      summary: {
        ...{ subject, facts, personId: concerns?.id ?? null },
        amount: kind === 'expense' ? money(amount!) : null,
      },
      ...{
        concerned_ids: concerns ? [concerns.id] : [],
        excluded_ids: excluded,
        file_ids: [],
        definition: routes[kind],
      },
      ...{ submitted_at: submitted, ended_at: ended, executed_at: state === 'approved' ? ended : null },
    })
    trail('submitted', by.id, submitted)
    for (const [position, seat] of seats.entries()) {
      const seatId = next()
      rows.seat.push({
        ...{ id: seatId, case_id: id, revision: 1, position, act: seat.act, role: seat.role, node_id: seat.at.id },
        ...{ kind, excluded_ids: excluded, seat_key: `${seat.role}@${seat.at.id}`, quorum: 1 },
        ...{ state: seat.by ? 'signed' : 'open', because: [{ code: 'chain', from: null }], opened_at: submitted },
        ...{ remind_at: new Date(submitted.getTime() + 2 * day), due_at: new Date(submitted.getTime() + 4 * day) },
        closed_at: seat.by ? answered : null,
      })
      trail('opened', null, submitted, seatId)
      if (!seat.by) continue
      rows.vote.push({
        ...{ id: next(), case_id: id, revision: 1, seat_id: seatId, person_id: seat.by.id, choice: seat.choice },
        ...{ reason: seat.reason, payload_hash: hash, at: answered },
      })
      const said = seat.choice === 'reject' ? 'rejected' : seat.act === 'endorse' ? 'endorsed' : 'approved'
      trail(said, seat.by.id, answered, seatId, seat.reason)
    }
    if (state === 'approved') trail('executed', null, answered)
    if (kind === 'expense')
      rows.expense.push(expenseRow(request, id, submitted, state === 'approved' ? answered : null))
  }
  const rates: Rows = [
    ['USD', '129.50'],
    ['EUR', '140.10'],
  ].map(([from_currency, rate], index) => ({
    ...{ id: fixedId('rate', index + 1), node_id: nodes.lighthouse.id, from_currency, to_currency: 'KES', rate },
    ...{ day: at(5).toISOString().slice(0, 10), entered_by: people.peter.id, entered_at: at(5) },
  }))
  return [
    ['exchange_rate', rates],
    ['approval_case', rows.case],
    ['approval_seat', rows.seat],
    ['approval_vote', rows.vote],
    ['approval_trail', rows.trail],
    ['expense', rows.expense],
    ['event', events],
  ]
}

const expenseRow = (
  { payload, by, node, amount }: Asked,
  caseId: string,
  requestedAt: Date,
  approvedAt: Date | null,
) => ({
  ...{ id: payload['id'], case_id: caseId, node_id: node.id, person_id: by.id, amount, currency: 'KES' },
  ...{ base_amount: amount, base_currency: 'KES', rate: 1, payee: payload['payee'], purpose: payload['purpose'] },
  ...{
    payee_key: String(payload['payee'])
      .toLowerCase()
      .replaceAll(/\W|ltd/g, ''),
    fund: payload['fund'],
  },
  ...{ requested_at: requestedAt, approved_at: approvedAt },
})

function eventRow(
  { timeZone, expectedPeople, ...event }: typeof weekend | (Omit<typeof weekend, 'budget'> & { budget: null }),
  by: StoryPerson,
  node: StoryNode,
  day: Date,
) {
  const starts = new Date(`${day.toISOString().slice(0, 10)}T15:00:00Z`)
  return {
    ...event,
    ...{ node_id: node.id, person_id: by.id, time_zone: timeZone, expected_people: expectedPeople },
    ...{ starts_at: starts.toISOString(), ends_at: new Date(starts.getTime() + 2 * 3_600_000).toISOString() },
    ...{ created_at: starts, updated_at: starts },
  }
}

/** The product's own chains, as the demo's running cases keep them. Source: APR-3, APR-4, APR-5. */
const step = (act: string, seat: string) => ({ act, seats: [{ seat }], quorum: 1 })
const rule = (over: number | null, upTo: number | null, ...steps: object[]) => ({
  when: { over, upTo, facts: {} },
  steps,
})
const chain = (...rules: object[]) => ({ rules, dueWorkingDays: 3 })
const routes = {
  expense: chain(
    rule(null, 10_000, step('endorse', 'cell-leader'), step('decide', 'campus-leader')),
    rule(10_000, 100_000, step('endorse', 'campus-leader'), step('decide', 'regional-director')),
    rule(100_000, 500_000, step('endorse', 'regional-director'), step('decide', 'national-director')),
    rule(500_000, null, step('decide', 'national-director'), step('decide', 'finance-director')),
  ),
  event: chain(rule(null, null, step('decide', 'regional-director'))),
  'role-assignment': chain(rule(null, null, step('decide', 'campus-leader'))),
}

/** As approvals count it: what is asked, its files and its revision, whatever the order of keys. */
function hashOf(payload: object): string {
  const inOrder = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inOrder)
    if (typeof value !== 'object' || value === null) return value
    const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(sorted.map(([key, inner]) => [key, inOrder(inner)]))
  }
  return createHash('sha256')
    .update(JSON.stringify(inOrder([payload, [], 1])))
    .digest('hex')
}

/** Writes the demo's requests as they stand at the instant, or nothing where there are any cases already. */
export async function seedRequests(ownerUrl: string, now: Date): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(hashtext($1))', ['ministry-demo-seed'])
    const { rowCount } = await client.query('select from approval_case limit 1')
    if (!rowCount) for (const [table, rows] of requestRows(now)) await insertRows(client, table, rows)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
