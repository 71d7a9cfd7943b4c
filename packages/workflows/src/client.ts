import { randomBytes } from 'node:crypto'
import type { Clock } from '@ministry/kernel/calendar'
import { Inngest, Middleware, type ClientOptions } from 'inngest'
import type { Executor } from './executor/executor.ts'
import { silentLog, type Log } from './log.ts'
import { PlainValues } from './plain-values.ts'

interface CommonOptions {
  /** Name of the application; it is the first part of every function's id, so it must never change. */
  id: string
  /** Gives events their time; without it they carry the machine's. */
  clock?: Clock
  log?: Log
}
interface EmbeddedOptions extends CommonOptions {
  executor: Executor
}
interface ServerOptions extends CommonOptions {
  eventKey: string
  signingKey: string
  /** The key of before, while keys are changed. */
  signingKeyFallback?: string
  /** Of a self-hosted server; Inngest Cloud without it. */
  baseUrl?: string
}

/** The Inngest client: the only way to create functions and to send events. */
export type WorkflowClient = Inngest<{ id: string }>

/**
 * Makes the Inngest client, either of the embedded executor (no network is touched, nothing is mounted) or of an Inngest
 * server, whose requests must be signed: development mode, in which anybody may drive the functions, is never on.
 */
export function createWorkflowClient(options: EmbeddedOptions | ServerOptions): WorkflowClient {
  const { id, clock, log = silentLog } = options
  const common = {
    id,
    isDev: false,
    aiMetadata: false,
    logger: sdkLogger(log),
    middleware: [PlainValues, ...(clock ? [stampEvents(clock)] : [])],
  }
  if ('executor' in options) {
    const { fetch } = options.executor
    return new EmbeddedClient({
      ...common,
      baseUrl: 'http://inngest.embedded',
      eventKey: 'embedded',
      // The SDK wants one. Nobody knows this one, so that the client can't be driven if it is ever mounted.
      signingKey: `signkey-embedded-${randomBytes(32).toString('hex')}`,
      fetch,
    })
  }
  const { eventKey, signingKey, signingKeyFallback, baseUrl } = options
  return new Inngest({
    ...common,
    eventKey,
    signingKey,
    ...(signingKeyFallback && { signingKeyFallback }),
    ...(baseUrl && { baseUrl }),
  })
}

/** The SDK reads the environment for every request it makes; in one process that finds the same each time. */
class EmbeddedClient<Options extends ClientOptions> extends Inngest<Options> {
  #headers: Record<string, string> | undefined
  override get headers() {
    return (this.#headers ??= super.headers)
  }
}

/** The SDK would stamp events with the machine's time, which a moved clock takes for the future. */
const stampEvents = (clock: Clock) =>
  class StampEvents extends Middleware.BaseMiddleware {
    override readonly id = 'ministry:stamp-events'
    override transformSendEvent({ events, fn }: Middleware.TransformSendEventArgs) {
      return { fn, events: events.map((sent) => ({ ...sent, ts: sent.ts ?? clock.now().getTime() })) }
    }
  }

/** The SDK calls its logger either with a text or with fields and a text. */
function sdkLogger(log: Log) {
  const to =
    (level: keyof Log) =>
    (...args: unknown[]) => {
      const [first, second] = args
      if (typeof first === 'string') log[level]({ source: 'inngest' }, first)
      else log[level]({ source: 'inngest', ...(first as object) }, String(second ?? ''))
    }
  return { debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') }
}
