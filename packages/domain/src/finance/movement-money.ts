/** In which currency a movement decides, and what others are worth in it. Source: APR-4. */
import { sql } from '@ministry/db'
import { dateIn, type CalendarDate } from '@ministry/kernel/calendar'
import type { Context } from '../context.ts'
import { settingsOf } from '../org/index.ts'

export interface MovementMoney {
  /** The National node. */
  id: string
  currency: string
  today: CalendarDate
}

/** The currency and the day of the movement that a place belongs to. Throws NotFound. */
export async function moneyOf(ctx: Context, place: { scopeIds: readonly string[] }): Promise<MovementMoney> {
  const id = place.scopeIds[0]!
  const { currency, timeZone } = await settingsOf(ctx, id)
  return { id, currency: currency.value, today: dateIn(ctx.at, timeZone.value) }
}

export interface Rate {
  /** A decimal: so many of the movement's currency for one. */
  rate: string
  /** For which it was entered; null where none is needed. */
  day: CalendarDate | null
}

/** What one unit of the currency is worth today: the newest rate at or before the day; null where there is none. Source: APR-4. */
export async function rateOf(ctx: Context, money: MovementMoney, currency: string): Promise<Rate | null> {
  if (currency === money.currency) return { rate: '1', day: null }
  const [found] = await ctx.tx.rows<Rate>(sql`
    select trim_scale(rate)::text as rate, to_char(day, 'YYYY-MM-DD') as day from exchange_rate
     where node_id = ${money.id}::uuid and from_currency = ${currency} and to_currency = ${money.currency} and day <= ${money.today}::date
     order by day desc, entered_at desc, id desc limit 1`)
  return found ?? null
}
