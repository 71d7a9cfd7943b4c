import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { convert, decimalsOf, isCurrency, plainAmount, readAmount } from './money.ts'

test.each([
  ['USD', 2],
  ['JPY', 0],
  ['KWD', 3],
])('%s has %i decimals', (currency, decimals) => expect(decimalsOf(currency)).toBe(decimals))

test('knows currencies by their code', () => expect([isCurrency('KES'), isCurrency('ABC')]).toEqual([true, false]))

describe('an amount as people type it', () => {
  test.each<[string, string, number]>([
    ['1000', 'USD', 100_000],
    ['1,000.50', 'USD', 100_050],
    ['1.000,50', 'USD', 100_050],
    ['1 000,50', 'EUR', 100_050],
    ['1’000.50', 'CHF', 100_050],
    ['1,000', 'USD', 100_000],
    ['1,234,567', 'USD', 123_456_700],
    ['1.234.567', 'EUR', 123_456_700],
    ['12,34,567.89', 'INR', 123_456_789],
    ['12,5', 'EUR', 1250],
    ['100.5', 'USD', 10_050],
    ['KES 1,500', 'KES', 150_000],
    ['1500 kes', 'KES', 150_000],
    ['0', 'USD', 0],
    ['-50', 'USD', -5000],
    ['−50', 'USD', -5000],
    ['101', 'JPY', 101],
    ['1,000', 'JPY', 1000],
    ['100.505', 'KWD', 100_505],
    ['1,000.505', 'KWD', 1_000_505],
  ])('%s %s is %i', (typed, currency, minor) => expect(readAmount(typed, currency)).toEqual({ minor }))

  test.each<[string, string, string]>([
    ['100.505', 'USD', 'too-many-decimals'],
    ['1.000', 'USD', 'too-many-decimals'],
    ['100.5', 'JPY', 'too-many-decimals'],
    ['100.5051', 'KWD', 'too-many-decimals'],
    ['1,000', 'KWD', 'ambiguous'],
    ['', 'USD', 'unreadable'],
    ['ten', 'USD', 'unreadable'],
    ['1.', 'USD', 'unreadable'],
    ['1,00,0', 'USD', 'unreadable'],
    ['1,000.50.2', 'USD', 'unreadable'],
    ['10.000,000,00', 'USD', 'unreadable'],
    ['50-', 'USD', 'unreadable'],
    ['1e3', 'USD', 'unreadable'],
    ['USD 5', 'KES', 'unreadable'],
    ['99999999999999999', 'USD', 'too-large'],
  ])('%s %s is not taken: %s', (typed, currency, why) =>
    expect(readAmount(typed, currency)).toMatchObject({ code: `money.${why}` }),
  )

  test('what was understood is said', () => {
    expect(readAmount('100.505', 'USD')).toMatchObject({ values: { understood: '100.505', decimals: 2 } })
    expect(readAmount('1,000', 'KWD')).toMatchObject({ values: { one: '1000', other: '1.000' } })
  })

  test('every amount is read back from how it is written', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.constantFrom('USD', 'JPY', 'KWD', 'KES'),
        fc.boolean(),
        (minor, currency, groups) => {
          const plain = plainAmount({ minor, currency })
          const typed = groups && decimalsOf(currency) > 0 ? plain.replace(/\B(?=(\d{3})+\.)/g, ',') : plain
          expect(readAmount(typed, currency)).toEqual({ minor })
        },
      ),
    ))
})

describe('conversion', () => {
  test.each<[number, string, string, string, number]>([
    [10_000, 'USD', '129.5', 'KES', 1_295_000],
    [101, 'JPY', '0.86', 'KES', 8686],
    [100_505, 'KWD', '421.25', 'KES', 4_233_773],
    [1, 'KES', '0.005', 'USD', 0],
    [1, 'KES', '0.5', 'USD', 1],
    [-1, 'KES', '0.5', 'USD', -1],
    [9_007_199_254_740_991, 'USD', '1', 'EUR', 9_007_199_254_740_991],
  ])('%i %s at %s is %s %i', (minor, currency, rate, to, expected) =>
    expect(convert({ minor, currency }, rate, to)).toBe(expected),
  )
})
