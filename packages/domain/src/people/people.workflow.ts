/** The durable side of people: who is on record twice is sought by night. Source: PPL-5. */
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import { openMovements, systemCaller } from '../acting.ts'
import type { Services } from '../context.ts'
import { sweep } from './duplicates/sweep.ts'

/** So many pieces of a movement in one run: whoever is left comes with the next, an hour later. */
const PIECES = 400

/** The Inngest functions of people. Piece after piece, each a step: a killed process goes on where it was. */
export function peopleFunctions(client: WorkflowClient, services: Services): WorkflowFunctions {
  return [
    client.createFunction(
      { id: 'people-duplicates', triggers: [{ cron: '17 * * * *' }], retries: 3, concurrency: { limit: 1 } },
      async ({ step }) => {
        const system = 'workflow:people-duplicates'
        const total = { people: 0, pairs: 0 }
        for (const movementId of await step.run('movements', () => openMovements(services))) {
          let after: string | undefined
          for (let piece = 0; piece < PIECES; piece++) {
            const swept = await step.run(`${movementId}-${piece}`, () =>
              sweep.call(services, systemCaller([movementId], system), { movementId, after, take: 1000 }),
            )
            total.people += swept.people
            total.pairs += swept.pairs
            if (swept.next === null) break
            after = swept.next
          }
        }
        return total
      },
    ),
  ]
}
