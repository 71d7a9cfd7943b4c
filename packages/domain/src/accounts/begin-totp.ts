import { newTotpSecret, totpAddress } from '@ministry/auth'
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../verb.ts'
import { done, totpBegun } from './accounts.schema.ts'
import { ownAccount } from './own-account.ts'
import { letterhead, placeOfAccount } from './known-account.ts'

/**
 * Begins to set up an authenticator app for one's own account: a secret that counts once a code of it is confirmed. One that was
 * set up before goes on until then. Errors: NotAllowed `accounts.prove.needed`. Source: ACC-4, RFC 6238.
 */
export const beginTotp = mutation({
  name: 'accounts.begin-totp',
  permission: 'signed-in',
  withoutSecondFactor: true,
  stepUp: true,
  door: 'auth',
  input: done,
  output: totpBegun,
  async run(ctx) {
    const known = await ownAccount(ctx)
    const id = newId(ctx.at)
    const secret = newTotpSecret()
    const sealed = ctx.services.auth.factorSealing.seal(secret, id)
    await ctx.tx.rows(sql`delete from totp_factor where account_id = ${known.id}::uuid and confirmed_at is null`)
    await ctx.tx.rows(sql`
      insert into totp_factor (id, account_id, secret, created_at)
      values (${id}::uuid, ${known.id}::uuid, ${Buffer.from(sealed)}, ${ctx.at})`)
    ctx.audit({ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), after: { secondFactor: 'begun' } })
    const { movement } = await letterhead(ctx.tx.rows, known.placeIds)
    return { secret, address: totpAddress(secret, { issuer: movement, label: known.email }) }
  },
})
