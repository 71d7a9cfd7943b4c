import { may } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { ratesInput, ratesOutput } from './finance.schema.ts'
import { moneyOf } from './movement-money.ts'

/**
 * The rates of the movement that a node belongs to, each currency's newest first: whoever asks for money may know what it is
 * measured by. Errors: NotFound node. Source: APR-4.
 */
export const rates = query({
  name: 'finance.rates',
  permission: { action: 'read', noun: 'OrgNode' },
  input: ratesInput,
  output: ratesOutput,
  async run(ctx, { nodeId }) {
    const { scopeIds } = await findNode(ctx, 'read', nodeId)
    const money = await moneyOf(ctx, { scopeIds })
    const { name } = await findNode(ctx, 'read', money.id)
    const rates = await ctx.tx.rows<RateRow>(sql`
      select r.id, r.from_currency as currency, to_char(r.day, 'YYYY-MM-DD') as day, trim_scale(r.rate)::text as rate, r.entered_at as "enteredAt",
             coalesce(p.preferred_name, p.name) as "enteredBy",
             r.counts,
             r.counts and r.id = first_value(r.id) over (partition by r.from_currency order by r.counts desc, r.day desc, r.entered_at desc, r.id desc) as holds
        from exchange_rate r left join person p on p.id = r.entered_by
       where r.node_id = ${money.id}::uuid and r.to_currency = ${money.currency}
       order by r.from_currency, r.day desc, r.entered_at desc, r.id desc limit 200`)
    return {
      movement: { id: money.id, name },
      currency: money.currency,
      today: money.today,
      mayEnter: mayEnterRates(ctx, money.id),
      rates,
    }
  },
})

interface RateRow {
  id: string
  currency: string
  day: string
  rate: string
  enteredAt: Date
  enteredBy: string | null
  counts: boolean
  holds: boolean
}

/** Whoever keeps the movement's settings or its ledger enters rates: the matrix has both, in different areas. Source: ACS-1. */
export function mayEnterRates(ctx: Context, movementId: string): boolean {
  const row = { scopeIds: [movementId] }
  ctx.asked('update', 'Setting')
  return may(ctx.ability, 'update', 'Setting', row) || may(ctx.ability, 'create', 'LedgerEntry', row)
}
