/** The durable side of acts on many: chunk after chunk, each a step, so that a killed process goes on where it was. Source: PPL-3. */
import { MinistryError, notSignedIn, type ErrorKind } from '@ministry/kernel/errors'
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import { NonRetriableError } from 'inngest'
import type { Caller, Services } from '../context.ts'
import type { Verb } from '../verb.ts'
import { runRequested, undoRequested } from './bulk.events.ts'
import { stoppedBy } from './bulk.rules.ts'
import { fail } from './fail.ts'
import { runChunk, undoChunk } from './run-chunk.ts'

const PEOPLE = 500

interface Asked {
  bulkId: string
  accountId: string
  personId: string
  nodeId: string
  scopeIds: string[]
}
/** The rights of whoever asked may be what has ended: to say so, the system acts with an administrator's sight of that one node. */
const stopper = ({ accountId, personId, nodeId, scopeIds }: Asked, system: string): Caller => ({
  principal: {
    accountId,
    personId,
    roles: [{ role: 'campus-administrator', nodeId, scopeIds, startsAt: new Date(0), endsAt: null }],
  },
  system,
  request: { id: system },
})
/** What may be otherwise in a moment. */
const passing: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['Unavailable', 'Conflict'])

/** The Inngest functions of acts on many. The rights of whoever asked are read anew for every chunk. */
export function bulkFunctions(client: WorkflowClient, services: Services): WorkflowFunctions {
  const inChunks = (id: string, trigger: string, chunk: Verb) =>
    client.createFunction(
      {
        id,
        triggers: [{ event: trigger }],
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
              id: asked.data.bulkId,
              ...reasonOf(error?.message),
            }),
          )
        },
      },
      async ({ event, step }) => {
        const { bulkId, accountId } = event.data as unknown as Asked
        const system = `workflow:${id}`
        for (let i = 0; ; i++) {
          const { finished } = await step.run(`people-${i}`, async () => {
            try {
              const principal = await services.auth.sessions.principalOf(accountId)
              if (!principal) throw notSignedIn()
              const caller = { principal, system, request: { id: system } }
              return await chunk.call(services, caller, { id: bulkId, take: PEOPLE })
            } catch (error) {
              if (!(error instanceof MinistryError)) throw error
              const reason = JSON.stringify({ code: stoppedBy(error.kind, error.code), values: error.values })
              // A rule or a right says no: trying again won't help.
              throw passing.has(error.kind)
                ? new Error(reason, { cause: error })
                : new NonRetriableError(reason, { cause: error })
            }
          })
          if (finished) return { chunks: i + 1 }
        }
      },
    )
  return [inChunks('bulk-run', runRequested.name, runChunk), inChunks('bulk-undo', undoRequested.name, undoChunk)]
}

function reasonOf(message = ''): { code: string; values: Record<string, string | number> } {
  try {
    const { code, values } = JSON.parse(message) as { code: string; values: Record<string, string | number> }
    return { code, values }
  } catch {
    return { code: stoppedBy('Defect'), values: {} }
  }
}
