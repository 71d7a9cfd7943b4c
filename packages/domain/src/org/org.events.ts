import { event } from '@ministry/workflows'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

const node = z.object({ nodeId: id() })
export const nodeOpened = event('org/node.opened', node.extend({ parentId: id(), kind: z.string() }))
export const nodeRenamed = event('org/node.renamed', node)
export const nodeMoved = event('org/node.moved', node.extend({ fromParentId: id(), toParentId: id() }))
/** One for each node that was closed, and who closed it; open cases at it end now. */
export const nodeClosed = event(
  'org/node.closed',
  node.extend({ scopeIds: z.array(id()), handOverTo: id().nullable(), accountId: id(), personId: id() }),
)
export const nodeReopened = event('org/node.reopened', node)
export const settingsChanged = event('org/settings.changed', node)

export const orgEvents = [nodeOpened, nodeRenamed, nodeMoved, nodeClosed, nodeReopened, settingsChanged]
