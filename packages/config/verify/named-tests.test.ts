import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { packagesWith } from './named-tests.ts'

test('finds the packages with tests of a name', () => {
  const from = mkdtempSync(join(tmpdir(), 'named-'))
  for (const file of [
    'packages/domain/src/people/archive.test.ts',
    'packages/domain/node_modules/people/people.test.ts',
    'packages/people/src/other.test.ts',
    'packages/people/node_modules/x/people.test.ts',
    'prisma/seed/people.test.ts',
    'prisma/seed/people.ts',
  ]) {
    mkdirSync(dirname(join(from, file)), { recursive: true })
    writeFileSync(join(from, file), '')
  }
  expect(packagesWith(['people'], from)).toEqual(['packages/domain', 'prisma'])
  expect(packagesWith(['people/archive', 'other'], from)).toEqual(['packages/domain', 'packages/people'])
  expect(packagesWith(['nowhere'], from)).toEqual([])
})
