import { createHash } from 'node:crypto'

/** One call of a function and its answer, without what differs from run to run. */
export interface DistilledCall {
  /** `step` for the function itself, else the name of the planned step. */
  step: string
  /** `-1` on the first call: the SDK chooses. */
  version: number
  attempt: number
  maxAttempts: number
  /** Steps are to be planned, not done at once. */
  planFirst: boolean
  /** Names of completed steps, sorted: parallel steps complete in any order. */
  stack: string[]
  memo: Record<string, unknown>
  status: number
  noRetry: string | null
  retryAfter: string | null
  ops: unknown
}

export interface Exchange {
  runId: string
  functionId: string
  stepId: string
  body: Record<string, unknown>
  status: number
  headers: Record<string, string>
  answer: string
}

const STEP_NAMES =
  `a b nap flaky px py pz wait-approval last w double call call-fail emit fast slow after-race bad bad2 before zz
  after work same same:1 same:2 same:3 same:4`.split(/\s+/)
const nameById = new Map(STEP_NAMES.map((name) => [createHash('sha1').update(name).digest('hex'), name]))

/** Exchanges as one line per run: `function label` and its calls in order; parallel calls sorted by their step. */
export function distil(exchanges: Exchange[]): string[] {
  const runs = new Map<string, Exchange[]>()
  for (const exchange of exchanges) runs.set(exchange.runId, [...(runs.get(exchange.runId) ?? []), exchange])
  return [...runs.values()]
    .map((calls) => JSON.stringify({ run: labelOf(calls), calls: ordered(calls.map(distilCall)) }))
    .toSorted()
}

function labelOf([first]: Exchange[]): string {
  const { data } = first?.body['event'] as { data: Record<string, unknown> }
  const of = data['id'] ?? data['kind'] ?? data['v'] ?? data['n'] ?? data['key'] ?? ''
  return `${first?.functionId.replace(/^[^-]+-/, '')} ${String(of)}`.trim()
}

function ordered(calls: DistilledCall[]): DistilledCall[] {
  const sorted: DistilledCall[] = []
  let group: DistilledCall[] = []
  for (const call of calls) {
    if (call.step === 'step') {
      sorted.push(...group.toSorted((a, b) => a.step.localeCompare(b.step)))
      group = []
      sorted.push(call)
    } else group.push(call)
  }
  return [...sorted, ...group.toSorted((a, b) => a.step.localeCompare(b.step))]
}

function distilCall({ stepId, body, status, headers, answer }: Exchange): DistilledCall {
  const context = body['ctx'] as {
    attempt: number
    max_attempts: number
    disable_immediate_execution: boolean
    stack: { stack: string[] }
  }
  const steps = body['steps'] as Record<string, unknown>
  const named = Object.entries(steps).map(([id, value]) => [nameOf(id), tidy(value)] as const)
  return {
    step: nameOf(stepId),
    version: body['version'] as number,
    attempt: context.attempt,
    maxAttempts: context.max_attempts,
    planFirst: context.disable_immediate_execution,
    stack: context.stack.stack.map(nameOf).toSorted(),
    memo: Object.fromEntries(named.toSorted(([a], [b]) => a.localeCompare(b))),
    status,
    noRetry: headers['x-inngest-no-retry'] ?? null,
    retryAfter: headers['retry-after'] ?? null,
    ops: answerOf(JSON.parse(answer)),
  }
}

const nameOf = (id: string) => nameById.get(id) ?? id

function answerOf(answer: unknown): unknown {
  if (!Array.isArray(answer)) return tidy(answer)
  const all = answer as Record<string, unknown>[]
  return all
    .map(({ op, displayName, name, opts, data, error }) => ({
      op,
      of: displayName ?? null,
      name: name ?? null,
      opts: tidy(opts ?? null),
      data: tidy(data ?? null),
      error: tidy(error ?? null),
    }))
    .toSorted((a, b) => String(a.of).localeCompare(String(b.of)))
}

const VOLATILE = new Set(['stack', 'id', 'ts', 'ids', '_inngest', 'v'])

/** Without stacks, ids and times; keys sorted. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy)
  if (typeof value === 'string')
    return value.replace(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, '<time>').replace(/^(spike|conformance)-/, '<app>-')
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => !VOLATILE.has(name))
  return Object.fromEntries(entries.map(([name, inner]) => [name, tidy(inner)]).toSorted(byName))
}

const byName = (a: unknown[], b: unknown[]) => String(a[0]).localeCompare(String(b[0]))
