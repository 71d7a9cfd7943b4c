import { sql } from '@ministry/db'
import { notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { findNode } from '../org/index.ts'
import { mutation } from '../verb.ts'
import { rateSet, setRateInput } from './finance.schema.ts'
import { moneyOf, type MovementMoney } from './movement-money.ts'
import { mayEnterRates } from './rates.ts'

/** A rate that is further from the one before needs a second person who enters the same. */
const APART = 0.2
const DAYS_TO_SECOND = 7

/**
 * Enters what a currency was worth on a day, in the movement's currency. Requests that were submitted keep their rate; a later
 * entry for the same day holds from then on. One that is more than a fifth away from the rate before counts when somebody else enters
 * the same within a week; and nobody's own requests go by a rate that they have entered. Errors: NotFound node; NotAllowed; RuleBroken `finance.set-rate.` `own-currency`,
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
    const counts =
      (await nearTheOneBefore(ctx, money, { currency, day, rate })) ||
      (await entered(ctx, money, { currency, day, rate }))
    const id = newId(ctx.at)
    await ctx.tx.rows(sql`
      insert into exchange_rate (id, node_id, from_currency, to_currency, day, rate, entered_by, entered_at, counts)
      values (${id}::uuid, ${money.id}::uuid, ${currency}, ${money.currency}, ${day}::date, ${rate}::numeric, ${ctx.principal.personId}::uuid,
              ${ctx.at}, ${counts})`)
    ctx.audit({
      noun: 'Setting',
      subjectId: id,
      node: { id: money.id, scopeIds: [money.id] },
      after: { rate, day, from: currency, to: money.currency, counts },
    })
    return { id, counts }
  },
})

interface Entry {
  currency: string
  day: string
  rate: string
}
/**
 * Whether it is at most a fifth away from the rate before it. Who has entered that one in the last day themself is measured by the one
 * before, so that nobody goes far in many small steps. The first rate of a currency is measured by none.
 */
async function nearTheOneBefore({ tx, at, principal }: Context, money: MovementMoney, { currency, day, rate }: Entry) {
  const today = new Date(at.getTime() - 86_400_000)
  const [before] = await tx.rows<{ near: boolean }>(sql`
    select ${rate}::numeric between r.rate * (1 - ${APART}::numeric) and r.rate * (1 + ${APART}::numeric) as near
      from exchange_rate r
     where r.node_id = ${money.id}::uuid and r.from_currency = ${currency} and r.to_currency = ${money.currency} and r.counts
     order by (r.entered_by = ${principal.personId}::uuid and r.entered_at > ${today}), r.day > ${day}::date,
              abs(r.day - ${day}::date), r.entered_at desc, r.id desc
     limit 1`)
  return before?.near ?? true
}

/** Whether somebody else has entered the same lately. */
async function entered({ tx, at }: Context, money: MovementMoney, { currency, day, rate }: Entry) {
  const since = new Date(at.getTime() - DAYS_TO_SECOND * 86_400_000)
  const [found] = await tx.rows<{ waits: boolean }>(sql`
    select app.rate_waits(${money.id}::uuid, ${currency}, ${money.currency}, ${day}::date, ${rate}::numeric, ${since}) as waits`)
  return found!.waits
}
