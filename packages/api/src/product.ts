/** The composition root: everything the product is made of, opened once and closed in order. */
import { createAuth, passwordPepper, type Auth } from '@ministry/auth'
import { openDatabase, type DutyUrls } from '@ministry/db'
import type { Services } from '@ministry/domain'
import { issueSetUpToken, needsSetUp } from '@ministry/domain/accounts'
import { importsFunctions } from '@ministry/domain/imports'
import { messagingFunctions } from '@ministry/domain/messaging'
import type { Clock } from '@ministry/kernel/calendar'
import { createKept, createPostmark } from '@ministry/mail'
import { pino, type Logger } from 'pino'
import { openEngine, type InngestServer } from './engine.ts'

export interface ProductOptions {
  urls: DutyUrls
  /** Passwords are peppered with what follows from it. */
  secret: string
  origin: string
  clock: Clock
  postmarkToken: string | undefined
  mailFrom: string
  logLevel: string
  /** The server that runs the durable functions; absent: this process does. */
  inngest?: InngestServer | undefined
}
export interface Product {
  services: Services
  sessions: Auth['sessions']
  log: Logger
  /** Answers the Inngest server's signed calls; absent where there is none. */
  answerInngest: ((request: Request) => Promise<Response>) | undefined
  /** Each part with `ok` or what is wrong, for `/readyz`. */
  ready(): Promise<Record<string, string>>
  /** The link of the first run, where the installation is empty. */
  setUpLink(): Promise<string | null>
  close(): Promise<void>
}

/** Opens the product on a migrated database. */
export async function openProduct({
  urls,
  secret,
  origin,
  clock,
  postmarkToken,
  mailFrom,
  logLevel,
  inngest,
}: ProductOptions): Promise<Product> {
  const log = pino({ level: logLevel, base: null, redact: ['password', '*.password', 'token', '*.token'] })
  const db = openDatabase(urls.app, { max: 16 })
  const authDb = openDatabase(urls.auth, { max: 6 })
  const auth = createAuth({
    db: authDb,
    clock,
    pepper: passwordPepper(secret),
  })
  const mail = postmarkToken ? createPostmark({ token: postmarkToken, from: mailFrom }) : createKept()
  const engine = openEngine({ urls, clock, log, origin, inngest })
  const services: Services = { db, authDb, clock, origin, auth, mail, workflows: engine.port }
  await engine.start([...importsFunctions(engine.client, services), ...messagingFunctions(engine.client, services)])
  return {
    services,
    sessions: auth.sessions,
    log,
    answerInngest: engine.answer,
    async ready() {
      const check = (promise: Promise<unknown>) =>
        promise.then(
          () => 'ok',
          (error: Error) => error.message,
        )
      return {
        database: await check(db.ping()),
        signIn: await check(authDb.ping()),
        outbox: await check(engine.port.outboxLag()),
      }
    },
    async setUpLink() {
      if (!(await needsSetUp(authDb))) return null
      return `${origin}/set-up/${await issueSetUpToken(authDb, clock)}`
    },
    async close() {
      await engine.stop()
      await db.close()
      await authDb.close()
    },
  }
}
