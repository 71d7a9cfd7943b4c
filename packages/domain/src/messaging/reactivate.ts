import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { query } from '../verb.ts'
import { staged } from '../staged.ts'

const lifted = query({
  name: 'messaging.reactivate',
  permission: 'public',
  door: 'auth',
  input: z.object({ suppressionId: id() }),
  output: z.object({ address: z.string().nullable() }),
  async run(ctx, { suppressionId }) {
    const [row] = await ctx.tx.rows<{ address: string }>(sql`
      select address from suppression where id = ${suppressionId}::uuid and lifted_at is not null`)
    return { address: row?.address ?? null }
  },
})

/**
 * Has the provider send to an address again that was lifted here; what was stopped anew meanwhile stays so. Only the workflow calls
 * it. Errors: Unavailable and LimitReached, where trying again helps. Source: MSG-2.
 */
export const reactivate = staged(lifted, {
  input: z.object({ suppressionId: id() }),
  output: z.object({ reactivated: z.boolean() }),
  async act(services, caller, given) {
    if (!caller.system) throw notAllowed('update', 'OutgoingMail')
    const { address } = await lifted.perform(services, caller, given)
    return { reactivated: address !== null && (await services.mail.reactivate(address)) }
  },
})
