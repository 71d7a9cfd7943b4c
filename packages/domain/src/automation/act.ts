import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { mutation } from '../verb.ts'
import { assertSystem } from '../acting.ts'
import { takeSteps } from './take-steps.ts'

/**
 * Does what is due today for these people, each step once, whenever and however often it is asked. Only the workflow calls it.
 * Errors: NotAllowed; Conflict `verb.meanwhile` where two sweeps meet. Source: AUT-1 to AUT-4.
 */
export const act = mutation({
  name: 'automation.act',
  permission: { action: 'run', noun: 'Automation' },
  input: z.object({ personIds: z.array(id()).max(500) }),
  output: z.object({ steps: z.number().int() }),
  timeout: 120_000,
  async run(ctx, { personIds }) {
    assertSystem(ctx)
    return { steps: await takeSteps(ctx, personIds) }
  },
})
