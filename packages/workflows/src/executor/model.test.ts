import fc from 'fast-check'
import { NonRetriableError } from 'inngest'
import { describe, expect, it } from 'vitest'
import type { WorkflowClient } from '../index.ts'
import { workflowHarness, type RunningWorkflows } from '../test/harness.ts'
import type { MovableClock } from '../test/time-travel.ts'

const harness = workflowHarness()
const RETRIES = 2
const ROUNDS = fc.readConfigureGlobal()?.numRuns ?? 12

/** What a function does, as data. */
type Act =
  /** Fails so often before it succeeds; more often than there are attempts: for good, which the function catches. */
  | { kind: 'step'; failures: number; fatal: boolean }
  | { kind: 'sleep'; minutes: number }
  | { kind: 'parallel'; acts: Act[] }
  | { kind: 'sequence'; acts: Act[] }

const { act } = fc.letrec<{ act: Act }>((tie) => ({
  act: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.record({
      kind: fc.constant('step' as const),
      failures: fc.integer({ min: 0, max: RETRIES + 1 }),
      fatal: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('sleep' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
    fc.record({ kind: fc.constant('parallel' as const), acts: fc.array(tie('act'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('sequence' as const), acts: fc.array(tie('act'), { minLength: 1, maxLength: 3 }) }),
  ),
}))
const shape = fc.record({ kind: fc.constant('sequence' as const), acts: fc.array(act, { minLength: 1, maxLength: 4 }) })

/** What it must give, and how often each step must be tried. */
function model(of: Act, path: string, tries: Map<string, number>): unknown {
  if (of.kind === 'sleep') return null
  if (of.kind === 'step') {
    const gives = of.failures === 0 || (!of.fatal && of.failures <= RETRIES)
    tries.set(path, of.failures > 0 && of.fatal ? 1 : Math.min(of.failures, RETRIES) + 1)
    return gives ? path : `caught ${path}`
  }
  return of.acts.map((inner, index) => model(inner, `${path}.${index}`, tries))
}

type Step = Parameters<Parameters<WorkflowClient['createFunction']>[1]>[0]['step']

/** The same as a function: `tried` notes each effect. */
async function perform(of: Act, path: string, step: Step, tried: string[]): Promise<unknown> {
  if (of.kind === 'sleep') return step.sleep(path, `${of.minutes}m`).then(() => null)
  if (of.kind === 'parallel')
    return Promise.all(of.acts.map((inner, index) => perform(inner, `${path}.${index}`, step, tried)))
  if (of.kind === 'sequence') {
    const results: unknown[] = []
    for (const [index, inner] of of.acts.entries()) results.push(await perform(inner, `${path}.${index}`, step, tried))
    return results
  }
  const attempt = () => {
    tried.push(path)
    if (tried.filter((one) => one === path).length > of.failures) return path
    throw of.fatal ? new NonRetriableError(path) : new Error(path)
  }
  return step.run(path, attempt).catch((error: Error) => `caught ${error.message}`)
}

const functionOf = (of: Act, tried: string[]) => (client: WorkflowClient) => [
  client.createFunction({ id: 'shape', retries: RETRIES, triggers: [{ event: 'test/shape' }] }, ({ step }) =>
    perform(of, 'at', step, tried),
  ),
]

/** Runs the function until all is done; stopped whatever comes of it, so that the tables can be emptied. */
async function lived(
  functions: ReturnType<typeof functionOf>,
  life: (running: RunningWorkflows) => Promise<void>,
): Promise<void> {
  const running = await harness.start(functions)
  try {
    await life(running)
  } finally {
    await running.executor.stop()
  }
}

async function clear(): Promise<void> {
  await harness.query(
    'truncate workflow.job, workflow.wait, workflow.step, workflow.attempt, workflow.run, workflow.event',
  )
}

describe('functions of any shape', () => {
  it('give what the model gives, and try each step as often', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc
        .asyncProperty(shape, async (of) => {
          const tried: string[] = []
          await lived(functionOf(of, tried), async ({ send, travel }) => {
            await send({ name: 'test/shape' })
            await travel('2d')
          })
          const expected = new Map<string, number>()
          const output = model(of, 'at', expected)
          expect(await harness.query('select status, output from workflow.run')).toEqual([
            { status: 'completed', output },
          ])
          const counts = new Map([...expected.keys()].map((path) => [path, tried.filter((one) => one === path).length]))
          expect(counts).toEqual(expected)
          expect(await harness.query('select from workflow.job')).toEqual([])
        })
        .afterEach(clear),
      { numRuns: ROUNDS },
    )
  })

  it('give the same when the leader loses its connections again and again', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc
        .asyncProperty(shape, fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 3 }), async (of, cuts) => {
          const tried: string[] = []
          await lived(functionOf(of, tried), async ({ client, executor, clock, travel }) => {
            await client.send({ name: 'test/shape', data: {} })
            const stops = cuts.map((after) => cutConnections(() => tried.length > after))
            const patiently = () => steadily(() => travel('1d'), clock)
            for (let day = 0; day < 4; day++) await patiently()
            await Promise.all(stops.map((stop) => stop()))
            await steadily(() => executor.idle(), clock)
            await patiently()
          })
          const expected = new Map<string, number>()
          const output = model(of, 'at', expected)
          const [run] = await harness.query<{ status: string; output: unknown }>(
            'select status, output from workflow.run',
          )
          expect(run).toEqual({ status: 'completed', output: sameShape(output) })
          // A cut between an effect and its record may repeat it; it is never left out.
          expect(new Set(tried)).toEqual(new Set(expected.keys()))
        })
        .afterEach(clear),
      { numRuns: Math.ceil(ROUNDS / 2) },
    )
  })
})

/** A step that fails for good may succeed when it was tried once more because of a cut. */
const sameShape = (output: unknown): unknown =>
  Array.isArray(output)
    ? output.map(sameShape)
    : typeof output === 'string'
      ? expect.stringMatching(new RegExp(`^(caught )?${output.replace('caught ', '').replaceAll('.', '\\.')}$`))
      : output

/** The test's own questions share the connections that are cut: asked again. */
async function steadily(ask: () => Promise<void>, clock: MovableClock): Promise<void> {
  const began = clock.now()
  for (;;) {
    try {
      return await ask()
    } catch {
      clock.set(began)
    }
  }
}

/** Ends every connection of the executor once, as soon as the condition holds. */
function cutConnections(when: () => boolean): () => Promise<void> {
  let over = false
  const cutting = (async () => {
    while (!over && !when()) await new Promise((resolve) => setTimeout(resolve, 3))
    if (over) return
    await harness.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like 'ministry-executor%'`,
    )
  })()
  return () => {
    over = true
    return cutting
  }
}
