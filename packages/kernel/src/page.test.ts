import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCursor, decodeTimeCursor, encodeCursor } from './page.ts'

const key = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null))

test('a cursor gives back the keys it was made from', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (keys) => {
      expect(decodeCursor(encodeCursor(keys), keys.length)).toEqual(keys)
    }),
  )
})

test('a cursor that was tampered with is no cursor', () => {
  fc.assert(fc.property(fc.string(), (text) => void decodeCursor(text, 2)))
  expect(decodeCursor(encodeCursor(['a']), 2)).toBeUndefined()
  expect(decodeCursor(btoa('{"0":1}'), 1)).toBeUndefined()
  expect(decodeCursor(btoa('[{}]'), 1)).toBeUndefined()
})

test('a cursor of a list by time names an instant, as text or as a number, or it is no cursor', () => {
  const at = new Date('2026-11-23T05:00:00.000Z')
  for (const instant of [at.toISOString(), at.getTime()])
    expect(decodeTimeCursor(encodeCursor([instant, 'a']))).toEqual({ at, id: 'a' })
  for (const instant of ['soon', 1e300, null]) expect(decodeTimeCursor(encodeCursor([instant, 'a']))).toBeUndefined()
  expect(decodeTimeCursor(encodeCursor([at.getTime(), 1]))).toBeUndefined()
  expect(decodeTimeCursor(undefined)).toBeUndefined()
})
