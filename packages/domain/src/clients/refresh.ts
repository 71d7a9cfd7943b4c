import { networkOf } from '@ministry/auth'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { knownAccount, letterhead, placeOfAccount } from '../accounts/index.ts'
import type { Context } from '../context.ts'
import { queueMail } from '../mail.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { refreshInput, tokens } from './clients.schema.ts'

const rotate = mutation({
  name: 'clients.refresh',
  permission: 'public',
  door: 'auth',
  input: refreshInput,
  output: tokens.nullable(),
  async run(ctx, { refreshToken }) {
    const result = await ctx.services.auth.clients.refresh(ctx.tx, refreshToken)
    if (result.outcome === 'unknown') return null
    if (result.outcome === 'reused') {
      await note(ctx, result.accountId, { client: 'ended', because: 'refresh token used twice' })
      await tell(ctx, result.accountId)
      return null
    }
    const { accountId, accessToken, expiresIn, refreshToken: next } = result.client
    await note(ctx, accountId, { client: 'refreshed' })
    return { accessToken, tokenType: 'Bearer' as const, expiresIn, refreshToken: next }
  },
})

/**
 * The next tokens of an app, for its refresh token. A token that was used before ends the whole family (`REFRESH_GRACE` says when
 * not), and its owner is told by mail. Errors: RuleBroken `clients.refresh.refused`, for every reason alike; LimitReached
 * `clients.refresh.too-often`. Source: ACC-6, RFC 9700.
 */
export const refresh = staged(rotate, {
  input: refreshInput,
  output: tokens,
  async act(services, caller, input) {
    const network = networkOf(caller.request.address ?? '')
    await services.auth.throttle.pass('refresh', network, 'clients.refresh.too-often')
    const next = await rotate.perform(services, caller, input)
    if (!next) throw ruleBroken('clients.refresh.refused')
    await services.auth.throttle.forgive('refresh', network)
    return next
  },
})

async function note(ctx: Context, accountId: string, after: Record<string, string>) {
  const known = await knownAccount(ctx.tx.rows, sql`c.id = ${accountId}::uuid`)
  if (!known) return
  const principal = { accountId, personId: known.personId, roles: [] }
  const by = { ...ctx.caller, principal }
  ctx.audit({ noun: 'Account', subjectId: accountId, node: placeOfAccount(known), after, by })
}

async function tell(ctx: Context, accountId: string) {
  const known = await knownAccount(ctx.tx.rows, sql`c.id = ${accountId}::uuid`)
  if (!known) return
  const { movement } = await letterhead(ctx.tx.rows, known.placeIds)
  await queueMail(ctx, {
    ...{ to: known.email, personId: known.personId, node: { scopeIds: known.placeIds }, template: 'client-ended' },
    fields: { movement, name: known.name, link: `${ctx.services.origin}/settings/devices` },
  })
}
