import { hashToken, networkOf, newToken } from '@ministry/auth'
import { sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { queueMail } from '../mail.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { linkLength } from './accounts.rules.ts'
import { done, requestResetInput } from './accounts.schema.ts'
import { byLogin, knownAccount, letterhead, placeOfAccount } from './known-account.ts'
import { links } from './links.ts'

const send = mutation({
  name: 'accounts.request-reset',
  permission: 'public',
  door: 'auth',
  input: z.object({ accountId: id() }),
  output: done,
  async run(ctx, { accountId }) {
    const known = await knownAccount(ctx.tx.rows, sql`c.id = ${accountId}::uuid and c.deactivated_at is null`)
    if (!known) return {}
    const token = newToken()
    const until = new Date(ctx.at.getTime() + linkLength.reset)
    await ctx.tx.rows(sql`
      insert into password_reset (token_hash, account_id, created_at, expires_at)
      values (${hashToken(token)}, ${accountId}::uuid, ${ctx.at}, ${until})`)
    const link = links.resetPassword(ctx.services.origin, token)
    await queueMail(ctx, {
      to: known.email,
      personId: known.personId,
      node: { scopeIds: known.placeIds },
      template: 'password-reset',
      fields: { ...(await letterhead(ctx.tx.rows, known.placeIds)), name: known.name, link, until },
    })
    ctx.audit({ noun: 'Account', subjectId: accountId, node: placeOfAccount(known), after: { resetUntil: until } })
    return {}
  },
})

/** How long every answer takes, so that its time doesn't tell whether a mail was written. Milliseconds. */
const PATIENCE = 300

/**
 * Mails a link that sets a new password, if there is such an account; the answer and its time are the same if not. The
 * fourth mail within an hour is not sent, without a word. An address may ask more often where it brings work that its browser did. Errors: LimitReached `accounts.request-reset.too-often`.
 * Source: ACC-4.
 */
export const requestReset = staged(send, {
  input: requestResetInput,
  output: done,
  async act(services, caller, { login, work: done }) {
    const { authDb, auth } = services
    const network = networkOf(caller.request.address ?? '')
    const limit = (await auth.work.redeem(done)) ? 'reset-address' : 'reset-plain'
    await auth.throttle.pass(limit, network, 'accounts.request-reset.too-often')
    const work = async () => {
      const known = await knownAccount(authDb.rows, byLogin(login))
      // By account, so that username and address don't count twice.
      const rarely = await auth.throttle.count('reset-login', known?.id ?? login)
      if (known && rarely) await send.perform(services, caller, { accountId: known.id })
    }
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE))
    await Promise.all([work(), patience])
    return {}
  },
})
