import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'

/** Notes an attempt in the log of sign-ins. */
export async function writeSignIn(ctx: Context, accountId: string | null, outcome: string): Promise<void> {
  const { address = null, device = null } = ctx.caller.request
  await ctx.tx.rows(sql`
    insert into sign_in_event (id, account_id, outcome, at, address, device)
    values (${newId(ctx.at)}::uuid, ${accountId}::uuid, ${outcome}, ${ctx.at}, ${address}, ${device})`)
}
