import { totpAddress } from '@ministry/auth'
import { sql } from '@ministry/db'
import { query } from '../verb.ts'
import { done, totpBegunView } from './accounts.schema.ts'
import { knownAccount, letterhead } from './known-account.ts'

/** How long a secret that nobody confirmed is shown, in milliseconds. */
const SHOWN = 30 * 60_000

/** What the authenticator app must know that is being set up; null where none is. Errors: NotAllowed `accounts.prove.needed`. Source: ACC-4. */
export const begunTotp = query({
  name: 'accounts.begun-totp',
  permission: 'signed-in',
  withoutSecondFactor: true,
  stepUp: true,
  door: 'auth',
  input: done,
  output: totpBegunView,
  async run(ctx) {
    const { accountId } = ctx.principal
    const [begun] = await ctx.tx.rows<{ id: string; secret: Uint8Array }>(sql`
      select id, secret from totp_factor
       where account_id = ${accountId}::uuid and confirmed_at is null and created_at > ${new Date(ctx.at.getTime() - SHOWN)}`)
    const known = await knownAccount(ctx.tx.rows, sql`c.id = ${accountId}::uuid`)
    if (!begun || !known) return null
    const secret = ctx.services.auth.factorSealing.open(begun.secret, begun.id)
    const { movement } = await letterhead(ctx.tx.rows, known.placeIds)
    return { secret, address: totpAddress(secret, { issuer: movement, label: known.email }) }
  },
})
