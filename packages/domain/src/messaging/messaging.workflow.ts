/** What messaging does by itself: delivery, the provider's reports, the daily summary, and what is removed. Source: MSG-1, MSG-2, MSG-3. */
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import type { Caller, Services } from '../context.ts'
import { mailQueued } from '../mail.ts'
import { applyReport } from './apply-report.ts'
import { deliver } from './deliver.ts'
import { reportReceived, suppressionLifted } from './messaging.events.ts'
import { giveUp } from './note-delivery.ts'
import { reactivate } from './reactivate.ts'
import { removeOld } from './remove-old.ts'
import { sendDigests } from './send-digests.ts'

const as = (system: string, id = system): Caller => ({ principal: null, system, request: { id } })

/** The Inngest functions of messaging: one run for each mail, tried again for about a day where the provider is away. */
export const messagingFunctions = (client: WorkflowClient, services: Services): WorkflowFunctions => [
  client.createFunction(
    {
      id: 'messaging-deliver',
      triggers: [mailQueued.type],
      retries: 20,
      concurrency: { limit: 5 },
      async onFailure({ event, step }) {
        const { mailId } = (event.data as unknown as { event: { data: { mailId: string } } }).event.data
        await step.run('give-up', () => giveUp.call(services, as('workflow:messaging.deliver'), { mailId }))
      },
    },
    async ({ event, step }) => {
      for (let night = 0; ; night++) {
        const outcome = await step.run(`deliver-${night}`, () =>
          deliver.call(services, as('workflow:messaging.deliver', event.id), { mailId: event.data.mailId }),
        )
        if (!outcome.until) return outcome
        await step.sleepUntil(`quiet-hours-${night}`, outcome.until)
      }
    },
  ),
  client.createFunction(
    { id: 'messaging-apply-report', triggers: [reportReceived.type], retries: 10, concurrency: { limit: 5 } },
    ({ event, step }) =>
      step.run('apply', () =>
        applyReport.call(services, as('workflow:messaging.apply-report', event.id), { reportId: event.data.reportId }),
      ),
  ),
  client.createFunction(
    { id: 'messaging-digests', triggers: [{ cron: '7 * * * *' }], retries: 3 },
    async ({ step }) => {
      for (let part = 0; ; part++) {
        const { finished } = await step.run(`readers-${part}`, () =>
          sendDigests.call(services, as('workflow:messaging.digests'), { take: 200 }),
        )
        if (finished) return { parts: part + 1 }
      }
    },
  ),
  client.createFunction(
    { id: 'messaging-remove-old', triggers: [{ cron: '41 2 * * *' }], retries: 3 },
    async ({ step }) => {
      for (let part = 0; ; part++) {
        const { finished } = await step.run(`remove-${part}`, () =>
          removeOld.call(services, as('workflow:messaging.remove-old'), { take: 1000 }),
        )
        if (finished) return { parts: part + 1 }
      }
    },
  ),
  client.createFunction(
    { id: 'messaging-reactivate', triggers: [suppressionLifted.type], retries: 10 },
    async ({ event, step }) => {
      await step.run('reactivate', () =>
        reactivate.call(services, as('workflow:messaging.reactivate', event.id), {
          suppressionId: event.data.suppressionId,
        }),
      )
    },
  ),
]
