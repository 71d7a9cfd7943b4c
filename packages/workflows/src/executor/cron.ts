import { invalidInput } from '@ministry/kernel/errors'
import { isTimeZone } from '@ministry/kernel/calendar'
import { Cron } from 'croner'

const ZONED = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/

/** A schedule as functions write it: five fields, optionally after `TZ=Europe/Paris `; UTC without. Throws InvalidInput. */
export function parseCron(text: string): { pattern: string; zone: string } {
  const [, zone = 'UTC', pattern = text] = ZONED.exec(text) ?? []
  if (!isTimeZone(zone)) throw invalidInput(`The schedule "${text}" names an unknown time zone: ${zone}.`)
  try {
    new Cron(pattern, { mode: '5-part', timezone: zone, paused: true }).stop()
  } catch (error) {
    throw invalidInput(`The schedule "${text}" can't be read: ${(error as Error).message}`)
  }
  return { pattern, zone }
}

/** The first instant after `from` that the schedule names; undefined if there is none. Throws InvalidInput. */
export function nextFire(text: string, from: Date): Date | undefined {
  const { pattern, zone } = parseCron(text)
  return new Cron(pattern, { mode: '5-part', timezone: zone, paused: true }).nextRun(from) ?? undefined
}
