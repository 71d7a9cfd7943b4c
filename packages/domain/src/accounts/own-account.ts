import { sql } from '@ministry/db'
import { notSignedIn } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { knownAccount, type KnownAccount } from './known-account.ts'

/** The caller's account as sign-in knows it, held until the act is done: what concerns its keys happens one after the other. Only behind the door `auth`. */
export async function ownAccount(ctx: Context): Promise<KnownAccount> {
  const { accountId } = ctx.principal
  await ctx.tx.rows(sql`select from account where id = ${accountId}::uuid for update`)
  const known = await knownAccount(ctx.tx.rows, sql`c.id = ${accountId}::uuid and c.deactivated_at is null`)
  if (!known) throw notSignedIn()
  return known
}
