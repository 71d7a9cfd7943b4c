/** A world of cases whose time runs: the executor with a clock that tests move. Only tests import this. */
import { createExecutor, createOutboxRelay, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { afterAll, beforeAll } from 'vitest'
import { approvalsFunctions } from '../approvals.workflow.ts'
import { createCaseWorld } from './test-case-world.ts'

/** `pass(24)` lets everything happen that falls due within so many hours, hour after hour; `jump(24)` at once, as after a downtime. */
export async function createTimedWorld() {
  const world = await createCaseWorld()
  const { services, urls, clock, owner } = world
  const executor = createExecutor({ connectionString: urls.executor, clock, pollMs: 20, random: () => 0 })
  const client = createWorkflowClient({ id: 'test', executor, clock })
  const relay = createOutboxRelay({ connectionString: urls.relay, client, clock, pollMs: 20 })
  beforeAll(async () => {
    await executor.start(serveInProcess(client, approvalsFunctions(client, services)))
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
  const jump = async (hours: number) => {
    await delivered()
    clock.set(new Date(clock.now().getTime() + hours * 3_600_000))
    executor.wake()
    await executor.idle()
    await delivered()
  }
  const pass = async (hours: number, step = 6) => {
    for (let hour = 0; hour < hours; hour += step) await jump(step)
  }
  return { ...world, executor, delivered, pass, jump }
}
