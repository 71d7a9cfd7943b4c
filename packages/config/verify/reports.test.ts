import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { clearReports, countTests, failedTests } from './reports.ts'

/** Writes reports into a folder of its own. */
function folder() {
  const from = mkdtempSync(join(tmpdir(), 'reports-'))
  const report = (file: string, content: object) => {
    mkdirSync(dirname(join(from, file)), { recursive: true })
    writeFileSync(join(from, file), JSON.stringify(content))
  }
  return { from, report }
}

test('sums the reports of vitest and Playwright, and forgets those of an earlier run', () => {
  const { from, report } = folder()
  expect(countTests(from)).toBeUndefined()
  const vitest = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }
  report('packages/kernel/test-results/vitest.json', vitest)
  report('prisma/test-results/vitest.json', { ...vitest, numFailedTests: 0 })
  report('apps/web/test-results/playwright.json', { stats: { expected: 10, unexpected: 2, flaky: 1, skipped: 3 } })
  expect(countTests(from)).toEqual({ passed: 21, failed: 3, skipped: 9 })
  clearReports(from)
  expect(countTests(from)).toBeUndefined()
})

test('names what failed, with what it said', () => {
  const { from, report } = folder()
  expect(failedTests(from)).toEqual([])
  report('packages/domain/test-results/vitest.json', {
    testResults: [
      {
        name: join(from, 'packages/domain/src/a.test.ts'),
        status: 'failed',
        assertionResults: [
          { fullName: 'sums > adds', status: 'passed', failureMessages: [] },
          {
            fullName: 'sums > subtracts',
            status: 'failed',
            failureMessages: ['\u001b[31mexpected 1\u001b[39m to be 2'],
          },
        ],
      },
      {
        name: join(from, 'packages/domain/src/b.test.ts'),
        status: 'failed',
        message: 'cannot be read',
        assertionResults: [],
      },
    ],
  })
  const spec = (title: string, status: string) => ({
    title,
    file: 'e2e/x.spec.ts',
    line: 7,
    tests: [{ projectName: 'phone', status, results: [{ error: { message: 'not seen' } }] }],
  })
  report('apps/web/test-results/playwright.json', {
    stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
    suites: [{ specs: [spec('flaky', 'flaky')], suites: [{ specs: [spec('opens', 'unexpected')] }] }],
  })
  expect(failedTests(from).sort()).toEqual([
    '✗ e2e/x.spec.ts:7 [phone] › opens\n    not seen',
    '✗ packages/domain/src/a.test.ts › sums > subtracts\n    expected 1 to be 2',
    '✗ packages/domain/src/b.test.ts › the file itself\n    cannot be read',
  ])
})
