import { globSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from '../launcher/places.mjs'

/** What the JSON reporters of vitest and Playwright say that we count. */
interface Report {
  numPassedTests?: number
  numFailedTests?: number
  numPendingTests?: number
  numTodoTests?: number
  testResults?: {
    name: string
    status?: string
    message?: string
    assertionResults?: {
      fullName: string
      ancestorTitles?: string[]
      title?: string
      status: string
      failureMessages?: string[] | null
    }[]
  }[]
  stats?: { expected: number; unexpected: number; flaky: number; skipped: number }
  suites?: Suite[]
}

interface Suite {
  title?: string
  suites?: Suite[]
  specs?: {
    title: string
    file: string
    line: number
    tests: { projectName: string; status: string; results: { error?: { message?: string } }[] }[]
  }[]
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

/** The most lines of what a failed test said that are repeated at the end. */
const saidLines = 25

/** A failed test: where it stands, its name, and the beginning of what it said. */
function failure(where: string, name: string, said: readonly (string | undefined)[]): string {
  const lines = stripVTControlCharacters(said.filter(Boolean).join('\n')).split('\n').slice(0, saidLines)
  return [`✗ ${where} › ${name}`, ...lines.map((line) => `    ${line}`)].join('\n')
}

const specsOf = (suite: Suite): NonNullable<Suite['specs']> => [
  ...(suite.specs ?? []),
  ...(suite.suites ?? []).flatMap(specsOf),
]

/** What failed, by all reports, so that the end of a long output is enough to know it: a log is often cut at its beginning. */
export function failedTests(from = root): string[] {
  return reports(from).flatMap((report) => {
    const { testResults = [], suites = [] } = JSON.parse(readFileSync(join(from, report), 'utf8')) as Report
    const ofVitest = testResults.flatMap(({ name, status, message, assertionResults = [] }) => {
      const where = relative(from, name)
      const failed = assertionResults.filter((test) => test.status === 'failed')
      if (status === 'failed' && failed.length === 0) return [failure(where, 'the file itself', [message])]
      return failed.map((test) => failure(where, test.fullName, test.failureMessages ?? []))
    })
    const ofPlaywright = suites
      .flatMap(specsOf)
      .flatMap(({ title, file, line, tests }) =>
        tests
          .filter(({ status }) => status === 'unexpected')
          .map(({ projectName, results }) =>
            failure(`${file}:${line} [${projectName}]`, title, [results.at(-1)?.error?.message]),
          ),
      )
    return [...ofVitest, ...ofPlaywright]
  })
}

/** A test that has passed: its file from the root, and its titles from the outermost group on. */
export interface PassedTest {
  file: string
  path: string[]
}

/** What has passed, by all reports. A flaky test has. */
export function passedTests(from = root): PassedTest[] {
  return reports(from).flatMap((report) => {
    const { testResults = [], suites = [] } = JSON.parse(readFileSync(join(from, report), 'utf8')) as Report
    const ofVitest = testResults.flatMap(({ name, assertionResults = [] }) =>
      assertionResults
        .filter(({ status }) => status === 'passed')
        .map(({ ancestorTitles = [], title = '' }) => ({
          file: relative(from, name),
          path: [...ancestorTitles, title],
        })),
    )
    const folder = join(dirname(dirname(report)), 'e2e')
    const ofSuite = ({ specs = [], suites: inner = [] }: Suite, above: string[]): PassedTest[] => [
      ...specs
        .filter(({ tests }) => tests.some(({ status }) => status === 'expected' || status === 'flaky'))
        .map(({ file, title }) => ({ file: join(folder, basename(file)), path: [...above, title] })),
      ...inner.flatMap((suite) => ofSuite(suite, [...above, suite.title ?? ''])),
    ]
    return [...ofVitest, ...suites.flatMap((suite) => ofSuite(suite, []))]
  })
}
