import { sql } from '@ministry/db'
import { knownAccount, placeOfAccount } from '../accounts/index.ts'
import { mutation } from '../verb.ts'
import { done, refreshInput } from './clients.schema.ts'

/**
 * Signs an app out by its refresh token: its access tokens open nothing from then on. A token that belongs to nothing is passed over.
 * Source: ACC-6, RFC 7009.
 */
export const signOut = mutation({
  name: 'clients.sign-out',
  permission: 'public',
  door: 'auth',
  input: refreshInput,
  output: done,
  async run(ctx, { refreshToken }) {
    const found = await ctx.services.auth.clients.sessionOf(ctx.tx, refreshToken)
    if (!found) return {}
    if (!(await ctx.services.auth.sessions.end(ctx.tx, found.accountId, found.id))) return {}
    const known = await knownAccount(ctx.tx.rows, sql`c.id = ${found.accountId}::uuid`)
    const principal = { accountId: found.accountId, personId: found.personId, roles: [] }
    ctx.audit({
      ...{ noun: 'Account', subjectId: found.accountId, node: known ? placeOfAccount(known) : undefined },
      ...{ after: { client: 'signed out' }, by: { ...ctx.caller, principal } },
    })
    return {}
  },
})
