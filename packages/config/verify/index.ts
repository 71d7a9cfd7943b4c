import { Sentence, Stopped } from '../launcher/endings.mjs'
import { run } from '../launcher/run.mjs'
import { asvs } from './asvs.ts'
import { chromium } from './chromium.ts'
import { namedTests } from './named-tests.ts'
import { clearReports, countTests, failedTests } from './reports.ts'

/** A named part of the verification; it has failed where `act` resolves to another code than 0. */
interface Step {
  name: string
  act: (env: NodeJS.ProcessEnv) => Promise<number>
}

// Our group is the launcher's to end; a group of its own for each step would be one that it can't see.
const command = (line: string) => (env: NodeJS.ProcessEnv) => {
  const [name = '', ...args] = line.split(' ')
  return run(name, args, { env, ownGroup: false })
}
const turbo = (task: string, output = 'errors-only') =>
  command(`turbo run --ui=stream --continue --log-order=grouped --output-logs=${output} ${task}`)

const steps: Step[] = [
  { name: 'browser', act: chromium },
  { name: 'format', act: command('prettier --check --log-level=warn .') },
  { name: 'generate', act: turbo('generate') },
  { name: 'boundaries', act: turbo('boundaries') },
  { name: 'dead-code', act: command('pnpm --filter @ministry/config dead-code') },
  { name: 'lint', act: turbo('lint') },
  { name: 'types', act: turbo('check') },
  { name: 'migrations', act: command('pnpm --filter @ministry/db migrate:diff') },
  // One package after the other: each of them already uses both cores and has a database of its own.
  { name: 'tests', act: turbo('--concurrency=1 test', 'full') },
  { name: 'build', act: turbo('build') },
  { name: 'e2e', act: command('pnpm --filter @ministry/web e2e --reporter=list,json') },
  { name: 'asvs', act: () => Promise.resolve(asvs()) },
]

/** Does the steps, or those named, in order; stops at the first that fails. Words that name no step name tests. Returns the exit code. */
async function verify(words: string[]): Promise<number> {
  const [named, others] = [true, false].map((isStep) =>
    words.filter((word) => steps.some(({ name }) => name === word) === isStep),
  ) as [string[], string[]]
  const chosen = words.length === 0 ? steps : steps.filter(({ name }) => named.includes(name))
  if (others.length) chosen.push({ name: others.join(' '), act: (env) => namedTests(others, env) })
  const env = { ...process.env, TEST_REPORTS: '1', PLAYWRIGHT_JSON_OUTPUT_FILE: 'test-results/playwright.json' }
  clearReports()
  const times: string[] = []
  let failed: string | undefined
  for (const { name, act } of chosen) {
    console.log(`\n── ${name}`)
    const began = performance.now()
    const code = await act(env)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    times.push(`${code ? '✗' : '✓'} ${name.padEnd(12)} ${seconds.padStart(7)} s`)
    console.log(times.at(-1))
    if (code) {
      failed = name
      break
    }
  }
  console.log(`\n${times.join('\n')}`)
  console.log(
    failed
      ? `\nFailed at: ${failed}. Alone: npm test -- ${failed}`
      : `\n${times.length} of ${times.length} steps passed.`,
  )
  const tests = countTests()
  for (const failure of failedTests()) console.log(`\n${failure}`)
  if (tests) console.log(`tests: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`)
  return failed || tests?.failed ? 1 : 0
}

try {
  process.exitCode = await verify(process.argv.slice(2))
} catch (error) {
  if (error instanceof Stopped) process.exitCode = error.code || 130
  else if (error instanceof Sentence) {
    console.error(`\n${error.message}`)
    process.exitCode = 1
  } else throw error
}
