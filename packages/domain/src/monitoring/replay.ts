import { actOnRun } from './act.ts'
import { replayOf } from './monitoring.rules.ts'
import { replayInput } from './monitoring.schema.ts'

/**
 * Starts another run with the event of an ended one; the same request again gives the same run. Errors: NotFound; RuleBroken
 * monitoring.replay.still-running, .function-gone, .of-all. Source: OPS-1.
 */
export const replay = actOnRun('replay', replayInput, replayOf, (operations, { runId, request }) =>
  operations.replay(runId, `${runId}:${request}`),
)
