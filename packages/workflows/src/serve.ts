import { serve } from 'inngest/edge'
import type { SdkHandler } from './executor/sdk-call.ts'
import type { WorkflowClient } from './client.ts'

/** Functions that `client.createFunction` made. */
export type WorkflowFunctions = Parameters<typeof serve>[0]['functions']

/**
 * The SDK's handler over all functions of the product, for `executor.start()`. It isn't mounted anywhere; with a server
 * the same handler is mounted at `/api/inngest`, where it answers signed requests only.
 */
export function serveInProcess(client: WorkflowClient, functions: WorkflowFunctions): SdkHandler {
  return serve({ client, functions, enableUnauthedSync: false })
}
