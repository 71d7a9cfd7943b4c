import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { after, at } from './durations.ts'
import { admit, ratePace, throttlePace } from './pace.ts'

const start = new Date('2026-03-02T08:00:00Z')

/** When starts that are always wanted are admitted, in milliseconds from the first. */
function starts(pace: ReturnType<typeof throttlePace>, count: number): number[] {
  let [arrival, now]: [number | undefined, Date] = [undefined, start]
  const admitted: number[] = []
  while (admitted.length < count) {
    const { admitted: yes, arrivalMs, openAt } = admit(pace, arrival, now)
    if (yes) admitted.push(now.getTime() - start.getTime())
    arrival = yes ? arrivalMs : arrival
    now = at(Math.max(now.getTime(), openAt.getTime()))
  }
  return admitted
}

describe('a pace', () => {
  it('spreads evenly, lets a burst go together, and a tenth of a rate limit', () => {
    expect(starts(throttlePace(6, 3_600_000), 3)).toEqual([0, 600_000, 1_200_000])
    expect(starts(throttlePace(1, 60_000, 3), 5)).toEqual([0, 0, 0, 60_000, 120_000])
    expect(starts(ratePace(20, 60_000), 5)).toEqual([0, 0, 0, 3_000, 6_000])
  })

  it('never admits more than limit and burst in any period, and always opens when it says', () => {
    const pace = fc.record({
      limit: fc.integer({ min: 1, max: 20 }),
      periodMs: fc.integer({ min: 1_000, max: 100_000 }),
      burst: fc.integer({ min: 0, max: 5 }),
    })
    fc.assert(
      fc.property(pace, ({ limit, periodMs, burst }) => {
        const times = starts(throttlePace(limit, periodMs, burst), 60)
        for (const [i, first] of times.entries()) {
          const within = times.slice(i).filter((time) => time < first + periodMs).length
          expect(within).toBeLessThanOrEqual(limit + Math.max(burst, 1))
        }
      }),
    )
  })

  it('admits exactly from the instant at which it opens', () => {
    const pace = throttlePace(7, 60_000)
    const { arrivalMs, openAt } = admit(pace, undefined, start)
    expect(admit(pace, arrivalMs, after(openAt, -1)).admitted).toBe(false)
    expect(admit(pace, arrivalMs, openAt).admitted).toBe(true)
  })
})
