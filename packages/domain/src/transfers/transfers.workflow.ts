/** The durable side of transfers: an offer that nobody answers ends. Source: PPL-4. */
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import { openMovements, systemCaller } from '../acting.ts'
import type { Services } from '../context.ts'
import { expire } from './expire.ts'

/** The Inngest functions of transfers. */
export function transfersFunctions(client: WorkflowClient, services: Services): WorkflowFunctions {
  return [
    client.createFunction(
      { id: 'transfers-expire', triggers: [{ cron: '40 * * * *' }], retries: 3, concurrency: { limit: 1 } },
      async ({ step }) => {
        const movements = await step.run('movements', () => openMovements(services))
        for (const movementId of movements)
          await step.run(`expire-${movementId}`, () =>
            expire.call(services, systemCaller([movementId], 'workflow:transfers-expire'), { movementId }),
          )
        return { movements: movements.length }
      },
    ),
  ]
}
