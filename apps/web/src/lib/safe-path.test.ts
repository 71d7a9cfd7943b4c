import { expect, test } from 'vitest'
import { safePath } from './safe-path.ts'

test.each(['/', '/people?tab=a', '/0190/people'])('%s is ours', (path) => expect(safePath(path)).toBe(path))
test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'people',
  '',
  null,
  4,
])('%o leads home', (path) => expect(safePath(path)).toBe('/'))
