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
  /** Entered by whoever asks: there is no other, and this one measures nothing of theirs. */
  own: boolean
}

/**
 * What one unit of the currency is worth today in a request of this person: the newest rate at or before the day that they haven't
 * entered themselves; null where there is none at all. In the power of the movement. Source: APR-4.
 */
export async function rateOf(
  ctx: Context,
  money: MovementMoney,
  currency: string,
  requesterId: string,
): Promise<Rate | null> {
  if (currency === money.currency) return { rate: '1', day: null, own: false }
  const [found] = await ctx.tx.rows<Rate>(sql`
    select rate, day, own
      from app.rate_for(${money.id}::uuid, ${currency}, ${money.currency}, ${money.today}::date, ${requesterId}::uuid)`)
  return found ?? null
}
