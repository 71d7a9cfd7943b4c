import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileExpression } from './expression.ts'
import { leavesOf, requiredOf } from './match.ts'
import type { ReceivedEvent } from './protocol.ts'

const now = new Date('2026-03-02T08:00:00Z')
const event = (data: Record<string, unknown>): ReceivedEvent => ({ id: 'e', name: 'n/e', ts: 1, user: {}, data })

describe('what an event must carry', () => {
  it.each([
    ['event.data.id == async.data.id', 'data.id="x"'],
    ['async.data.who == event.data.id && async.data.n > 3', 'data.who="x"'],
    ["async.data.n > 3 && async.data.id == 'y'", 'data.id="y"'],
    ['async.data.n == 5', 'data.n=5'],
    ['async.data.id == event.data.missing', undefined],
    ['async.data.id == event.data.id || async.data.all', undefined],
    ["async.data.id == 'a\\'b'", undefined],
    ['!(async.data.id == event.data.id)', undefined],
    ['async.data.id == async.data.other', undefined],
    ["async.data.text == 'a && b'", undefined],
  ])('%s', (condition, required) => {
    expect(requiredOf(condition, event({ id: 'x' }))).toBe(required)
  })

  it('is carried by every event that the condition holds for', () => {
    const value = fc.oneof(fc.constantFrom('x', 'y', '', 5, 0, true, null), fc.string())
    const data = fc.record({ id: value, n: value }, { requiredKeys: [] })
    const condition = fc.constantFrom(
      'event.data.id == async.data.id',
      'async.data.n == event.data.id && async.data.id == event.data.id',
      "async.data.id == 'x' && event.data.n == async.data.n",
      'async.data.n == 5',
    )
    fc.assert(
      fc.property(condition, data, data, (text, started, came) => {
        const [event1, event2] = [event(started), event(came)]
        const required = requiredOf(text, event1)
        const holds = compileExpression(text).test({ event: event1, async: event2, now })
        if (holds && required !== undefined) expect(leavesOf(event2)).toContain(required)
      }),
      { numRuns: 1_000 },
    )
  })

  it('isn’t asked for where an event carries too much', () => {
    expect(leavesOf(event(Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`k${i}`, i]))))).toBeUndefined()
    const deep = { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } }
    expect(leavesOf(event(deep))).toBeUndefined()
  })
})
