import { systemClock } from '@ministry/kernel/calendar'
import { describe, expect, it } from 'vitest'
import { workflowHarness } from '../test/harness.ts'
import { effectsFile, startVictim, until } from '../test/victims.ts'
import { insertEvents } from './store-events.ts'
import { CRASH_LIMIT } from './takeover.ts'

const harness = workflowHarness()

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
describe('a killed process', () => {
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
