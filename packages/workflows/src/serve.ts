import { InngestCommHandler } from 'inngest'
import { serve as serveWeb } from 'inngest/edge'
import type { WorkflowClient } from './client.ts'
import type { SdkHandler, SdkRequest, SdkResponse } from './executor/sdk-call.ts'

/** Functions that `client.createFunction` made. */
export type WorkflowFunctions = NonNullable<Parameters<typeof serveWeb>[0]['functions']>

/**
 * The SDK's handler over all functions of the product, for `executor.start()`. It takes plain objects, no web requests:
 * nothing can mount it, so what it is told needs no signature.
 */
export function serveInProcess(client: WorkflowClient, functions: WorkflowFunctions): SdkHandler {
  return new InProcessHandler({
    frameworkName: 'embedded',
    client,
    functions,
    skipSignatureValidation: true,
    handler: (request) => ({
      method: () => request.method,
      url: () => request.url,
      headers: (name) => request.headers[name.toLowerCase()],
      body: () => request.body,
      transformResponse: ({ status, headers, body }) => ({ status, headers, body }),
    }),
  }).createHandler()
}

/** The SDK makes headers four times for every answer, each time out of the whole environment; in process nobody reads them. */
class InProcessHandler extends InngestCommHandler<[SdkRequest], SdkResponse> {
  override createHandler<Handler extends SdkHandler>(): Handler {
    const getHeaders = () => Promise.resolve({})
    const handle: SdkHandler = async (request) =>
      this['handleAsyncRequest']({ ...(await this['initRequest'](request)), getHeaders, args: [request] })
    return handle as Handler
  }
}

/**
 * The same functions for an Inngest server, to be mounted at `/api/inngest`: a web handler that answers requests only
 * which are signed with the client's key, and says nothing about itself to others. `at` is where the server finds it, if
 * that isn't where requests seem to come to.
 */
export const serveSigned = (
  client: WorkflowClient,
  functions: WorkflowFunctions,
  at?: { origin: string; path: string },
): ((request: Request) => Promise<Response>) =>
  serveWeb({ client, functions, enableUnauthedSync: false, ...(at && { serveOrigin: at.origin, servePath: at.path }) })
