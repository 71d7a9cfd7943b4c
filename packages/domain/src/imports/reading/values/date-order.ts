import { numericTriple, withoutTime, type DateOrder } from './date-parts.ts'

export type { DateOrder } from './date-parts.ts'

/** More than this share of dates the other way round, and the column can't be trusted to one order. */
const slips = 0.02

/** Gathers the dates of a column, one by one, and says their order. */
export interface DateOrderVote {
  add(text: string): void
  /** `ambiguous`: no date tells (03/04/2005), or they contradict each other. */
  order(): DateOrder | 'ambiguous'
}

/** What one cell says of its column's order; undefined where it is no date of three numbers. */
export function dateVoteOf(text: string): DateOrder | 'dotted' | 'open' | 'same' | undefined {
  const three = numericTriple(withoutTime(text.trim()))
  if (!three || three.numbers[0].length === 3 || three.numbers[2].length === 3) return undefined
  const [first, second] = three.numbers.map(Number) as [number, number, number]
  if (three.numbers[0].length === 4 || first > 31) return 'ymd'
  // 17/25/2004 is no date in any order.
  if (first > 12) return second > 12 ? undefined : 'dmy'
  if (second > 12) return 'mdy'
  if (three.separator === '.') return 'dotted'
  return first === second ? 'same' : 'open'
}

/**
 * Decides the order of a column's dates by those that can be read in one way only: 17/05/2004 is day first, 05/17/2004
 * month first; dots are day first. Source: IMP-2.
 */
export function voteDateOrder(): DateOrderVote {
  const votes = { dmy: 0, mdy: 0, ymd: 0, dotted: 0, open: 0, same: 0 }
  return {
    add(text) {
      const said = dateVoteOf(text)
      if (said) votes[said]++
    },
    order() {
      const { dmy, mdy, ymd, dotted, open } = votes
      const [few, many] = dmy < mdy ? [dmy, mdy] : [mdy, dmy]
      if (many > 0) return few / many > slips ? 'ambiguous' : dmy > mdy ? 'dmy' : 'mdy'
      if (open > 0) return 'ambiguous'
      if (dotted > 0) return 'dmy'
      return ymd > 0 ? 'ymd' : 'ambiguous'
    },
  }
}

/** The order of a column's dates by its sampled (or all) values. Source: IMP-2. */
export function detectDateOrder(samples: Iterable<string>): DateOrder | 'ambiguous' {
  const vote = voteDateOrder()
  for (const sample of samples) vote.add(sample)
  return vote.order()
}

/** Countries that don't write the day first. Source: CLDR short date formats. */
const monthFirst: ReadonlySet<string> = new Set(['US', 'PH', 'PR', 'GU', 'VI', 'AS', 'MP', 'UM', 'FM', 'MH', 'PW'])
const yearFirst: ReadonlySet<string> = new Set([
  'CN',
  'JP',
  'KR',
  'KP',
  'TW',
  'MN',
  'HU',
  'LT',
  'SE',
  'IR',
  'CA',
  'BT',
  'ZA',
])

/** How people of a country (ISO 3166-1 alpha-2) write numeric dates, for columns that don't tell. */
export const dateOrderOf = (country: string): DateOrder =>
  monthFirst.has(country) ? 'mdy' : yearFirst.has(country) ? 'ymd' : 'dmy'
