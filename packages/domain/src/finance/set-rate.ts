import { sql } from '@ministry/db'
import { notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { findNode } from '../org/index.ts'
import { mutation } from '../verb.ts'
import { rateSet, setRateInput } from './finance.schema.ts'
import { moneyOf } from './movement-money.ts'
import { mayEnterRates } from './rates.ts'

/**
 * Enters what a currency was worth on a day, in the movement's currency. Requests that were submitted keep their rate; a later
 * entry for the same day holds from then on. Errors: NotFound node; NotAllowed; RuleBroken `finance.set-rate.` `own-currency`,
 * `day-to-come`. Source: APR-4.
 */
export const setRate = mutation({
  name: 'finance.set-rate',
  permission: { action: 'read', noun: 'OrgNode' },
  input: setRateInput,
  output: rateSet,
  async run(ctx, { nodeId, currency, day, rate }) {
    const { scopeIds } = await findNode(ctx, 'read', nodeId)
    const money = await moneyOf(ctx, { scopeIds })
    if (!mayEnterRates(ctx, money.id)) throw notAllowed('update', 'Setting')
    if (currency === money.currency) throw ruleBroken('finance.set-rate.own-currency', { currency })
    if (day > money.today) throw ruleBroken('finance.set-rate.day-to-come')
    const id = newId(ctx.at)
    await ctx.tx.rows(sql`
      insert into exchange_rate (id, node_id, from_currency, to_currency, day, rate, entered_by, entered_at)
      values (${id}::uuid, ${money.id}::uuid, ${currency}, ${money.currency}, ${day}::date, ${rate}::numeric, ${ctx.principal.personId}::uuid, ${ctx.at})`)
    ctx.audit({
      noun: 'Setting',
      subjectId: id,
      node: { id: money.id, scopeIds: [money.id] },
      after: { rate, day, from: currency, to: money.currency },
    })
    return { id }
  },
})
