import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safePath } from './safe-path.ts'

test.each(['/', '/people?tab=a', '/0190/people', '/people?at=a//b#c', '/%2F%2Fevil.example', '/%5Cevil.example'])(
  '%s is ours',
  (path) => expect(safePath(path)).toBe(path),
)
test.each([
  ['/zoë', '/zo%C3%AB'],
  ['/人?名=山', '/%E4%BA%BA?%E5%90%8D=%E5%B1%B1'],
  ['/\uD800', '/%EF%BF%BD'],
  ['/a b', '/a%20b'],
  ['/a/../b', '/b'],
])('%o is spelled as an address', (path, address) => expect(safePath(path)).toBe(address))
test.each([
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/a\\..\\\\evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\nset-cookie: a=b',
  '/\u0000',
  '/\u0085',
  '/\u007f',
  ' /people',
  'people',
  '',
  null,
  undefined,
  4,
])('%o leads home', (path) => expect(safePath(path)).toBe('/'))

test('whatever is sent, the answer stays here and can stand in a header', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%2f',
      '%5c',
      '\t',
      '\n',
      ':',
      '@',
      '?',
      '#',
      'evil.example',
      '\u202e',
      'é',
      '人',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const path = safePath(`/${parts.join('')}`)
      expect(path).toMatch(/^\/(?!\/)[\x21-\x7e]*$/)
      expect(new URL(path, 'https://here.example').origin).toBe('https://here.example')
      expect(safePath(path)).toBe(path)
      new Headers({ location: path })
    }),
    { numRuns: 500 },
  )
})
