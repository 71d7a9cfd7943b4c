import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { suppressionLifted } from './messaging.events.ts'
import { liftSuppressionInput, liftSuppressionOutput } from './messaging.schema.ts'
import { assertLiftable } from './suppressions.rules.ts'

interface Found {
  address: string
  kind: string
  reason: string
  since: Date
  liftedAt: Date | null
}
interface Owner {
  id: string
  homeNodeId: string
  homeIds: string[]
}

/**
 * Lets an address be written to again that could not be reached, with the reason; written down as a report, so that it counts among
 * the provider's, and told to the provider. A second time changes nothing. Errors: NotFound; RuleBroken
 * `messaging.lift-suppression.own-word`, `messaging.lift-suppression.provider`. Source: MSG-2, AUD-1.
 */
export const liftSuppression = mutation({
  name: 'messaging.lift-suppression',
  permission: { action: 'update', noun: 'OutgoingMail' },
  input: liftSuppressionInput,
  output: liftSuppressionOutput,
  async run(ctx, { id, reason: why }) {
    const [found] = await ctx.tx.rows<Found>(sql`
      select address, kind, reason, since, lifted_at as "liftedAt" from suppression where id = ${id}::uuid`)
    const owner = found && (await ownerInReach(ctx, found.address))
    if (!found || !owner) throw notFound('Suppression')
    const { address, kind, reason, since, liftedAt } = found
    assertLiftable(reason)
    if (liftedAt) return { lifted: false }
    // Of two at once the second waits here, and changes nothing.
    const [lifted] = await ctx.tx.rows(sql`
      update suppression set lifted_at = ${ctx.at} where id = ${id}::uuid and lifted_at is null returning id`)
    if (!lifted) return { lifted: false }
    await ctx.tx.rows(sql`
      insert into mail_report (id, key, type, recipient, at, detail, body, received_at, applied_at, outcome)
      values (${newId(ctx.at)}::uuid, ${`lifted|${id}|${ctx.at.toISOString()}`}, 'lifted', ${address}, ${ctx.at},
              ${JSON.stringify({ lift: [reason] })}::jsonb, '', ${ctx.at}, ${ctx.at}, 'applied')`)
    ctx.audit({
      noun: 'Suppression',
      subjectId: id,
      node: { id: owner.homeNodeId, scopeIds: owner.homeIds },
      before: { kind, reason, since },
      after: { lifted: true },
      person: { id: owner.id, before: { address } },
      reason: why,
    })
    ctx.emit(suppressionLifted.sendable({ suppressionId: id }, { subject: `suppression:${id}` }))
    return { lifted: true }
  },
})

/** Somebody who has the address and is at home where the caller cares for mails. */
async function ownerInReach(ctx: Context, address: string): Promise<Owner | undefined> {
  const owners = await ctx.tx.rows<Owner>(sql`
    select p.id, p.home_node_id as "homeNodeId", p.home_ids as "homeIds" from person p
     where p.home_node_id is not null
       and (p.emails @> array[${address}] or exists (select from account c where c.person_id = p.id and c.email = ${address}))
     order by p.id`)
  return owners.find(({ homeNodeId, homeIds }) =>
    reaches(ctx, 'update', 'OutgoingMail', { id: homeNodeId, scopeIds: homeIds }),
  )
}
