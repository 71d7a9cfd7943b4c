import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { asksForTwoFactors } from '../proof.ts'
import type { KnownAccount } from './known-account.ts'

/**
 * After one of the factors is gone: throws RuleBroken `accounts.<act>.` `required` or `short-password` where it was the last and can't
 * be spared; recovery codes, which stand in for nothing then, go. Source: ACC-4.
 */
export async function assertSpared(
  ctx: Context,
  known: KnownAccount,
  act: 'remove-totp' | 'remove-passkey',
): Promise<void> {
  const left = await ctx.tx.rows(sql`
    select from totp_factor where account_id = ${known.id}::uuid and confirmed_at is not null
    union all select from passkey where account_id = ${known.id}::uuid`)
  if (left.length) return
  if (ctx.services.secondFactor === 'required' && asksForTwoFactors(ctx.principal, ctx.at))
    throw ruleBroken(`accounts.${act}.required`)
  if (known.shortPassword) throw ruleBroken(`accounts.${act}.short-password`)
  await ctx.tx.rows(sql`delete from recovery_code where account_id = ${known.id}::uuid`)
}
