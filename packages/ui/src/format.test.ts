import { expect, test } from 'vitest'
import { formatInstant, formatList, formatMoney, formatNumber, formatPartialDate, formatSpan } from './format.ts'

test('instants are told in the place’s own time', () => {
  expect(formatInstant('2026-11-22T22:30:00Z', 'Africa/Nairobi')).toBe('23 Nov 2026, 01:30')
  expect(formatInstant('2026-11-22T22:30:00Z', 'America/Lima', 'day')).toBe('22 Nov 2026')
})
test.each([
  ['2004', '2004'],
  ['2004-05', 'May 2004'],
  ['2004-05-07', '7 May 2004'],
])('a date known as %s reads %s', (date, text) => expect(formatPartialDate(date)).toBe(text))
test.each([
  [0.2, '1 sec'],
  [59, '59 secs'],
  [130, '2 mins'],
  [7300, '2 hrs'],
])('%d seconds are %s', (seconds, text) => expect(formatSpan(seconds)).toBe(text))
test('numbers and lists', () => {
  expect(formatNumber(1234567)).toBe('1,234,567')
  expect(formatList(['name', 'phone', 'city'])).toBe('name, phone and city')
})
test.each([
  [{ minor: 600050, currency: 'KES' }, 'KES 6,000.50'],
  [{ minor: 500, currency: 'JPY' }, 'JP¥500'],
  [{ minor: 1500, currency: 'KWD' }, 'KWD 1.500'],
  [{ minor: -5, currency: 'USD' }, '-US$0.05'],
  [{ minor: 900719925474099, currency: 'USD' }, 'US$9,007,199,254,740.99'],
])('money is exact and has the decimals of its currency', (money, text) =>
  expect(formatMoney(money).replaceAll('\u00a0', ' ')).toBe(text),
)
