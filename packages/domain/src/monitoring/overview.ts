import type { Overview, Stuck } from '@ministry/workflows'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { healthOf } from './monitoring.rules.ts'
import { overviewOutput, type stuck } from './monitoring.schema.ts'
import { ownRuns } from './own.ts'
import { operationsOf, ownersOf, reachOf, type Reach } from './reach.ts'

/**
 * How well the durable functions are: counts, ages, and what is stuck and why. Where there are other movements, counts of
 * runs are left out; ages tell of the machine that all share. Errors: NotAllowed. Source: OPS-1.
 */
export const overview = query({
  name: 'monitoring.overview',
  permission: { action: 'read', noun: 'Operation' },
  input: z.object({}),
  output: overviewOutput,
  async run(ctx) {
    const reach = await reachOf(ctx, 'read')
    const outbox = await ctx.services.workflows.outboxLag()
    const { engine } = ctx.services.workflows
    if (engine.at === 'server') {
      const health = healthOf({ seenSeconds: undefined, oldestSeconds: outbox.oldestSeconds, whys: [] })
      return { whole: reach.whole, outbox, engine: { at: engine.at, address: engine.address, health } }
    }
    const [counted, functions, all] = await Promise.all([
      engine.operations.overview(),
      engine.operations.functions(),
      engine.operations.stuck(),
    ])
    const oldestDueSeconds = secondsSince(ctx, counted.oldestDueAt)
    const oldestUnroutedSeconds = secondsSince(ctx, counted.oldestUnroutedAt)
    const health = healthOf({
      seenSeconds: secondsSince(ctx, counted.leaderSeenAt ?? new Date(0)),
      oldestSeconds: Math.max(outbox.oldestSeconds, oldestDueSeconds, oldestUnroutedSeconds),
      whys: all.map(({ why }) => why),
    })
    return {
      whole: reach.whole,
      outbox,
      engine: {
        at: engine.at,
        health,
        functions: functions.filter(({ present }) => present).length,
        leaderSeenAt: counted.leaderSeenAt,
        oldestDueSeconds,
        oldestUnroutedSeconds,
        ...(await failuresOf(ctx, reach)),
        numbers: reach.whole ? numbersOf(counted) : null,
        stuck: await ownStuck(ctx, reach, all),
      },
    }
  },
})

const MOST_FAILED = 100
/** Failures of the reader's; past what is counted it says that there may be more. */
async function failuresOf(ctx: Context, reach: Reach) {
  const { rows, next } = await ownRuns(ctx, reach, { status: 'failed', since: dayBefore(ctx) }, MOST_FAILED)
  return { failedLastDay: rows.length, failedMore: next !== null }
}
const dayBefore = ({ at }: Context) => new Date(at.getTime() - 86_400_000)

const secondsSince = ({ at }: Context, since: Date | null) =>
  since ? Math.max(0, (at.getTime() - since.getTime()) / 1000) : 0

const numbersOf = (counted: Overview) => ({
  running: counted.running,
  sleeping: counted.sleeping,
  waiting: counted.waiting,
  dueJobs: counted.dueJobs,
  unroutedEvents: counted.unroutedEvents,
  completedLastDay: counted.completedLastDay,
})

/** What is stuck for these eyes. Keys and details are left out: they are taken from events. */
async function ownStuck(ctx: Context, reach: Reach, all: readonly Stuck[]): Promise<z.input<typeof stuck>[]> {
  const ids = all.flatMap(({ runId }) => runId ?? [])
  const runs = ids.length ? await operationsOf(ctx.services).runs({ ids, limit: ids.length }) : []
  const owners = await ownersOf(
    ctx,
    reach,
    runs.map(({ event }) => event),
  )
  const hidden = new Set(runs.filter((_, index) => owners[index] === 'others').map(({ id }) => id))
  return all
    .filter(({ runId }) => runId === null || !hidden.has(runId))
    .map(({ why, runId, functionId, since, until, detail }) => ({
      why,
      runId,
      functionId,
      since,
      until,
      eventName: why === 'unrouted' && reach.whole ? detail : null,
      times: why === 'crashes' || why === 'retrying' ? Number(detail) : null,
    }))
}
