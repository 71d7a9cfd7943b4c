import { sql } from '@ministry/db'
import { asksForTwoFactors } from '../proof.ts'
import { query } from '../verb.ts'
import { done, secondFactorView } from './accounts.schema.ts'

interface Kept {
  totpSince: Date | null
  recoveryCodesLeft: number
}
interface Key {
  id: string
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}

/** What one's own account asks for beside the password, and whether it must. Source: ACC-4. */
export const secondFactor = query({
  name: 'accounts.second-factor',
  permission: 'signed-in',
  withoutSecondFactor: true,
  door: 'auth',
  input: done,
  output: secondFactorView,
  async run(ctx) {
    const { accountId } = ctx.principal
    const [kept] = await ctx.tx.rows<Kept>(sql`
      select (select confirmed_at from totp_factor where account_id = ${accountId}::uuid and confirmed_at is not null) as "totpSince",
             (select count(*)::int from recovery_code where account_id = ${accountId}::uuid and used_at is null) as "recoveryCodesLeft"`)
    const passkeys = await ctx.tx.rows<Key>(sql`
      select id, name, created_at as "createdAt", last_used_at as "lastUsedAt"
        from passkey where account_id = ${accountId}::uuid order by created_at, id`)
    const asked = asksForTwoFactors(ctx.principal, ctx.at)
    return { ...kept!, passkeys, asked, required: asked && ctx.services.secondFactor === 'required' }
  },
})
