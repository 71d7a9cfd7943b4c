/** Delivery of mails: one run a mail, tried again for about a day where the provider is away. Source: MSG-1. */
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import type { Services } from '../context.ts'
import { mailQueued } from '../mail.ts'
import { deliver } from './deliver.ts'

/** The Inngest functions of messaging. */
export const messagingFunctions = (client: WorkflowClient, services: Services): WorkflowFunctions => [
  client.createFunction(
    { id: 'messaging-deliver', triggers: [mailQueued.type], retries: 20, concurrency: { limit: 5 } },
    ({ event, step }) =>
      step.run('deliver', () => {
        const caller = { principal: null, system: 'workflow:messaging.deliver', request: { id: event.id ?? 'none' } }
        return deliver.call(services, caller, { mailId: event.data.mailId })
      }),
  ),
]
