/** The log of the process: lines of JSON on standard output. */
import { pino, type DestinationStream, type Logger } from 'pino'

/** Hidden wherever somebody logs them by mistake. */
const secrets = ['password', 'token', 'secret', 'authorization', 'cookie']

/** One line for each entry, whatever stands in it; times in UTC; no secrets. Source: ASVS 16.2, 16.4. */
export function createLog(level: string, to: DestinationStream = pino.destination(1)): Logger {
  const redact = secrets.flatMap((name) => [name, `*.${name}`])
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact }, to)
}
