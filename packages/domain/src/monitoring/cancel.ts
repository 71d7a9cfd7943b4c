import { actOnRun } from './act.ts'
import { cancelOf } from './monitoring.rules.ts'
import { actInput } from './monitoring.schema.ts'

/**
 * Ends a run that is under way; the step at hand ends, and its result isn't kept. A second time changes nothing. The reason
 * stands in the audit alone. Errors: NotFound; RuleBroken monitoring.cancel.ended, .of-all. Source: OPS-1.
 */
export const cancel = actOnRun('cancel', actInput, cancelOf, async (operations, { runId }) => ({
  outcome: await operations.cancel(runId, 'cancelled by an operator'),
}))
