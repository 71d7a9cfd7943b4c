/** Nobody is written to at night, unless it is essential. Source: MSG-2. */

/** By the local clock, `HH:MM`; over midnight where `to` is earlier, never where the two are the same. */
export interface QuietHours {
  from: string
  to: string
}
/** What holds where no place says anything. */
const usualQuietHours: QuietHours = { from: '21:00', to: '08:00' }

interface WallClock {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

const QUARTER_MS = 15 * 60_000

/**
 * When a mail may go that is ready at this instant: null for at once, else the next end of the quiet hours in the time zone (IANA
 * name); where clocks skip that hour, right after, and where they show it twice, the second time.
 */
export function heldUntil(at: Date, timeZone: string, quiet: QuietHours = usualQuietHours): Date | null {
  if (!isQuiet(at, timeZone, quiet)) return null
  const { year, month, day, hour, minute } = wallClock(at, timeZone)
  const [toHour, toMinute] = quiet.to.split(':').map(Number) as [number, number]
  const tomorrow = minutesOf(quiet.to) <= hour * 60 + minute
  const goal = { year, month, day: tomorrow ? day + 1 : day, hour: toHour, minute: toMinute }
  let until = instantOf(goal, timeZone)
  while (until <= at || isQuiet(until, timeZone, quiet)) until = new Date(until.getTime() + QUARTER_MS)
  return until
}

function isQuiet(at: Date, timeZone: string, quiet: QuietHours): boolean {
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)]
  if (from === to) return false
  const { hour, minute } = wallClock(at, timeZone)
  const now = hour * 60 + minute
  return from < to ? now >= from && now < to : now >= from || now < to
}

function minutesOf(time: string): number {
  const [hour, minute] = time.split(':').map(Number) as [number, number]
  return hour * 60 + minute
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
