/** The durable side of follow-ups: the day is told, and what nobody sees to any more. Source: PPL-6, MSG-3. */
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import { openMovements, systemCaller } from '../acting.ts'
import { seatsGivenUp } from '../approvals/index.ts'
import type { Services } from '../context.ts'
import { passOn } from './pass-on.ts'
import { remind } from './remind.ts'
import { tellLeft } from './tell-left.ts'

/** The Inngest functions of follow-ups. */
export function followUpsFunctions(client: WorkflowClient, services: Services): WorkflowFunctions {
  return [
    client.createFunction(
      { id: 'follow-ups-due', triggers: [{ cron: '15 * * * *' }], retries: 3, concurrency: { limit: 1 } },
      async ({ step }) => {
        const movements = await step.run('movements', () => openMovements(services))
        for (const movementId of movements)
          await step.run(`remind-${movementId}`, () =>
            remind.call(services, systemCaller([movementId], 'workflow:follow-ups-due'), { movementId }),
          )
        return { movements: movements.length }
      },
    ),
    client.createFunction(
      { id: 'follow-ups-left', triggers: [seatsGivenUp.type], retries: 10 },
      async ({ event, step }) => {
        const { movementId, personId: assigneeId, endsAt, handedTo } = event.data
        await step.sleepUntil('end', endsAt)
        // A successor sees to it before anybody hears that nobody does.
        for (let part = 0, left = handedTo !== undefined; handedTo && left; part++)
          ({ left } = await step.run(`pass-on-${part}`, () =>
            passOn.call(services, systemCaller([movementId], 'workflow:follow-ups-left'), {
              ...{ nodeId: handedTo.nodeId, fromId: assigneeId, toId: handedTo.personId },
            }),
          ))
        return step.run('tell', () =>
          tellLeft.call(services, systemCaller([movementId], 'workflow:follow-ups-left'), {
            ...{ movementId, assigneeId, eventId: endsAt },
          }),
        )
      },
    ),
  ]
}
