import { conflict, ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { findEndpoint, placeOf } from './endpoint-row.ts'
import { changeInput, done } from './webhooks.schema.ts'

/**
 * Changes where an address is, what it is for and what it is told. It is then told what whoever changes it sees, not what the owner of
 * before saw: nobody turns another's messages to themself. Errors: NotFound, NotAllowed (also `accounts.prove.needed`); Conflict `webhooks.change.meanwhile`; RuleBroken
 * `webhooks.change.url`. Source: API-1, ACS-3.
 */
export const change = mutation({
  name: 'webhooks.change',
  permission: { action: 'update', noun: 'Integration' },
  stepUp: true,
  input: changeInput,
  output: done,
  async run(ctx, { id, version, url, description, events }) {
    const row = await findEndpoint(ctx, 'update', id)
    if (!ctx.services.webhooks.outgoing.takes(url)) throw ruleBroken('webhooks.change.url')
    const { count } = await ctx.tx.prisma.webhookEndpoint.updateMany({
      where: { id, version },
      data: { url, description, events: [...new Set(events)], version: version + 1, ownerId: ctx.principal.accountId },
    })
    if (!count) throw conflict('webhooks.change.meanwhile')
    const facts = (at: string, told: readonly string[]) => ({ host: new URL(at).host, events: told })
    const [before, after] = [facts(row.url, row.events), facts(url, events)]
    ctx.audit({ noun: 'Integration', subjectId: id, node: placeOf(row), before, after })
    return { id }
  },
})
