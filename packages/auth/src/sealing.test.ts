import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSealing } from './sealing.ts'

const sealing = createSealing('a secret of thirty-two characters', 'notes')

test('what is sealed is opened again, never looks the same twice, and never shows its text', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.uuid(), (text, row) => {
      const [first, second] = [sealing.seal(text, row), sealing.seal(text, row)]
      expect(sealing.open(first, row)).toBe(text)
      expect(Buffer.from(first).equals(Buffer.from(second))).toBe(false)
    }),
    { numRuns: 50 },
  )
  const long = 'Her father drinks, and she is afraid of the holidays.'
  expect(Buffer.from(sealing.seal(long, 'row')).includes(long.slice(0, 8))).toBe(false)
})

test('another row, secret, purpose or byte opens nothing', () => {
  const sealed = sealing.seal('text', 'one')
  expect(() => sealing.open(sealed, 'two')).toThrow(/authenticate/)
  expect(() => createSealing('another secret of many characters', 'notes').open(sealed, 'one')).toThrow(/authenticate/)
  expect(() => createSealing('a secret of thirty-two characters', 'mails').open(sealed, 'one')).toThrow(/authenticate/)
  for (let at = 1; at < sealed.length; at++) {
    const changed = sealed.slice()
    changed[at]! ^= 1
    expect(() => sealing.open(changed, 'one')).toThrow(/authenticate/)
  }
  expect(() => sealing.open(new Uint8Array([9, ...sealed.slice(1)]), 'one')).toThrow(/not known/)
})
