import { expect, test } from 'vitest'
import { actsOn } from './acts.ts'

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
