import { expect, test } from 'vitest'
import { fileFacts, shownFile } from './shown-file.ts'

test('a file survives its form, and nothing else becomes one', () => {
  const file = { id: 'a', name: 'b', size: 3, mediaType: 'image/png' }
  expect(shownFile(JSON.stringify({ ...file, more: 1 }))).toEqual(file)
  for (const other of [
    undefined,
    null,
    'x',
    '{}',
    '[]',
    'null',
    '"a"',
    JSON.stringify({ ...file, size: '3' }),
    new Date(0),
  ])
    expect(shownFile(other)).toBeUndefined()
})

test('size and kind in words', () => {
  expect(fileFacts({ mediaType: 'image/png', size: 12 })).toBe('Picture · 1 KB')
  expect(fileFacts({ mediaType: 'application/pdf', size: 1_250_000 })).toBe('PDF · 1.3 MB')
  expect(fileFacts({ mediaType: 'application/unknown', size: 999_999 })).toBe('1,000 KB')
})
