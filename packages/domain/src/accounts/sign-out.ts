import { mutation } from '../verb.ts'
import { done, signOutInput } from './accounts.schema.ts'
import { endSession } from './end-session.ts'

/** Ends the session at hand. Ending one that has ended changes nothing. Source: ACC-5. */
export const signOut = mutation({
  name: 'accounts.sign-out',
  permission: 'signed-in',
  withoutSecondFactor: true,
  input: signOutInput,
  output: done,
  async run(ctx, { sessionId }) {
    await endSession(ctx, sessionId)
    return {}
  },
})
