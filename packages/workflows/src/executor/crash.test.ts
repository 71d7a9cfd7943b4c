import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '@ministry/kernel/calendar'
import { describe, expect, it } from 'vitest'
import { workflowHarness } from '../test/harness.ts'
import { effectsFile, startVictim, until } from '../test/victims.ts'
import { insertEvents } from './store-events.ts'
import { CRASH_LIMIT } from './takeover.ts'

const harness = workflowHarness()
const KILLS = 4
const RUNS = 6
const STEPS = 8

const send = (name: string, ids: string[]) => {
  const now = systemClock.now()
  const events = ids.map((id) => ({ id, name, data: {}, ts: now.getTime(), user: {} }))
  return insertEvents(harness.database().owner, events, { now, notify: true })
}
const runs = (status: string) =>
  harness.query<{ functionId: string; output: { name: string } }>(
    'select function_id as "functionId", output from workflow.run where status = $1',
    [status],
  )
/** PostgreSQL may still carry out what a killed process had sent. */
const nobodyConnected = () =>
  until(
    async () =>
      !(
        await harness.query(
          `select from pg_stat_activity where application_name like 'ministry-executor%' and datname = current_database()`,
        )
      ).length,
  )

describe('a killed process', () => {
  it('repeats no completed step, loses no event and leaves no run behind', { timeout: 90_000 }, async () => {
    const effects = effectsFile()
    const victim = { mode: 'steps', connectionString: harness.database().urls.executor, effects: effects.path } as const
    const repeated: string[] = []
    await send(
      'test/chunks',
      Array.from({ length: RUNS }, (_, i) => `run-${i}`),
    )
    for (let kill = 0; kill < KILLS; kill++) {
      const first = await startVictim(victim)
      await sleep(60 + Math.random() * 250)
      await first.kill()
      await nobodyConnected()
      const recorded = await harness.query<{ line: string }>(`select run_id || ' ' || name as line from workflow.step`)
      const before = effects.lines().length
      const next = await startVictim(victim)
      await sleep(60 + Math.random() * 250)
      await next.kill()
      await nobodyConnected()
      const since = effects.lines().slice(before)
      repeated.push(...recorded.map(({ line }) => line).filter((line) => since.includes(line)))
    }
    const last = await startVictim(victim)
    await until(async () => (await runs('completed')).length === RUNS, 40_000)
    await last.kill()
    expect(repeated).toEqual([])
    expect(new Set(effects.lines()).size).toBe(RUNS * STEPS)
    expect(await harness.query('select from workflow.job')).toEqual([])
  })

  it('stops a run that kills every process, and only that one', { timeout: 60_000 }, async () => {
    // The rests between crashes grow to a minute: a clock 400 times as fast makes them bearable.
    const clock = { speed: 400, since: systemClock.now().getTime() }
    const { path, lines } = effectsFile()
    const start = () =>
      startVictim({ mode: 'poison', connectionString: harness.database().urls.executor, effects: path, clock })
    await send('test/poison', ['p'])
    for (let starts = 1; ; starts++) {
      const victim = await start()
      const poisoned = until(async () => (await runs('failed')).length > 0)
      if ((await Promise.race([victim.ended.then(() => 'killed'), poisoned.then(() => 'stopped')])) === 'stopped') {
        await until(async () => (await runs('completed')).length === 1)
        await victim.kill()
        break
      }
      poisoned.catch(() => undefined)
      expect(starts).toBeLessThanOrEqual(CRASH_LIMIT)
    }
    expect(await runs('failed')).toMatchObject([{ functionId: 'victim-poison', output: { name: 'CrashLimitReached' } }])
    expect(lines().filter((line) => line === 'poison')).toHaveLength(CRASH_LIMIT)
    expect(lines().filter((line) => line === 'innocent')).toHaveLength(1)
  })
})
