/** That what the table of ASVS cites has run. */
import type { Citation, Requirement } from '../asvs/requirement.ts'
import { table } from '../asvs/table.ts'
import { endsWith, madeFrom } from '../asvs/titles.ts'
import { Sentence } from '../launcher/endings.mjs'
import { passedTests, type PassedTest } from './reports.ts'

/** Fails where a test that the table cites did not run in this verification, or did not pass. Returns the exit code. */
export function asvs(): number {
  const passed = passedTests()
  if (passed.length === 0)
    throw new Sentence('The table of ASVS is held against what has run: npm test -- tests e2e asvs')
  const lacking = notRun(table, passed)
  for (const { id, file, name } of lacking) console.error(`✗ ${id} cites a test that did not run: ${file} › ${name}`)
  return lacking.length ? 1 : 0
}

/** What is cited and is not among the tests that passed; of pages and of the rest only where tests of that kind have run at all. */
export function notRun(rows: readonly Requirement[], passed: readonly PassedTest[]): (Citation & { id: string })[] {
  const byFile = Map.groupBy(passed, ({ file }) => file)
  const ran = { pages: passed.some(({ file }) => ofPages(file)), rest: passed.some(({ file }) => !ofPages(file)) }
  return rows
    .flatMap(({ id, tests = [] }) => tests.map((citation) => ({ id, ...citation })))
    .filter(({ file }) => ran[ofPages(file) ? 'pages' : 'rest'])
    .filter(({ file, name }) => !byFile.get(file)?.some(({ path }) => endsWith(path, name, madeFrom)))
}

const ofPages = (file: string) => file.endsWith('.spec.ts')
