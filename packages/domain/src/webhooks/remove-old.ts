import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import * as z from 'zod'
import { mutation } from '../verb.ts'

/** Days for which it is kept what was told. */
const KEPT = 30

/** Removes messages that are long settled. Only the workflow calls it. Errors: NotAllowed. Source: API-1. */
export const removeOld = mutation({
  name: 'webhooks.remove-old',
  permission: 'public',
  door: 'auth',
  input: z.object({ take: z.number().int().min(1) }),
  output: z.object({ finished: z.boolean() }),
  async run(ctx, { take }) {
    if (!ctx.caller.system) throw notAllowed('remove', 'Integration')
    const before = new Date(ctx.at.getTime() - KEPT * 86_400_000)
    const removed = await ctx.tx.rows(sql`
      delete from webhook_delivery where id in (
        select id from webhook_delivery where at < ${before} and state <> 'queued' limit ${take}) returning id`)
    if (removed.length) ctx.audit({ noun: 'Integration', after: { removed: removed.length } })
    return { finished: removed.length < take }
  },
})
