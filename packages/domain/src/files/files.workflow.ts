/** What files do by themselves. Source: DOC-1. */
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import type { Caller, Services } from '../context.ts'
import { sweep } from './sweep.ts'

const caller: Caller = { principal: null, system: 'workflow:files.sweep', request: { id: 'workflow:files.sweep' } }

/** The Inngest functions of files: every hour, what nobody attached and what belongs to no file goes. */
export const filesFunctions = (client: WorkflowClient, services: Services): WorkflowFunctions => [
  client.createFunction({ id: 'files-sweep', triggers: [{ cron: '23 * * * *' }], retries: 3 }, async ({ step }) => {
    for (let part = 0; ; part++) {
      const { finished } = await step.run(`part-${part}`, () => sweep.call(services, caller, { take: 200 }))
      if (finished) return { parts: part + 1 }
    }
  }),
]
