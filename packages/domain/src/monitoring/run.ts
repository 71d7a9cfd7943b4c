import type { RunDetail } from '@ministry/workflows'
import { query } from '../verb.ts'
import { hidden, mask, maskName, maskProblem, telltalesOf, type Telltales } from './mask.ts'
import { cancelOf, makesSense, replayOf, retryOf } from './monitoring.rules.ts'
import { runInput, runOutput } from './monitoring.schema.ts'
import { oneRun } from './one-run.ts'

/**
 * A run with its event, steps, attempts and what it waits for; personal data hidden. Errors: NotFound; RuleBroken
 * monitoring.runs.on-server. Source: OPS-1.
 */
export const run = query({
  name: 'monitoring.run',
  permission: { action: 'read', noun: 'Operation' },
  input: runInput,
  output: runOutput,
  async run(ctx, { runId }) {
    const { run, standing, open } = await oneRun(ctx, 'read', runId)
    const [event] = run.events
    const telltales = telltalesOfRun(run)
    const failed = run.status === 'failed' || run.status === 'cancelled'
    return {
      ...partsOf(run, open, telltales),
      state: run.status,
      open,
      functionPresent: standing.functionPresent,
      eventId: event?.id ?? null,
      eventName: event?.name ?? null,
      event: open ? mask(event?.data) : hidden,
      output: failed ? null : open ? mask(run.output) : hidden,
      problem: failed ? problemOf(run.output, open, telltales) : null,
      acts: {
        retry: makesSense(retryOf, standing),
        cancel: makesSense(cancelOf, standing),
        replay: makesSense(replayOf, standing),
      },
    }
  },
})

/** What the run was told and has found out: whatever names of steps and errors have of it is hidden. */
const telltalesOfRun = ({ events, steps, output, status }: RunDetail) =>
  telltalesOf(
    events.map(({ data }) => data),
    steps.filter(({ failed }) => !failed).map(({ output }) => output),
    status === 'completed' ? output : null,
  )

const problemOf = (error: unknown, open: boolean, telltales: Telltales) => {
  const problem = maskProblem(error, telltales)
  return { ...problem, message: open ? problem.message : hidden }
}

function partsOf(run: RunDetail, open: boolean, telltales: Telltales) {
  const { id, functionId, startedAt, calledAt, endedAt, missingSince, stateBytes, parentRunId, replayOf, retries } = run
  // Where nobody can tell whose the run is, a name that isn't all code is hidden as a whole.
  const text = (name: string) => {
    const shown = maskName(name, telltales)
    return open || !shown.includes(hidden) ? shown : hidden
  }
  return {
    ...{ id, functionId, startedAt, calledAt, endedAt, missingSince, stateBytes, parentRunId, replayOf, retries },
    steps: run.steps.map(({ name, kind, completedAt, durationMs, failed, output }) => {
      const { data, error } = Object(output) as { data?: unknown; error?: unknown }
      const outcome = kind === 'event' ? output : data
      return {
        ...{ kind, completedAt, durationMs, failed },
        name: text(name),
        output: open ? mask(outcome) : hidden,
        problem: failed ? problemOf(error, open, telltales) : null,
      }
    }),
    attempts: run.attempts.map(({ stepName, attempt, error, failedAt, retryAt }) => ({
      step: stepName === null ? null : text(stepName),
      attempt: attempt + 1,
      problem: problemOf(error, open, telltales),
      failedAt,
      retryAt,
    })),
    pending: run.pending.map(({ kind, stepName, eventName, dueAt, attempt, crashes }) => ({
      ...{ kind, eventName, dueAt, attempt, crashes },
      step: stepName === null ? null : text(stepName),
    })),
    children: run.children.map(({ id, functionId, status, why }) => ({ id, functionId, state: status, why })),
  }
}
