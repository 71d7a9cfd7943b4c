import type { CaseView, ShownStep } from '@ministry/domain/approvals/schema'
import { describe, expect, test } from 'vitest'
import { stationsOf as stations, stationsOfPlan } from './way.ts'

type CaseSeat = CaseView['seats'][number]
const now = new Date('2026-11-22T12:00:00Z')
const stationsOf = (seats: CaseSeat[], now: Date, trail: CaseView['trail'] = []) =>
  stations({ seats, trail, revision: 1 }, now)
const person = (id: string) => ({ id, name: `Person ${id}`, deputy: null })
const vote = (by: string, choice: CaseSeat['votes'][number]['choice']) => ({
  by: { id: by, name: by },
  for: null,
  choice,
  reason: null,
  at: now,
})
const seat = (over: Partial<CaseSeat>): CaseSeat => ({
  id: 'a',
  seat: 'campus-leader',
  nodeId: 'n',
  place: { id: 'n', name: 'Kilima', kind: 'Campus' },
  act: 'decide',
  position: 0,
  quorum: 1,
  state: 'open',
  because: [{ code: 'chain', from: null }],
  people: [person('1')],
  assignedTo: null,
  openedAt: now,
  remindAt: null,
  dueAt: null,
  closedAt: null,
  votes: [],
  ...over,
})

describe('stations of a case', () => {
  test('seats of one position stand side by side, those that were left before them', () => {
    const way = stationsOf(
      [
        seat({ id: 'c', position: 1, seat: 'finance-director', state: 'waiting' }),
        seat({ id: 'b', position: 1, seat: 'national-director', state: 'waiting' }),
        seat({ id: 'x', state: 'left' }),
        seat({ id: 'y', seat: 'regional-director' }),
      ],
      now,
    )
    expect(way.map(({ seats }) => seats.map(({ key }) => key))).toEqual([['y'], ['c', 'b']])
    expect(way[0]!.before.map(({ key }) => key)).toEqual(['x'])
    expect(way.map(({ state }) => state)).toEqual(['open', 'waiting'])
  })
  test('a seat that was left says why, as the seat that followed it has it', () => {
    const chain = { code: 'chain', from: null } as const
    const later = { code: 'overdue', from: { seat: 'campus-leader', nodeId: 'n' } } as const
    const further = { code: 'empty', from: { seat: 'regional-director', nodeId: 'r' } } as const
    const left = seat({ id: 'x', state: 'left' })
    const followed = stationsOf([left, seat({ id: 'y', because: [chain, later, further] })], now)
    expect(followed[0]!.before.map(({ leftWhy }) => leftWhy)).toEqual(['overdue'])
    expect(followed[0]!.seats[0]!.leftWhy).toBeNull()
    expect(stationsOf([left], now)[0]!.seats[0]!.leftWhy).toBeNull()
  })
  test('a seat that is not asked says why, as the trail of this revision has it', () => {
    const entry = {
      kind: 'skipped',
      by: null,
      seat: { seat: 'campus-leader', nodeId: 'n' } as const,
      reason: null,
      values: { why: 'requester-holds' },
      revision: 1,
      at: now,
    }
    const skipped = (trail: CaseView['trail']) => stationsOf([seat({ state: 'skipped' })], now, trail)[0]!.skipped
    expect(skipped([entry])).toBe('requester-holds')
    expect(skipped([{ ...entry, revision: 2 }])).toBeNull()
    expect(skipped([])).toBeNull()
  })
  test('one refusal marks the station, whatever the other seats say', () => {
    const seats = [
      seat({ id: 'a', state: 'signed', votes: [vote('1', 'approve')] }),
      seat({ id: 'b', state: 'signed', votes: [vote('2', 'reject')] }),
    ]
    expect(stationsOf(seats, now)[0]!.state).toBe('refused')
    expect(stationsOf([seat({ state: 'signed', votes: [vote('1', 'send_back')] })], now)[0]!.state).toBe('returned')
  })
  test('a station is signed only when all its seats are', () => {
    const both = [seat({ id: 'a', state: 'signed', votes: [vote('1', 'approve')] }), seat({ id: 'b' })]
    expect(stationsOf(both, now)[0]!.state).toBe('open')
    expect(stationsOf([both[0]!], now)[0]!.state).toBe('signed')
  })
  test('a seat that cannot reach its quorum is stuck; one with enough left is not', () => {
    const board: Partial<CaseSeat> = { seat: 'board-member', quorum: 2, people: ['1', '2', '3'].map(person) }
    const stateWith = (over: Partial<CaseSeat>) => stationsOf([seat({ ...board, ...over })], now)[0]!.state
    expect(stateWith({})).toBe('open')
    expect(stateWith({ votes: [vote('1', 'approve'), vote('2', 'abstain')] })).toBe('open')
    expect(stateWith({ votes: [vote('1', 'abstain'), vote('2', 'abstain')] })).toBe('stuck')
    expect(stateWith({ people: [person('1')] })).toBe('stuck')
    expect(stateWith({ people: [person('2')], votes: [vote('1', 'approve')] })).toBe('open')
  })
  test('what is due is overdue only while it waits, and only after its time', () => {
    const due = (dueAt: string, state: CaseSeat['state'] = 'open') =>
      stationsOf([seat({ dueAt: new Date(dueAt), state })], now)[0]!.seats[0]!.overdue
    expect(due('2026-11-22T11:59:59Z')).toBe(true)
    expect(due('2026-11-22T12:00:00Z')).toBe(false)
    expect(due('2026-11-20T12:00:00Z', 'signed')).toBe(false)
  })
})

test('a plan shows what is skipped, and what nobody could decide', () => {
  const planned = { ...seat({}), people: [person('1')], usualHours: 3 }
  const step = (over: Partial<ShownStep>): ShownStep => ({ act: 'decide', skipped: null, seats: [planned], ...over })
  const way = stationsOfPlan([
    step({ act: 'endorse', skipped: 'requester-holds' }),
    step({}),
    step({ seats: [{ ...planned, people: [] }] }),
  ])
  expect(way.map(({ state }) => state)).toEqual(['skipped', 'planned', 'stuck'])
  expect(way[1]!.seats[0]!.usualHours).toBe(3)
})
