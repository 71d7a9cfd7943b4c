import { ownPlace } from './own-place.ts'
import type { Context } from '../context.ts'

/** Ends one of the caller's own sessions and notes it; false where there is none of this id. */
export async function endSession(ctx: Context, sessionId: string): Promise<boolean> {
  const { accountId } = ctx.principal
  const ended = await ctx.services.auth.sessions.end(ctx.tx, accountId, sessionId)
  if (ended)
    ctx.audit({ noun: 'Account', subjectId: accountId, node: await ownPlace(ctx), after: { endedSessions: 1 } })
  return ended
}
