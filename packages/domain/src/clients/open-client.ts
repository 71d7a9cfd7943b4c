import { hashToken } from '@ministry/auth'
import { sql } from '@ministry/db'
import { notSignedIn } from '@ministry/kernel/errors'
import * as z from 'zod'
import { knownAccount, placeOfAccount } from '../accounts/index.ts'
import { mutation } from '../verb.ts'
import { tokens } from './clients.schema.ts'

/** One of the two acts that let an app in: it gives the session that somebody was let in with for the first tokens of a client. */
export const openClient = (name: 'clients.sign-in' | 'clients.confirm-sign-in') =>
  mutation({
    name,
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
        by: { ...ctx.caller, principal: { accountId: known.id, personId: known.personId, roles: [] } },
      })
      return { accessToken, tokenType: 'Bearer' as const, expiresIn, refreshToken }
    },
  })
