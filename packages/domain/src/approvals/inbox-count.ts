import * as z from 'zod'
import { query } from '../verb.ts'
import { inboxCountOutput } from './approvals.schema.ts'
import { countWaiting } from './inbox.ts'

/** How many requests wait for the caller: for the badge and the filters. Source: APR-8. */
export const inboxCount = query({
  name: 'approvals.inbox-count',
  permission: 'signed-in',
  input: z.object({}),
  output: inboxCountOutput,
  run: (ctx) => countWaiting(ctx, {}),
})
