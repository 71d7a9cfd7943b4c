import { mutation } from '../verb.ts'
import { ended, signOutEverywhereInput } from './accounts.schema.ts'
import { ownPlace } from './own-place.ts'

/** Ends all sessions of the caller's account, but for one that is named. Source: ACC-5. */
export const signOutEverywhere = mutation({
  name: 'accounts.sign-out-everywhere',
  permission: 'signed-in',
  input: signOutEverywhereInput,
  output: ended,
  async run(ctx, { keep }) {
    const { accountId } = ctx.principal
    const count = await ctx.services.auth.sessions.endAll(ctx.tx, accountId, keep)
    if (count)
      ctx.audit({ noun: 'Account', subjectId: accountId, node: await ownPlace(ctx), after: { endedSessions: count } })
    return { ended: count }
  },
})
