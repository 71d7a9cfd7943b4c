import { expect, test } from 'vitest'
import { queryWith } from './address.ts'

test('what is named changes, what is not named stays', () => {
  const url = new URL('https://ministry.example/list?tab=roles&after=abc&past=yes')
  expect(queryWith(url, { after: null, tab: 'accounts' })).toBe('?tab=accounts&past=yes')
  expect(queryWith(url, { after: 'x y&z' })).toBe('?tab=roles&after=x+y%26z&past=yes')
})
