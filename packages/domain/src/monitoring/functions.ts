import type { RunSummary } from '@ministry/workflows'
import * as z from 'zod'
import { query } from '../verb.ts'
import { functionsOutput } from './monitoring.schema.ts'
import { ownRuns } from './own.ts'
import { operationsOf, reachOf } from './reach.ts'

const NEWEST = 2_000
const DAY_MS = 86_400_000

/**
 * The durable functions: triggers, limits, and counts by state. Where there are other movements, the counts are of the
 * reader's own among the newest runs of all, and `counted` says among how many where there are more. Errors: NotAllowed; RuleBroken monitoring.runs.on-server. Source: OPS-1.
 */
export const functions = query({
  name: 'monitoring.functions',
  permission: { action: 'read', noun: 'Operation' },
  input: z.object({}),
  output: functionsOutput,
  async run(ctx) {
    const reach = await reachOf(ctx, 'read')
    const all = await operationsOf(ctx.services).functions()
    const looked = reach.whole ? undefined : await ownRuns(ctx, reach, {}, NEWEST, NEWEST)
    const newest = looked?.rows
    return {
      whole: reach.whole,
      counted: looked && looked.next !== null ? NEWEST : null,
      functions: all.map((row) => ({
        ...row,
        counts: newest
          ? countsOf(
              newest.filter(({ functionId }) => functionId === row.id),
              ctx.at.getTime() - DAY_MS,
            )
          : row,
      })),
    }
  },
})

function countsOf(runs: readonly RunSummary[], dayAgo: number) {
  const of = (state: string) => runs.filter(({ status }) => status === state)
  return {
    running: of('running').length,
    completed: of('completed').length,
    cancelled: of('cancelled').length,
    failed: of('failed').length,
    failedLastDay: of('failed').filter(({ endedAt }) => endedAt && endedAt.getTime() > dayAgo).length,
  }
}
