import { describe, expect, it } from 'vitest'
import { backoff, crashDelayMs, retryAfter } from './backoff.ts'
import { nextFire, parseCron } from './cron.ts'
import { after, at, durationMs, instantOf } from './durations.ts'

const now = at(Date.UTC(2026, 2, 2, 8))

describe('durations', () => {
  it.each([
    ['2s', 2_000],
    ['1h30m', 5_400_000],
    ['2w', 1_209_600_000],
    ['500ms', 500],
    ['1.5h', 5_400_000],
    ['', 0],
  ])('%j is %d ms', (text, milliseconds) => expect(durationMs(text)).toBe(milliseconds))

  it.each(['soon', '5', '3x', '-1s', '1h 30m'])('refuses %j', (text) =>
    expect(() => durationMs(text)).toThrow('Not a duration'),
  )

  it('reads instants and durations', () => {
    expect(instantOf('2026-04-05T06:00:00Z', now).toISOString()).toBe('2026-04-05T06:00:00.000Z')
    expect(instantOf('1d', now).toISOString()).toBe('2026-03-03T08:00:00.000Z')
    expect(() => instantOf('2026-99-05', now)).toThrow('Not an instant')
  })
})

describe('retries', () => {
  it('follows the server’s table and adds at most half a minute', () => {
    const seconds = (attempt: number, random: number) =>
      (backoff(attempt, now, random).getTime() - now.getTime()) / 1_000
    expect([0, 1, 2, 3, 4, 5, 6, 9, 10, 99].map((attempt) => seconds(attempt, 0))).toEqual([
      15, 30, 60, 120, 300, 600, 1_200, 7_200, 7_200, 7_200,
    ])
    expect(seconds(0, 0.5)).toBe(30)
  })

  it.each([
    ['5', 5_000],
    ['0', 1_000],
    ['Mon, 02 Mar 2026 08:00:30 GMT', 30_000],
    ['Mon, 02 Mar 2020 08:00:30 GMT', 1_000],
  ])('waits after %j for %d ms', (header, milliseconds) =>
    expect(retryAfter(header, now)).toEqual(after(now, milliseconds)),
  )

  it('knows when nothing was asked for', () => {
    expect(retryAfter(null, now)).toBeUndefined()
    expect(retryAfter('whenever', now)).toBeUndefined()
  })

  it('rests longer after each crash, at most a minute', () => {
    expect([1, 2, 3, 4, 7, 8, 9, 50].map(crashDelayMs)).toEqual([
      0, 1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000,
    ])
  })
})

describe('schedules', () => {
  it('fires in UTC unless a zone is named', () => {
    expect(nextFire('30 9 * * 1', now)?.toISOString()).toBe('2026-03-02T09:30:00.000Z')
    expect(nextFire('TZ=America/New_York 30 9 * * 1', now)?.toISOString()).toBe('2026-03-02T14:30:00.000Z')
  })

  it('means any of day of month and day of week, as cron does', () => {
    expect(nextFire('0 0 13 * 5', now)?.toISOString()).toBe('2026-03-06T00:00:00.000Z')
  })

  it.each(['* * * *', '* * * * * *', '61 * * * *', 'TZ=Mars/Olympus 0 9 * * *', '@never', ''])('refuses %j', (text) => {
    expect(() => parseCron(text)).toThrow('The schedule')
  })
})
