import { readFileSync } from 'node:fs'
import { systemClock } from '@ministry/kernel/calendar'
import { describe, expect, it } from 'vitest'
import { after } from '../executor/durations.ts'
import type { SdkHandler } from '../executor/sdk-call.ts'
import { createExecutor, createWorkflowClient, serveInProcess } from '../index.ts'
import { workflowHarness } from '../test/harness.ts'
import { travel } from '../test/time-travel.ts'
import { distil, type DistilledCall, type Exchange } from './distil.ts'
import { scenarioFunctions } from './scenario-functions.ts'
import { comparable, expectedEffects, play, type SentEvent } from './scenarios.ts'

const harness = workflowHarness()
const golden = readFileSync(new URL('./golden.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')

/** A handler that keeps what is said. */
const overheard =
  (handler: SdkHandler, exchanges: Exchange[]): SdkHandler =>
  async (request) => {
    const body = structuredClone(request.body) as Record<string, unknown>
    const response = await handler(request)
    const { searchParams } = request.url
    const named = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value])
    if (request.method === 'POST')
      exchanges.push({
        runId: (body['ctx'] as { run_id: string }).run_id,
        functionId: searchParams.get('fnId') ?? '',
        stepId: searchParams.get('stepId') ?? '',
        body,
        status: response.status,
        headers: Object.fromEntries(named) as Record<string, string>,
        answer: response.body,
      })
    return response
  }

describe('beside a real server', { timeout: 120_000 }, () => {
  it('says the same to the functions, and has the same side effects', async () => {
    const clock = movable()
    const effects: string[] = []
    const exchanges: Exchange[] = []
    const executor = createExecutor({ connectionString: harness.database().urls.executor, clock, random: () => 0 })
    const client = createWorkflowClient({ id: 'conformance', executor, clock })
    const functions = scenarioFunctions(client, (line) => void effects.push(line))
    await executor.start(overheard(serveInProcess(client, functions), exchanges))
    try {
      await play({
        async send(...events) {
          await client.send(events.map((event) => eventAt(event, clock.now())))
          await executor.idle()
        },
        pass: (milliseconds) => travel(executor, clock, `${milliseconds}ms`),
      })
      await travel(executor, clock, '1m')
    } finally {
      await executor.stop()
    }
    expect(comparable(effects)).toEqual(expectedEffects)
    const said = new Set(distil(exchanges))
    const about = (lines: Iterable<string>) =>
      Object.fromEntries([...lines].map((line) => [labelOf(line), withoutRace(labelOf(line), callsOf(line))]))
    const told = about(said)
    for (const [run, expected] of Object.entries(about(golden))) expect(told[run], run).toEqual(expected)
  })
})

/**
 * In a race every step is planned before it is done. The server forgets that where a step of the race is done, and keeps it
 * where a sleep has ended; because the losers are found again each time, the steps are planned there as well.
 */
const withoutRace = (run: string, calls: DistilledCall[]) =>
  run.startsWith('race') ? calls.map((call) => ({ ...call, planFirst: null })) : calls

const labelOf = (line: string) => (JSON.parse(line) as { run: string }).run
const callsOf = (line: string) => (JSON.parse(line) as { calls: DistilledCall[] }).calls

const eventAt = ({ inMs, ...event }: SentEvent, now: Date) => ({
  ...event,
  ...(inMs !== undefined && { ts: after(now, inMs).getTime() }),
})

/** From a full minute on, so that the schedule of every minute fires. */
function movable() {
  let instant = new Date(Math.floor(systemClock.now().getTime() / 60_000) * 60_000)
  return { ...systemClock, now: () => instant, set: (to: string | Date) => void (instant = new Date(to)) }
}
