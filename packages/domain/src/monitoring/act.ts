/** Acts on runs: checked and written down first, then done, so that nothing is done without a trace. Source: AUD-1, OPS-1. */
import type { Operations } from '@ministry/workflows'
import * as z from 'zod'
import type { Caller, Services } from '../context.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { actInput, actOutput } from './monitoring.schema.ts'
import type { Standing, Verdict } from './monitoring.rules.ts'
import { oneRun } from './one-run.ts'
import { operationsOf } from './reach.ts'

type Act = 'retry' | 'cancel' | 'replay'
interface Done {
  outcome: 'done' | 'unchanged' | 'unknown'
  runId?: string | null
}

/**
 * An act on a run. `rule` says whether it makes sense; `does` does it, and may be asked twice. The executor has transactions of
 * its own: what stands in the audit and was not done, because the process died in between, can be asked again.
 */
export function actOnRun<I extends typeof actInput>(
  act: Act,
  input: I,
  rule: (standing: Standing) => Verdict,
  does: (operations: Operations, input: z.output<I>) => Promise<Done>,
) {
  const note = mutation({
    name: `monitoring.${act}`,
    permission: { action: act, noun: 'Operation' },
    input: actInput,
    output: z.object({ verdict: z.enum(['go', 'nothing']) }),
    async run(ctx, { runId, reason }) {
      const { run, standing, node } = await oneRun(ctx, act, runId)
      const verdict = rule(standing)
      if (verdict === 'go')
        ctx.audit({
          noun: 'Operation',
          node,
          before: { state: run.status },
          after: { runId, functionId: run.functionId, act },
          reason,
        })
      return { verdict }
    },
  })
  return staged(note, {
    input,
    output: actOutput,
    async act(services: Services, caller: Caller, given: z.output<I>) {
      const { runId, reason } = given
      const { verdict } = await note.perform(services, caller, { runId, reason })
      if (verdict === 'nothing') return { outcome: 'unchanged', runId } as const
      const done = await does(operationsOf(services), given)
      return { outcome: done.outcome === 'done' ? 'done' : 'unchanged', runId: done.runId ?? runId } as const
    },
  })
}
