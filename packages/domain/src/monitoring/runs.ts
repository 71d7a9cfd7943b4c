import { isId } from '@ministry/kernel/id'
import type { RunQuery, RunSummary } from '@ministry/workflows'
import type * as z from 'zod'
import { query } from '../verb.ts'
import { hidden, maskName, maskText, telltalesOf } from './mask.ts'
import { runsInput, runsOutput } from './monitoring.schema.ts'
import { ownRuns } from './own.ts'
import { reachOf, type Owner, type Reach } from './reach.ts'

/**
 * Runs, newest first, by function, state, time, and the identifier of the run or its event. Errors: NotAllowed; RuleBroken
 * monitoring.runs.on-server. Source: OPS-1.
 */
export const runs = query({
  name: 'monitoring.runs',
  permission: { action: 'read', noun: 'Operation' },
  input: runsInput,
  output: runsOutput,
  async run(ctx, input) {
    const reach = await reachOf(ctx, 'read')
    const { rows, next } = await ownRuns(ctx, reach, queryOf(input), input.take)
    return { whole: reach.whole, next, rows: rows.map((run) => rowOf(run, reach)) }
  },
})

function queryOf({ functionId, state, since, until, search, after }: z.output<typeof runsInput>): RunQuery {
  return {
    ...(functionId && { functionId }),
    ...(state && { status: state }),
    ...(since && { since }),
    ...(until && { until }),
    ...(after && { before: after }),
    // Events of the outbox have UUIDs, runs ULIDs.
    ...(search && (isId(search) ? { eventId: search.toLowerCase() } : { id: search.toUpperCase() })),
  }
}

function rowOf({ owner, ...run }: RunSummary & { owner: Owner }, { whole }: Reach) {
  const { id, functionId, status, eventId, event, startedAt, calledAt, endedAt } = run
  const shown = owner === 'own' || whole
  const telltales = telltalesOf(event?.data)
  return {
    ...{ id, functionId, eventId, startedAt, calledAt, endedAt },
    state: status,
    eventName: event?.name ?? null,
    steps: run.steps.map((step) => (shown ? maskName(step, telltales) : hidden)),
    failure: run.failure === null ? null : shown ? maskText(run.failure, telltales) : hidden,
  }
}
