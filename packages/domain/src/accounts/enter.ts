import { hashToken, type OpenedSession } from '@ministry/auth'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { KnownAccount } from './known-account.ts'
import { noticeDevice } from './notice-device.ts'

/** What a browser brings along to its sign-in. */
export interface Brought {
  /** The session of before: it is ended. */
  replaces?: string | undefined
  /** By which it is known again. */
  device?: string | undefined
}

/** Opens the session of somebody who has proved all that is asked, in the transaction of the proof. Source: ACC-5. */
export async function enter(ctx: Context, known: KnownAccount, { replaces, device }: Brought): Promise<OpenedSession> {
  if (replaces) await ctx.tx.rows(sql`delete from session where id = ${hashToken(replaces)}`)
  await noticeDevice(ctx, known, device)
  return ctx.services.auth.sessions.open(ctx.tx, known.id, ctx.caller.request)
}
