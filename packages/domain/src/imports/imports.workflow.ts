/** The durable side of an import: chunk after chunk, each a step, so that a killed process goes on where it was. Source: IMP-4. */
import { MinistryError, notSignedIn, type ErrorKind } from '@ministry/kernel/errors'
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import { NonRetriableError } from 'inngest'
import type { Caller, Services } from '../context.ts'
import type { Verb } from '../verb.ts'
import { commitChunk } from './commit-chunk.ts'
import { fail } from './fail.ts'
import { stoppedBy } from './imports.codes.ts'
import { commitRequested, planRequested, undoRequested } from './imports.events.ts'
import { planChunk } from './plan-chunk.ts'
import { undoChunk } from './undo-chunk.ts'

const ROWS = 500

interface Asked {
  importId: string
  accountId: string
  personId: string
  nodeId: string
  scopeIds: string[]
}
/** The importer's own rights may be what has ended: to say so, the system acts with an administrator's sight of that one node. */
const stopper = ({ accountId, personId, nodeId, scopeIds }: Asked, system: string): Caller => ({
  principal: {
    accountId,
    personId,
    roles: [{ role: 'campus-administrator', nodeId, scopeIds, startsAt: new Date(0), endsAt: null }],
  },
  system,
  request: { id: system },
})

/** The Inngest functions of imports. `principalOf` reads the importer's rights anew for every chunk (IMP-6). */
export function importsFunctions(client: WorkflowClient, services: Services): WorkflowFunctions {
  const callerFor = async (accountId: string, system: string): Promise<Caller> => {
    const principal = await services.auth.sessions.principalOf(accountId)
    if (!principal) throw notSignedIn()
    return { principal, system, request: { id: system } }
  }

  const inChunks = (id: string, trigger: typeof planRequested, chunk: Verb) =>
    client.createFunction(
      {
        id,
        triggers: [{ event: trigger.name }],
        retries: 3,
        // No more at a time: each holds a connection and the locks of its people for the length of a chunk.
        concurrency: [{ limit: 2 }],
        async onFailure({ event, step }) {
          const { error, event: asked } = event.data as unknown as {
            error?: { message?: string }
            event: { data: Asked }
          }
          await step.run('fail', () =>
            fail.call(services, stopper(asked.data, `workflow:${id}`), {
              id: asked.data.importId,
              ...reasonOf(error?.message),
            }),
          )
        },
      },
      async ({ event, step }) => {
        const { importId, accountId } = event.data as { importId: string; accountId: string }
        let after: number | undefined
        for (let i = 0; ; i++) {
          const { finished, last } = await step.run(`rows-${i}`, async () => {
            try {
              return await chunk.call(services, await callerFor(accountId, `workflow:${id}`), {
                id: importId,
                take: ROWS,
                after,
              })
            } catch (error) {
              if (!(error instanceof MinistryError)) throw error
              const { kind, code = stoppedBy(kind), values } = error
              const reason = JSON.stringify({ code, values })
              // A rule or a right says no: trying again won't help. Whoever came first at the same instant will be gone then.
              throw passing.has(kind) ? new Error(reason, { cause: error }) : new NonRetriableError(reason)
            }
          })
          if (finished) return { chunks: i + 1 }
          after = last
        }
      },
    )

  return [
    inChunks('imports-plan', planRequested, planChunk),
    inChunks('imports-commit', commitRequested as unknown as typeof planRequested, commitChunk),
    inChunks('imports-undo', undoRequested as unknown as typeof planRequested, undoChunk),
  ]
}

/** What may be otherwise in a moment. */
const passing: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['Unavailable', 'Conflict'])

function reasonOf(message = ''): { code: string; values: Record<string, string | number> } {
  try {
    const { code, values } = JSON.parse(message) as { code: string; values: Record<string, string | number> }
    return { code, values }
  } catch {
    return { code: stoppedBy('Defect'), values: {} }
  }
}
