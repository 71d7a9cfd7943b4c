/** The demo's requests as rows. Source: APR-1, APR-4. */
import { createHash } from 'node:crypto'
import { addDays } from '@ministry/kernel/calendar'
import { fixedId } from './fixed-id.ts'
import { nodes } from './story-nodes.ts'
import { people } from './story-people.ts'
import { absences, requests, type StoryRequest } from './story-requests.ts'

type Rows = Record<string, unknown>[]
const at = (day: string, hour = 8) => `${day}T${String(hour).padStart(2, '0')}:00:00Z`
const days = (day: string, count: number) => at(addDays(day, count))
const CURRENCY = 'KES'
const route = {
  rules: [
    band(null, 10_000, 'cell-leader', 'campus-leader'),
    band(10_000, 100_000, 'campus-leader', 'regional-director'),
    band(100_000, 500_000, 'regional-director', 'national-director'),
  ],
  dueWorkingDays: 3,
}
function band(over: number | null, upTo: number, endorses: string, decides: string) {
  const step = (act: string, seat: string) => ({ act, seats: [{ seat }], quorum: 1 })
  return { when: { over, upTo, facts: {} }, steps: [step('endorse', endorses), step('decide', decides)] }
}

/** Tables in the order in which they can be filled. */
export function requestRows(): [table: string, rows: Rows][] {
  const made = requests.map(rowsOf)
  const all = (table: keyof (typeof made)[number]) => made.flatMap((rows) => rows[table])
  return [
    ['approval_case', all('cases')],
    ['approval_seat', all('seats')],
    ['approval_vote', all('votes')],
    ['approval_trail', all('trail')],
    ['approval_comment', all('comments')],
    ['expense', all('expenses')],
    [
      'absence',
      absences.map(({ personId, deputyId, from, until, note }, i) => ({
        ...{ id: fixedId('request', 9000 + i), person_id: personId, deputy_id: deputyId, note },
        ...{ starts_at: at(from, 0), ends_at: at(until, 0), created_at: at('2026-11-02') },
      })),
    ],
  ]
}

function rowsOf(request: StoryRequest, index: number) {
  const id = (part: number) => fixedId('request', (index + 1) * 100 + part)
  const [caseId, expenseId] = [id(0), id(1)]
  const { personId, nodeId, on, amount: minor, payee, purpose, state, steps, skipped } = request
  const payload = { amount: { currency: CURRENCY, minor }, fund: null, id: expenseId, payee, purpose }
  // As the product writes it: keys in order, then the files, then the revision.
  const payload_hash = createHash('sha256')
    .update(JSON.stringify([payload, [], 1]))
    .digest('hex')
  const ended = state === 'approved' || state === 'rejected' ? at(steps.at(-1)!.said!.on) : undefined
  const of = { case_id: caseId, revision: 1 }
  const because = [{ code: 'chain', from: null }]
  const place = (name: keyof typeof nodes) => nodes[name].id
  const seats: Rows = steps.map(({ act, seat, at: name, said }, i) => {
    const opened = i === 0 ? on : steps[i - 1]!.said?.on
    const closed = said && { closed_at: at(said.on, 9) }
    const signed = said?.choice === 'approve' ? 'signed' : 'closed'
    return {
      ...{
        ...of,
        id: id(10 + i),
        position: i + (skipped ? 1 : 0),
        act,
        role: seat,
        node_id: place(name),
        seat_key: '',
      },
      ...{ state: said ? signed : 'open', because, ...closed },
      ...(opened && { opened_at: at(opened, 9), remind_at: days(opened, 2), due_at: days(opened, 5) }),
    }
  })
  const passed = skipped && {
    ...{ ...of, id: id(9), position: 0, act: 'endorse', role: skipped.seat, node_id: place(skipped.at) },
    ...{ seat_key: '', state: 'skipped', because },
  }
  const line = (part: number, kind: string, day: string, more: object = {}) => ({
    ...{ ...of, id: id(30 + part), kind, at: at(day, 9), ...more },
  })
  const told: Rows = [
    line(0, 'submitted', on, { person_id: personId }),
    ...(passed ? [line(1, 'skipped', on, { seat_id: passed.id, values: { why: 'requester-holds' } })] : []),
    ...steps.flatMap(({ act, seat, said }, i) => {
      const opened = i === 0 ? on : steps[i - 1]!.said?.on
      const word =
        said &&
        { approve: act === 'endorse' ? 'endorsed' : 'approved', reject: 'rejected', send_back: 'sent_back' }[
          said.choice
        ]
      return [
        ...(opened ? [line(2 + i * 2, 'opened', opened, { seat_id: id(10 + i), values: { seat } })] : []),
        ...(said
          ? [
              line(3 + i * 2, word!, said.on, {
                seat_id: id(10 + i),
                person_id: people[said.by].id,
                reason: said.reason,
              }),
            ]
          : []),
      ]
    }),
    ...(state === 'approved' ? [line(20, 'executed', steps.at(-1)!.said!.on)] : []),
  ]
  return {
    cases: [
      {
        ...{
          id: caseId,
          kind: 'expense',
          noun: 'Expense',
          node_id: nodeId,
          person_id: personId,
          payload,
          payload_hash,
        },
        ...{ amount: minor, excluded_ids: [personId], state, definition: route, submitted_at: at(on), ended_at: ended },
        summary: { subject: purpose, amount: { minor, currency: CURRENCY }, personId: null, facts: {} },
        executed_at: state === 'approved' ? ended : undefined,
      },
    ] as Rows,
    seats: [...(passed ? [passed] : []), ...seats],
    votes: steps.flatMap(({ said }, i) =>
      said
        ? {
            ...{ ...of, id: id(20 + i), seat_id: id(10 + i), person_id: people[said.by].id, choice: said.choice },
            ...{ reason: said.reason, payload_hash, at: at(said.on, 9) },
          }
        : [],
    ) as Rows,
    trail: told,
    comments: (request.comments ?? []).map(({ by, on: day, text }, i) => ({
      ...{ id: id(60 + i), case_id: caseId, person_id: people[by].id, text, at: at(day, 10) },
    })) as Rows,
    expenses: [
      {
        ...{ id: expenseId, case_id: caseId, node_id: nodeId, person_id: personId, amount: minor, currency: CURRENCY },
        ...{ base_amount: minor, base_currency: CURRENCY, rate: 1, payee, purpose, requested_at: at(on) },
        ...{
          payee_key: payee
            .toLowerCase()
            .normalize('NFD')
            .replace(/[^a-z0-9]/g, ''),
          approved_at: state === 'approved' ? ended : undefined,
        },
      },
    ] as Rows,
  }
}
