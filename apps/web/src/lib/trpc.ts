/** The typed procedures from the browser, for live widgets only; pages read in `load` and write by form actions. */
import type { RootRouter } from '@ministry/api'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import superjson from 'superjson'

// Everything goes by POST: what is typed is personal data, and addresses end up in logs.
export const trpc = createTRPCClient<RootRouter>({
  links: [httpBatchLink({ url: '/api/trpc', transformer: superjson, methodOverride: 'POST', maxItems: 20 })],
})
