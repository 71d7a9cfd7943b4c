/** What webhooks do by themselves: messages are sent until they arrive, or for about a day. Source: API-1. */
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import type { Caller, Services } from '../context.ts'
import { attempt } from './attempt.ts'
import { removeOld } from './remove-old.ts'
import { deliveryQueued } from './webhooks.events.ts'
import { waits } from './webhooks.rules.ts'

const as = (system: string, id = system): Caller => ({ principal: null, system, request: { id } })

/** The Inngest functions of webhooks: one run for each message, so that one address that is slow holds up no other. */
export const webhooksFunctions = (client: WorkflowClient, services: Services): WorkflowFunctions => [
  client.createFunction(
    {
      ...{ id: 'webhooks-deliver', triggers: [deliveryQueued.type], retries: 5 },
      concurrency: [{ limit: 20 }, { key: 'event.data.endpointId', limit: 3 }],
    },
    async ({ event, step }) => {
      for (let n = 0; ; n++) {
        const wait = waits[n]
        const outcome = await step.run(`attempt-${n}`, () =>
          attempt.call(services, as('workflow:webhooks.deliver', event.id), {
            ...{ deliveryId: event.data.deliveryId, last: wait === undefined },
          }),
        )
        if (outcome.done || wait === undefined) return outcome
        await step.sleep(`wait-${n}`, wait * 1000)
      }
    },
  ),
  client.createFunction(
    { id: 'webhooks-remove-old', triggers: [{ cron: '17 3 * * *' }], retries: 3 },
    async ({ step }) => {
      for (let part = 0; ; part++) {
        const { finished } = await step.run(`part-${part}`, () =>
          removeOld.call(services, as('workflow:webhooks.remove-old'), { take: 1000 }),
        )
        if (finished) return { parts: part + 1 }
      }
    },
  ),
]
