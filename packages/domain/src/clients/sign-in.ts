import { hashToken } from '@ministry/auth'
import { sql } from '@ministry/db'
import { notSignedIn, ruleBroken } from '@ministry/kernel/errors'
import * as z from 'zod'
import { knownAccount, placeOfAccount, signIn as signInToAccount } from '../accounts/index.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { signInInput, tokens } from './clients.schema.ts'

const exchange = mutation({
  name: 'clients.sign-in',
  permission: 'public',
  door: 'auth',
  input: z.object({ session: z.string(), client: z.string() }),
  output: tokens,
  async run(ctx, { session, client }) {
    const id = hashToken(session)
    const [found] = await ctx.tx.rows<{ accountId: string }>(sql`
      select account_id as "accountId" from session where id = ${id}`)
    await ctx.services.auth.sessions.hold(ctx.tx, found?.accountId ?? null)
    const [opened] = await ctx.tx.rows<{ accountId: string }>(sql`
      delete from session where id = ${id} and kind = 'browser' and expires_at > ${ctx.at}
      returning account_id as "accountId"`)
    const known = opened && (await knownAccount(ctx.tx.rows, sql`c.id = ${opened.accountId}::uuid`))
    if (!known) throw notSignedIn()
    const { accessToken, expiresIn, refreshToken } = await ctx.services.auth.clients.open(
      ctx.tx,
      { accountId: known.id, personId: known.personId },
      { name: client, address: ctx.caller.request.address },
    )
    ctx.audit({
      ...{ noun: 'Account', subjectId: known.id, node: placeOfAccount(known), after: { client: true } },
      by: {
        ...ctx.caller,
        principal: { accountId: known.id, personId: known.personId, roles: [] },
      },
    })
    return { accessToken, tokenType: 'Bearer' as const, expiresIn, refreshToken }
  },
})

/**
 * Signs an app in: whatever `accounts.sign-in` asks for is asked for here, under the same limits, and the session that it opens is
 * exchanged at once for the tokens of a client. An account for which a password is not enough gets no session there, and so no token
 * here. Errors: those of `accounts.sign-in`; RuleBroken `clients.sign-in.second-factor`. Source: ACC-6.
 */
export const signIn = staged(exchange, {
  input: signInInput,
  output: tokens,
  async act(services, caller, { login, password, client }) {
    const asked = { ...caller, request: { ...caller.request, device: client } }
    const next = await signInToAccount.perform(services, asked, { login, password })
    if (next.step !== 'signed-in') throw ruleBroken('clients.sign-in.second-factor')
    return exchange.perform(services, asked, { session: next.token, client })
  },
})
