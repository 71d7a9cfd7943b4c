import { createHash } from 'node:crypto'
import { unavailable } from '@ministry/kernel/errors'
import { ops, readFailure, syncAnswer, type FunctionConfig, type Op, type StepFailure } from './protocol.ts'
import type { Job } from './store-queue.ts'
import type { LoadedRun } from './store-runs.ts'

/** What the handler of `serveInProcess` takes: a request that never was on a wire. */
export interface SdkRequest {
  method: 'PUT' | 'POST'
  url: URL
  /** Names in lower case. */
  headers: Record<string, string>
  /** What a server would have sent as JSON. */
  body: unknown
}

export interface SdkResponse {
  status: number
  headers: Record<string, string>
  body: string
}

/** The handler that `serveInProcess` makes. */
export type SdkHandler = (request: SdkRequest) => Promise<SdkResponse>

/** Where the handler thinks that it is served; nothing listens there. */
const APP_URL = 'http://inngest.embedded/api/inngest'
const PROTOCOL_VERSION = 2
/** The SDK chooses: what a server says when it calls for the first time. */
const UNKNOWN_VERSION = -1

/** How a function answered to one call. */
export type Answer =
  | { kind: 'output'; output: unknown }
  | { kind: 'ops'; ops: Op[]; mayRetry: boolean; retryAfter: string | null }
  | { kind: 'error'; error: StepFailure; mayRetry: boolean; retryAfter: string | null }

export interface SdkCaller {
  /** Reads the configuration of every function. Throws Unavailable if the handler doesn't answer as an SDK does. */
  sync(): Promise<FunctionConfig[]>
  /** Calls a function for one job. Never throws: a failed call is an answer of kind `error`. */
  call(job: Job, run: LoadedRun, maxAttempts: number): Promise<Answer>
}

/** Speaks to the SDK in process. Source: SDK spec §4.3.5 (in-band sync), §4.4.1 (call). */
export function sdkCaller(handler: SdkHandler, { callTimeoutMs }: { callTimeoutMs: number }): SdkCaller {
  const base = { 'content-type': 'application/json', host: new URL(APP_URL).host, 'x-inngest-server-kind': 'cloud' }

  return {
    async sync() {
      const { status, body } = await handler({
        method: 'PUT',
        url: new URL(APP_URL),
        headers: { ...base, 'x-inngest-sync-kind': 'in_band' },
        body: { url: APP_URL },
      })
      if (status !== 200) throw unavailable('workflows.sync', new Error(`sync: ${status} ${body}`))
      return syncAnswer.parse(JSON.parse(body)).functions
    },
    async call(job, run, maxAttempts) {
      const url = new URL(APP_URL)
      url.search = `fnId=${encodeURIComponent(run.functionId)}&stepId=${encodeURIComponent(job.stepId ?? 'step')}`
      const headers = {
        ...base,
        'x-run-id': run.id,
        'x-inngest-job-id': job.id,
        'x-inngest-generation-id': String(job.generation),
      }
      try {
        const answered = handler({ method: 'POST', url, headers, body: callBody(job, run, maxAttempts) })
        const response = await within(callTimeoutMs, answered)
        return response ? readAnswer(response) : unanswered(callTimeoutMs)
      } catch (error) {
        return { kind: 'error', error: readFailure(error), mayRetry: true, retryAfter: null }
      }
    },
  }
}

/** The result, or undefined if it isn't there in time. */
async function within<T>(milliseconds: number, result: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined)
  })
  try {
    return await Promise.race([result, late])
  } finally {
    clearTimeout(timer)
  }
}

const unanswered = (milliseconds: number): Answer => ({
  kind: 'error',
  error: { name: 'CallTimeout', message: `A step did not end within ${Math.round(milliseconds / 1_000)} seconds.` },
  mayRetry: true,
  retryAfter: null,
})

function callBody(job: Job, run: LoadedRun, maxAttempts: number) {
  const steps: Record<string, unknown> = {}
  for (const id of run.completed) steps[id] = run.outputs[id] ?? null
  return {
    version: run.calledAt || run.completed.length ? PROTOCOL_VERSION : UNKNOWN_VERSION,
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

function readAnswer({ status, headers, body: text }: SdkResponse): Answer {
  const header = (wanted: string) =>
    Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null
  const retryAfter = header('retry-after')
  const mayRetry = header('x-inngest-no-retry') !== 'true'
  const body = parse(text)
  if (status === 200) return { kind: 'output', output: body }
  if (status !== 206) return { kind: 'error', error: readFailure(body), mayRetry, retryAfter }
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
