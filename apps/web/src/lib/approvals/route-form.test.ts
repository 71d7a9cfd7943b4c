import { describe, expect, test } from 'vitest'
import { changed, readRoute, seatWord, type Route } from './route-form.ts'

const route: Route = {
  dueWorkingDays: 3,
  rules: [
    {
      when: { over: null, upTo: 10000, facts: {} },
      steps: [
        { act: 'endorse', seats: [{ seat: 'cell-leader' }], quorum: 1 },
        { act: 'decide', seats: [{ seat: 'campus-leader' }, { lead: 'above' }], quorum: 2 },
      ],
    },
    {
      when: { over: 10000, upTo: null, facts: { role: ['a', 'b'] } },
      steps: [{ act: 'decide', seats: [{ lead: 'here' }], quorum: 1 }],
    },
  ],
}
const fields = (entries: Record<string, string | string[]>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(entries)) for (const one of [value].flat()) form.append(name, one)
  return form
}
const filled = {
  rules: '2',
  dueWorkingDays: '3',
  'r0.over': '',
  'r0.upTo': '100.00',
  'r0.steps': '2',
  'r0.s0.act': 'endorse',
  'r0.s0.quorum': '1',
  'r0.s0.seat': 'cell-leader',
  'r0.s1.act': 'decide',
  'r0.s1.quorum': '2',
  'r0.s1.seat': ['campus-leader', 'lead:above'],
  'r1.over': '100.00',
  'r1.upTo': '',
  'r1.fact.role': ['a', 'b'],
  'r1.steps': '1',
  'r1.s0.act': 'decide',
  'r1.s0.quorum': '1',
  'r1.s0.seat': 'lead:here',
}

test('a form reads as the route that it shows', () =>
  expect(readRoute(fields(filled), 'USD', '?')).toEqual({ route, issues: [] }))
test('an amount that can’t be read is named by its field', () =>
  expect(readRoute(fields({ ...filled, 'r1.over': 'a lot' }), 'USD', 'What?').issues).toEqual([
    { name: 'r1.over', message: 'What?' },
  ]))
test('seats as words', () => {
  expect(seatWord({ seat: 'campus-leader' })).toBe('campus-leader')
  expect(seatWord({ lead: 'above' })).toBe('lead:above')
})

describe('buttons', () => {
  const seatsOf = ({ rules }: Route) => rules.map(({ steps }) => steps.map(({ seats }) => seats.map(seatWord)))
  const [first, second] = seatsOf(route) as [string[][], string[][]]
  test.each([
    ['add-rule', [first, second, [['lead:here']]]],
    ['remove-rule:0', [second]],
    ['rule-up:1', [second, first]],
    ['rule-up:0', [first, second]],
    ['add-step:1', [first, [...second, ['lead:here']]]],
    ['remove-step:0.0', [[first[1]!], second]],
    ['remove-step:1.0', [first, second]],
    ['step-up:0.1', [[first[1]!, first[0]!], second]],
    ['add-seat:0.0', [[['cell-leader', 'lead:above'], first[1]!], second]],
    ['remove-seat:0.1.0', [[first[0]!, ['lead:above']], second]],
    ['remove-seat:0.0.0', [first, second]],
    ['no-such-act', [first, second]],
  ])('%s', (act, expected) => expect(seatsOf(changed(route, act))).toEqual(expected))
  test('nothing grows beyond what is taken', () => {
    let many = route
    for (let i = 0; i < 50; i++) many = changed(changed(changed(many, 'add-rule'), 'add-step:0'), 'add-seat:0.0')
    expect([many.rules.length, many.rules[0]!.steps.length, many.rules[0]!.steps[0]!.seats.length]).toEqual([40, 8, 4])
  })
})
