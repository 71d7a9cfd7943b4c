/**
 * The instant at which a calendar day (`2026-11-22`) begins in a time zone (IANA name), `later` days on. Where clocks are set at
 * midnight the day begins with the first instant that exists.
 */
export function zonedDay(day: string, timeZone: string, later = 0): Date {
  const midnight = new Date(`${day}T00:00:00Z`)
  midnight.setUTCDate(midnight.getUTCDate() + later)
  // Twice: the offset at the guess may differ from the one at the answer.
  let instant = midnight.getTime()
  for (let round = 0; round < 2; round++) instant = midnight.getTime() - offsetAt(instant, timeZone)
  return new Date(instant)
}

/** Milliseconds by which the zone is ahead of UTC at the instant. */
function offsetAt(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = Object.fromEntries(
    format.formatToParts(new Date(instant)).map(({ type, value }) => [type, Number(value)]),
  )
  const local = Date.UTC(
    parts['year']!,
    parts['month']! - 1,
    parts['day'],
    parts['hour'],
    parts['minute'],
    parts['second'],
  )
  return local - Math.floor(instant / 1000) * 1000
}

/** The instant of a wall clock (`2026-11-22T18:30`) in a time zone; undefined where it is no time, or the zone isn't known. */
export function instantAt(local: string, timeZone: string): Date | undefined {
  const wall = Date.parse(`${local.slice(0, 16)}Z`)
  if (Number.isNaN(wall)) return undefined
  try {
    let instant = wall
    for (let round = 0; round < 2; round++) instant = wall - offsetAt(instant, timeZone)
    return new Date(instant)
  } catch {
    return undefined
  }
}

/** How the wall clock of the zone shows the instant, for a field of date and time: `2026-11-22T18:30`. */
export const wallClock = (instant: Date, timeZone: string): string =>
  new Date(instant.getTime() + offsetAt(instant.getTime(), timeZone)).toISOString().slice(0, 16)

/** The calendar day (`2026-11-22`) on which the instant falls in the zone. */
export const dayIn = (instant: Date, timeZone: string): string => wallClock(instant, timeZone).slice(0, 10)
