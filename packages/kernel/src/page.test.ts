import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from './page.ts'

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
