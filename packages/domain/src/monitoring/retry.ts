import { actOnRun } from './act.ts'
import { retryOf } from './monitoring.rules.ts'
import { actInput } from './monitoring.schema.ts'

/**
 * Lets a failed run go on where it failed, or one that waits for its next attempt try at once; what succeeded isn't repeated.
 * A second time changes nothing. Errors: NotFound; RuleBroken monitoring.retry.not-failed, .function-gone. Source: OPS-1.
 */
export const retry = actOnRun('retry', actInput, retryOf, async (operations, { runId }) => ({
  outcome: await operations.retry(runId),
}))
