/** The durable side of large files of people: written in the background, with their author's rights of the moment. Source: REP-3. */
import { MinistryError } from '@ministry/kernel/errors'
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import { NonRetriableError } from 'inngest'
import type { Services } from '../context.ts'
import { failExport } from './exports/fail.ts'
import { writeExport } from './exports/write.ts'
import { exportRequested } from './people.events.ts'

const system = 'workflow:people.exports'
interface Asked {
  exportId: string
  accountId: string
}

/** The Inngest functions of files of people. One file is one step: what was half written begins again and is never seen. */
export const exportsFunctions = (client: WorkflowClient, services: Services): WorkflowFunctions => [
  client.createFunction(
    {
      id: 'people-exports',
      triggers: [{ event: exportRequested.name }],
      retries: 3,
      // Each holds a packed file in memory; nobody's files hold up all others'.
      concurrency: [{ limit: 2 }, { key: 'event.data.accountId', limit: 1 }],
      async onFailure({ event, step }) {
        const { event: asked } = event.data as unknown as { event: { data: Asked } }
        await step.run('fail', () => failExport(services, asked.data.exportId, asked.data.accountId))
      },
    },
    async ({ event, step }) => {
      const { exportId, accountId } = event.data as unknown as Asked
      return step.run('write', async () => {
        const principal = await services.auth.sessions.principalOf(accountId)
        if (!principal) throw new NonRetriableError('NotSignedIn')
        try {
          return await writeExport.call(services, { principal, system, request: { id: system } }, { id: exportId })
        } catch (error) {
          // A right that has ended stays ended.
          if (error instanceof MinistryError && error.kind !== 'Unavailable') throw new NonRetriableError(error.kind)
          throw error
        }
      })
    },
  ),
]
