import { expect, test } from 'vitest'
import { isForeign } from './foreign.ts'

const url = new URL('https://ministry.test/files')
const sent = (method: string, headers: Record<string, string>) => isForeign(new Request(url, { method, headers }), url)

const kinds = ['text/plain', 'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s from another site is foreign, whatever it brings', (method) => {
  for (const type of [...kinds, undefined])
    for (const whence of [
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { origin: 'http://ministry.test' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])
      expect(sent(method, { ...whence, ...(type && { 'content-type': type }) } as never)).toBe(true)
  expect(sent(method, { origin: 'https://ministry.test', 'sec-fetch-site': 'same-origin' })).toBe(false)
  expect(sent(method, { 'sec-fetch-site': 'same-origin' })).toBe(false)
  expect(sent(method, {})).toBe(false)
})

test('who only reads is asked nothing', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS'])
    expect(sent(method, { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' })).toBe(false)
})
