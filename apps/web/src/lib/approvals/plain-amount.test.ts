import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { minorOf, plainAmount } from './plain-amount.ts'

test.each([
  ['1000', 'USD', 100000],
  ['1,000.50', 'USD', 100050],
  ['12 000', 'KES', 1200000],
  ['0.001', 'KWD', 1],
  ['500', 'JPY', 500],
  ['500.5', 'JPY', undefined],
  ['1.234', 'USD', undefined],
  ['1,00', 'USD', undefined],
  ['-5', 'USD', undefined],
  ['a lot', 'USD', undefined],
  ['', 'USD', undefined],
])('%s in %s', (typed, currency, minor) => expect(minorOf(typed, currency)).toBe(minor))

test('what is written is read again', () =>
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
      expect(minorOf(plainAmount({ minor, currency }), currency)).toBe(minor)
    }),
  ))
