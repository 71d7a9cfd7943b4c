import { createHash } from 'node:crypto'
import { systemClock } from '@ministry/kernel/calendar'
import { unavailable } from '@ministry/kernel/errors'
import { ulid } from 'ulid'
import { ops, readFailure, syncAnswer, type FunctionConfig, type Op, type StepFailure } from './protocol.ts'
import { signature } from './signature.ts'
import type { Job } from './store-jobs.ts'
import type { Run } from './store-runs.ts'

/** The handler that `serve()` of the SDK makes. */
export type SdkHandler = (request: Request) => Promise<Response>

/** Where the handler thinks that it is served; nothing listens there. */
const APP_URL = 'http://inngest.embedded/api/inngest'
const PROTOCOL_VERSION = 2

/** How a function answered to one call. */
export type Answer =
  | { kind: 'output'; output: unknown }
  | { kind: 'ops'; ops: Op[]; mayRetry: boolean; retryAfter: string | null }
  | { kind: 'error'; error: StepFailure; mayRetry: boolean; retryAfter: string | null }

export interface SdkCaller {
  /** Reads the configuration of every function. Throws Unavailable if the handler doesn't answer as an SDK does. */
  sync(): Promise<FunctionConfig[]>
  /** Calls a function for one job. Never throws: a failed call is an answer of kind `error`. */
  call(job: Job, run: Run & { outputs: Record<string, unknown> }, maxAttempts: number): Promise<Answer>
}

/** Speaks to the SDK in process, with signed requests. Source: SDK spec §4.3.5 (in-band sync), §4.4.1 (call). */
export function sdkCaller(handler: SdkHandler, signingKey: string): SdkCaller {
  const request = (method: string, query: Record<string, string>, headers: Record<string, string>, body: unknown) => {
    const url = new URL(APP_URL)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const seconds = Math.floor(systemClock.now().getTime() / 1_000)
    return handler(
      new Request(url, {
        method,
        headers: {
          'content-type': 'application/json',
          host: url.host,
          'x-inngest-server-kind': 'cloud',
          'x-inngest-signature': signature(body, signingKey, seconds),
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    )
  }

  return {
    async sync() {
      const response = await request('PUT', {}, { 'x-inngest-sync-kind': 'in_band' }, { url: APP_URL })
      const text = await response.text()
      if (response.status !== 200) throw unavailable('workflows.sync', new Error(`sync: ${response.status} ${text}`))
      return syncAnswer.parse(JSON.parse(text)).functions
    },
    async call(job, run, maxAttempts) {
      try {
        const response = await request(
          'POST',
          { fnId: run.functionId, stepId: job.stepId ?? 'step' },
          {
            'x-inngest-req-version': String(PROTOCOL_VERSION),
            'x-run-id': run.id,
            'x-request-id': ulid(),
            'x-inngest-job-id': job.id,
            'x-inngest-generation-id': String(job.generation),
          },
          callBody(job, run, maxAttempts),
        )
        return readAnswer(response, await response.text())
      } catch (error) {
        return { kind: 'error', error: readFailure(error), mayRetry: true, retryAfter: null }
      }
    },
  }
}

function callBody(job: Job, run: Run & { outputs: Record<string, unknown> }, maxAttempts: number) {
  const steps: Record<string, unknown> = {}
  for (const id of run.completed) steps[id] = run.outputs[id] ?? null
  return {
    version: PROTOCOL_VERSION,
    event: run.events[0],
    events: run.events,
    steps,
    defers: {},
    use_api: false,
    ctx: {
      run_id: run.id,
      fn_id: uuidOf(run.functionId),
      qi_id: job.id,
      attempt: job.attempt,
      max_attempts: maxAttempts,
      disable_immediate_execution: run.racing.length > 0 || run.pending.length > 0,
      use_api: false,
      env: '',
      step_id: job.stepId ?? 'step',
      stack: { stack: run.completed, current: run.completed.length },
    },
  }
}

function readAnswer(response: Response, text: string): Answer {
  const retryAfter = response.headers.get('retry-after')
  const mayRetry = response.headers.get('x-inngest-no-retry') !== 'true'
  const body = parse(text)
  if (response.status === 200) return { kind: 'output', output: body }
  if (response.status !== 206) return { kind: 'error', error: readFailure(body), mayRetry, retryAfter }
  const read = ops.safeParse(body)
  if (read.success) return { kind: 'ops', ops: read.data, mayRetry, retryAfter }
  const error = { name: 'UnreadableAnswer', message: read.error.message }
  return { kind: 'error', error, mayRetry: false, retryAfter: null }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The SDK checkpoints only when it is told a UUID of the function: one that follows from its name. */
function uuidOf(functionId: string): string {
  const hex = createHash('sha256').update(functionId).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
