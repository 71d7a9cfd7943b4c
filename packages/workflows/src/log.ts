/** Where the relay and the executor write what operators should know; pino fits. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

const ignore = () => undefined

/** A log that keeps nothing. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** An error as fields of a log line: its name and message, never the data that caused it. */
export const errorFields = (error: unknown) =>
  error instanceof Error ? { error: error.name, reason: error.message } : { error: 'Unknown', reason: String(error) }
