import { createTestDatabase, type TestDatabase } from '@ministry/db/test'
import { fixedClock } from '@ministry/kernel/calendar'
import { afterEach, beforeAll } from 'vitest'
import {
  createExecutor,
  createWorkflowClient,
  serveInProcess,
  type Executor,
  type ExecutorOptions,
  type WorkflowClient,
  type WorkflowFunctions,
} from '../index.ts'
import type { Log } from '../log.ts'
import { travel, type MovableClock } from './time-travel.ts'

export interface RunningWorkflows {
  executor: Executor
  client: WorkflowClient
  clock: MovableClock
  /** Lines of the log at warn and error. */
  complaints: string[]
  /** Sends events and waits until everything that is due has happened. */
  send(...events: { name: string; data?: Record<string, unknown>; id?: string; ts?: number }[]): Promise<void>
  travel(duration: string): Promise<void>
}

export interface Harness {
  database(): TestDatabase
  /** Starts an executor; it is stopped after the test. */
  start(
    functions: (client: WorkflowClient) => WorkflowFunctions,
    options?: Partial<ExecutorOptions>,
  ): Promise<RunningWorkflows>
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
}

export const START = '2026-03-02T08:00:00.000Z'
const TABLES = ['job', 'wait', 'step', 'attempt', 'run', 'event', 'idempotency', 'pace', 'leader']
  .map((name) => `workflow.${name}`)
  .join(', ')

/** A database for the test file; its workflow tables are empty before each test. */
export function workflowHarness(): Harness {
  let database: TestDatabase
  const running: Executor[] = []
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((executor) => executor.stop()))
    await database.owner.query(`truncate ${TABLES}`)
  })
  return {
    database: () => database,
    async start(functions, options = {}) {
      const clock = (options.clock as MovableClock | undefined) ?? fixedClock(START)
      const complaints: string[] = []
      const executor = createExecutor({
        connectionString: database.urls.executor,
        clock,
        log: complaining(complaints),
        random: () => 0,
        graceMs: 3_000,
        leadershipRetryMs: 50,
        ...options,
      })
      running.push(executor)
      const client = createWorkflowClient({ id: 'test', executor, clock })
      await executor.start(serveInProcess(client, functions(client)))
      return {
        executor,
        client,
        clock,
        complaints,
        async send(...events) {
          await client.send(events)
          await executor.idle()
        },
        travel: (duration) => travel(executor, clock, duration),
      }
    },
    async query<Row extends object>(text: string, values: unknown[] = []) {
      return (await database.owner.query<Row>(text, values)).rows
    },
  }
}

function complaining(complaints: string[]): Log {
  const keep = (fields: object, message: string) => void complaints.push(`${message} ${JSON.stringify(fields)}`)
  const ignore = () => undefined
  return { debug: ignore, info: ignore, warn: keep, error: keep }
}
