/** Nobody is written to at night, unless it is essential. Source: MSG-2. */

/** Hours of the day, local: from nine in the evening until eight in the morning. */
const EVENING = 21
const MORNING = 8

interface WallClock {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

/** When a mail may go that is ready at this instant: null for at once, else the next morning in the time zone (IANA name). */
export function heldUntil(at: Date, timeZone: string): Date | null {
  const { year, month, day, hour } = wallClock(at, timeZone)
  if (hour >= MORNING && hour < EVENING) return null
  return instantOf({ year, month, day: hour >= EVENING ? day + 1 : day, hour: MORNING, minute: 0 }, timeZone)
}

/** What clock and calendar show in the time zone. */
function wallClock(at: Date, timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type)!
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') }
}

/** The instant at which the clocks of the time zone show this; of an hour that summer time skips, the one after. */
function instantOf(wanted: WallClock, timeZone: string): Date {
  const asUtc = ({ year, month, day, hour, minute }: WallClock) => Date.UTC(year, month - 1, day, hour, minute)
  const goal = asUtc(wanted)
  let guess = goal
  // The offset at the guess may not be the one at the goal: the second look corrects it.
  for (let look = 0; look < 3; look++) guess += goal - asUtc(wallClock(new Date(guess), timeZone))
  return new Date(guess)
}
