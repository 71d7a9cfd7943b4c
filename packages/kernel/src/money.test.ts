import { expect, test } from 'vitest'
import { decimalsOf, isCurrency } from './money.ts'

test.each([
  ['USD', 2],
  ['JPY', 0],
  ['KWD', 3],
])('%s has %i decimals', (currency, decimals) => expect(decimalsOf(currency)).toBe(decimals))

test('knows currencies by their code', () => expect([isCurrency('KES'), isCurrency('ABC')]).toEqual([true, false]))
