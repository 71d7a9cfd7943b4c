import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { query } from '../verb.ts'
import { assertSystem } from '../acting.ts'
import { candidates, searches } from './candidates.ts'
import { sweepPlan } from './sweep-plan.ts'

/**
 * People of a movement who may have something due, as one search finds them; `act` decides. Only the workflow calls it.
 * Errors: NotAllowed. Source: AUT-1 to AUT-4.
 */
export const due = query({
  name: 'automation.due',
  permission: { action: 'run', noun: 'Automation' },
  input: z.object({
    movementId: id(),
    search: z.enum(searches),
    after: id().optional(),
    take: z.number().int().min(1).max(5000),
  }),
  output: z.object({ personIds: z.array(id()) }),
  timeout: 60_000,
  async run(ctx, { movementId, search, ...page }) {
    assertSystem(ctx)
    return {
      personIds: await candidates(ctx, search, await sweepPlan(ctx, { id: movementId, scopeIds: [movementId] }), page),
    }
  },
})
