import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../launcher/places.mjs'

/** What the JSON reporters of vitest and Playwright say that we count. */
interface Report {
  numPassedTests?: number
  numFailedTests?: number
  numPendingTests?: number
  numTodoTests?: number
  stats?: { expected: number; unexpected: number; flaky: number; skipped: number }
}

const reports = (from: string) =>
  globSync('{apps/*,packages/*,prisma}/test-results/{vitest,playwright}.json', { cwd: from })

/** Removes the reports of an earlier run. */
export const clearReports = (from = root) => reports(from).forEach((file) => rmSync(join(from, file)))

/** The sums over all reports; undefined where no test ran. A flaky test has passed, as Playwright means it. */
export function countTests(from = root): { passed: number; failed: number; skipped: number } | undefined {
  const files = reports(from)
  if (files.length === 0) return undefined
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const file of files) {
    const report = JSON.parse(readFileSync(join(from, file), 'utf8')) as Report
    sum.passed += (report.numPassedTests ?? 0) + (report.stats?.expected ?? 0) + (report.stats?.flaky ?? 0)
    sum.failed += (report.numFailedTests ?? 0) + (report.stats?.unexpected ?? 0)
    sum.skipped += (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0) + (report.stats?.skipped ?? 0)
  }
  return sum
}
