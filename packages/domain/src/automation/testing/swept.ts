/** A world whose automations run: the demo movement, the executor with a clock that tests move. Only tests import this. */
import { createExecutor, createOutboxRelay, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { afterAll, beforeAll } from 'vitest'
import { createWorld } from '../../test-world.ts'
import { automationFunctions } from '../automation.workflow.ts'
import { registered } from './registered.ts'

/** `pass(14)` lets everything happen that falls due in so many days and two hours; `delivered` waits until all news has arrived. */
export async function createSweptWorld() {
  const world = await createWorld(registered)
  const { services, urls, clock, owner } = world
  const executor = createExecutor({ connectionString: urls.executor, clock, pollMs: 20, random: () => 0 })
  const client = createWorkflowClient({ id: 'test', executor, clock })
  const relay = createOutboxRelay({ connectionString: urls.relay, client, clock, pollMs: 20 })
  beforeAll(async () => {
    await executor.start(serveInProcess(client, automationFunctions(client, services)))
    relay.start()
  })
  afterAll(async () => {
    await relay.stop()
    await executor.stop()
  })
  const delivered = async () => {
    for (;;) {
      const { rows } = await owner.query('select from outbox_event where delivered_at is null limit 1')
      if (rows.length === 0) return executor.idle()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const leap = async (hours: number) => {
    clock.set(new Date(clock.now().getTime() + hours * 3_600_000))
    executor.wake()
    await executor.idle()
  }
  /** Day after day: each schedule of the hours between is made up for by one run, so that a month passes quickly. */
  const pass = async (days: number) => {
    clock.set(new Date(clock.now().getTime() + 1000)) // acts of one instant have no order
    await delivered()
    for (let day = 0; day < days; day++) {
      await leap(24)
      await delivered()
    }
    // The schedules of the day itself, in whatever order they came due.
    for (let i = 0; i < 2; i++) await leap(1)
    await delivered()
  }
  /** So many days at once, as after a downtime. */
  const jump = async (days: number) => {
    await delivered()
    await leap(days * 24)
    await pass(0)
  }
  const actsOf = async (personId: string): Promise<string[]> =>
    (
      await owner.query<{ line: string }>(
        `select concat_ws(' ', on_day, automation, step, state, reason) as line from automation_act where person_id = $1 order by at, step`,
        [personId],
      )
    ).rows.map(({ line }) => line)
  return { ...world, executor, pass, jump, actsOf }
}
