/** A node was closed: imports under way there end with it, so that none is left behind or writes on. Source: ORG-3, IMP-4. */
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import type { Caller, Services } from '../context.ts'
import { nodeClosed } from '../org/index.ts'
import { cancelAt } from './cancel-at.ts'

const system = 'workflow:imports-at-closed-node'

/** The system acts for whoever closed the node, with an administrator's sight of that one node: roles there have ended. */
const caller = (event: { nodeId: string; scopeIds: string[]; accountId: string; personId: string }): Caller => {
  const { nodeId, scopeIds, accountId, personId } = event
  const role = { role: 'campus-administrator' as const, nodeId, scopeIds, startsAt: new Date(0), endsAt: null }
  return { principal: { accountId, personId, roles: [role] }, system, request: { id: system } }
}

/** The Inngest functions that follow the tree. */
export const closedNodeFunctions = (client: WorkflowClient, services: Services): WorkflowFunctions => [
  client.createFunction({ id: 'imports-at-closed-node', triggers: [nodeClosed.type], retries: 20 }, ({ event, step }) =>
    step.run('cancel', () => cancelAt.call(services, caller(event.data), { nodeId: event.data.nodeId })),
  ),
]
