import { notFound } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { done, signOutInput } from './accounts.schema.ts'
import { endSession } from './end-session.ts'

/** Signs out one of the caller's own devices. Errors: NotFound. Source: ACC-5. */
export const endDevice = mutation({
  name: 'accounts.end-device',
  permission: 'signed-in',
  input: signOutInput,
  output: done,
  async run(ctx, { sessionId }) {
    if (!(await endSession(ctx, sessionId))) throw notFound('Session')
    return {}
  },
})
