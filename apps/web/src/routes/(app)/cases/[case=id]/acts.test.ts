import { expect, test } from 'vitest'
import { actsOn, sinceOf } from './acts.ts'

const nothing = {
  decide: false,
  decideFor: null,
  abstain: false,
  delegate: false,
  reassign: [],
  edit: false,
  withdraw: false,
  comment: false,
  refused: null,
}

test('nothing is offered that may not be done', () => expect(actsOn(nothing)).toEqual([]))
test('who decides may approve, send back and reject; abstain only where it counts', () => {
  expect(actsOn({ ...nothing, decide: true })).toEqual(['approve', 'send_back', 'reject'])
  expect(actsOn({ ...nothing, decide: true, abstain: true })).toContain('abstain')
  expect(actsOn({ ...nothing, abstain: true })).toEqual([])
})
test('the seat above gives a turn to somebody else, the requester withdraws', () => {
  expect(actsOn({ ...nothing, reassign: ['a'], withdraw: true })).toEqual(['reassign', 'withdraw'])
})

test('who was slower learns what happened since, and nothing where nothing did', () => {
  const at = new Date('2026-11-22T12:00:00Z')
  const told = { happened: 5, latest: ['c', 'd', 'e'].map((text) => ({ text, at })) }
  expect(sinceOf(told, '3').map(({ text }) => text)).toEqual(['d', 'e'])
  expect(sinceOf(told, '1').map(({ text }) => text)).toEqual(['c', 'd', 'e'])
  for (const seen of ['5', '6', '', 'x', undefined]) expect(sinceOf(told, seen)).toEqual([])
})
