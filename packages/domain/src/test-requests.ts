/** Requests of the product's kinds, on their whole way: asked, answered, done. Only tests import this. */
import { newId } from '@ministry/kernel/id'
import { decide, get, preview, submit } from './approvals/testing/verbs.ts'
import type { Caller } from './context.ts'
import type { RequestKind } from './approvals/index.ts'
import { createWorld } from './test-world.ts'

/** A world in which this kind is registered, with shortcuts in the words of people. */
export async function createRequestWorld(kind: RequestKind) {
  const world = await createWorld({ requestKinds: [kind] })
  const { services } = world
  const see = (by: Caller, id: string) => get.call(services, by, { id })
  return {
    ...world,
    see,
    preview: (by: Caller, nodeId: string, payload: unknown) =>
      preview.call(services, by, { kind: kind.name, nodeId, payload }),
    ask: async (by: Caller, nodeId: string, payload: unknown, id = newId()) => {
      await submit.call(services, by, { id, kind: kind.name, nodeId, payload })
      return id
    },
    answer: async (by: Caller, id: string, choice: 'approve' | 'reject' | 'send_back' = 'approve', reason?: string) => {
      const { version, payloadHash } = await see(by, id)
      return decide.call(services, by, { id, version, payloadHash, choice, reason })
    },
    /** Whom it asks, in order: `endorse cell-leader`. */
    way: async (by: Caller, nodeId: string, payload: unknown) => {
      const { steps } = await preview.call(services, by, { kind: kind.name, nodeId, payload })
      return steps.flatMap(({ act, skipped, seats }) => (skipped ? [] : seats.map(({ seat }) => `${act} ${seat}`)))
    },
  }
}
