/** Where the durable functions run: in this process, or on an Inngest server that calls them. Source: OPS-4. */
import type { DutyUrls } from '@ministry/db'
import type { Services } from '@ministry/domain'
import type { Clock } from '@ministry/kernel/calendar'
import {
  createExecutor,
  createOutboxRelay,
  createWorkflowClient,
  serveInProcess,
  serveSigned,
  type Log,
  type OutboxRelay,
  type WorkflowClient,
  type WorkflowFunctions,
} from '@ministry/workflows'

/** An Inngest server: Inngest Cloud, or one of one's own at `baseUrl`. */
export interface InngestServer {
  eventKey: string
  signingKey: string
  signingKeyFallback: string | undefined
  baseUrl: string | undefined
}
export interface Engine {
  client: WorkflowClient
  relay: OutboxRelay
  /** What the operators' page sees. */
  port: Services['workflows']
  /** Answers the Inngest server's signed calls; absent where the functions run here. */
  answer: ((request: Request) => Promise<Response>) | undefined
  /** Takes the functions and begins to work. */
  start(functions: WorkflowFunctions): Promise<void>
  stop(): Promise<void>
}
interface EngineOptions {
  urls: DutyUrls
  clock: Clock
  log: Log
  origin: string
  inngest: InngestServer | undefined
}

/** Name of the application: the first part of every function's id. */
const APP = 'ministry'
/** Where an Inngest server calls. */
const PATH = '/api/inngest'
const CLOUD = 'https://app.inngest.com'

/** Makes the engine; nothing works before `start()`. With `inngest` no embedded executor is opened. */
export function openEngine(options: EngineOptions): Engine {
  const { urls, clock, log, inngest } = options
  const made = inngest ? onServer(inngest, options) : inProcess(options)
  const relay = createOutboxRelay({ connectionString: urls.relay, client: made.client, clock, log })
  return {
    client: made.client,
    relay,
    port: { engine: made.engine, outboxLag: () => relay.lag() },
    get answer() {
      return made.answer()
    },
    async start(functions) {
      await made.start(functions)
      relay.start()
    },
    async stop() {
      await relay.stop()
      await made.stop()
    },
  }
}

interface Made {
  client: WorkflowClient
  engine: Services['workflows']['engine']
  answer(): Engine['answer']
  start(functions: WorkflowFunctions): Promise<void>
  stop(): Promise<void>
}

function inProcess({ urls, clock, log }: EngineOptions): Made {
  const executor = createExecutor({ connectionString: urls.executor, clock, log })
  const client = createWorkflowClient({ id: APP, executor, clock, log })
  return {
    client,
    engine: { at: 'here', operations: executor.operations },
    answer: () => undefined,
    start: (functions) => executor.start(serveInProcess(client, functions)),
    stop: () => executor.stop(),
  }
}

function onServer(
  { eventKey, signingKey, signingKeyFallback, baseUrl }: InngestServer,
  { clock, log, origin }: EngineOptions,
): Made {
  const client = createWorkflowClient({
    ...{ id: APP, clock, log, eventKey, signingKey },
    ...(signingKeyFallback && { signingKeyFallback }),
    ...(baseUrl && { baseUrl }),
  })
  let answer: Engine['answer']
  return {
    client,
    engine: { at: 'server', address: baseUrl ?? CLOUD },
    answer: () => answer,
    start(functions) {
      answer = serveSigned(client, functions, { origin, path: PATH })
      return Promise.resolve()
    },
    stop: () => Promise.resolve(),
  }
}
