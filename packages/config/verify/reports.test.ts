import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { clearReports, countTests } from './reports.ts'

test('sums the reports of vitest and Playwright, and forgets those of an earlier run', () => {
  const from = mkdtempSync(join(tmpdir(), 'reports-'))
  const report = (file: string, content: object) => {
    mkdirSync(dirname(join(from, file)), { recursive: true })
    writeFileSync(join(from, file), JSON.stringify(content))
  }
  expect(countTests(from)).toBeUndefined()
  const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }
  report('packages/kernel/test-results/vitest.json', vitest)
  report('prisma/test-results/vitest.json', { ...vitest, numFailedTests: 0 })
  report('apps/web/test-results/playwright.json', { stats: { expected: 10, unexpected: 2, flaky: 1, skipped: 3 } })
  expect(countTests(from)).toEqual({ passed: 21, failed: 3, skipped: 9 })
  clearReports(from)
  expect(countTests(from)).toBeUndefined()
})
