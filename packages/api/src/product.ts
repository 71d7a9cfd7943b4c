/** The composition root: everything the product is made of, opened once and closed in order. */
import { createAuth, createSealing, passwordPepper, type Auth, type CallLimits } from '@ministry/auth'
import { openDatabase, type DutyUrls } from '@ministry/db'
import type { Services } from '@ministry/domain'
import { issueSetUpToken, needsSetUp, provenInstallation } from '@ministry/domain/accounts'
import { approvalsFunctions } from '@ministry/domain/approvals'
import { bulkFunctions } from '@ministry/domain/bulk'
import { closedNodeFunctions, importsFunctions } from '@ministry/domain/imports'
import { createFileStore, filesFunctions, type FileLimits, type StorePlace } from '@ministry/domain/files'
import { followUpsFunctions } from '@ministry/domain/follow-ups'
import { transfersFunctions } from '@ministry/domain/transfers'
import { automationFunctions } from '@ministry/domain/automation'
import { messagingFunctions } from '@ministry/domain/messaging'
import { exportsFunctions, peopleFunctions } from '@ministry/domain/people'
import { createOutgoing, webhooksFunctions } from '@ministry/domain/webhooks'
import type { Clock } from '@ministry/kernel/calendar'
import { createKept, createMailTokens, createPostmark } from '@ministry/mail'
import type { Logger } from 'pino'
import { openEngine, type InngestServer } from './engine.ts'
import { answerReport, countRefusals } from './mail-reports.ts'
import { createLog } from './log.ts'
import { fileSubjects, importKinds, lifeLine, personLinks, requestKinds, signs } from './registry.ts'

export interface ProductOptions {
  urls: DutyUrls
  /** What peppers passwords and signs links in mails follows from it. */
  secret: string
  /** From which the keys of access tokens follow: the first signs, the others are still believed. Absent: the secret above. */
  tokenSecrets?: readonly string[] | undefined
  /** Calls over HTTP in a minute; as usual unless said. */
  callLimits?: CallLimits | undefined
  /** Whether webhooks may go to private addresses: for development and closed networks. */
  webhooksPrivate?: boolean | undefined
  origin: string
  clock: Clock
  postmarkToken: string | undefined
  /** With which the mail provider's reports come; without one none are taken. */
  postmarkWebhookPassword?: string | undefined
  /** Of Postmark; `outbound` alone unless said. */
  postmarkStreams?: { transactional: string; broadcast: string } | undefined
  mailFrom: string
  logLevel: string
  /** Whether roles that need a second factor work without one; see `Services`. */
  secondFactor: 'required' | 'asked'
  /** Where uploads are stored, and how much of them is taken. */
  files: { place: StorePlace; limits: FileLimits }
  /** The server that runs the durable functions; absent: this process does. */
  inngest?: InngestServer | undefined
  /** What is to be done before the durable functions run. */
  begin?: ((services: Services) => Promise<void>) | undefined
}
export interface Product {
  services: Services
  sessions: Auth['sessions']
  log: Logger
  /** Takes what the mail provider posts; see `answerReport`. */
  takeReport(request: Request, requestId: string): Promise<Response>
  /** Answers the Inngest server's signed calls; absent where there is none. */
  answerInngest: ((request: Request) => Promise<Response>) | undefined
  /** Each part with `ok` or what is wrong, for `/readyz`. */
  ready(): Promise<Record<string, string>>
  /** The first run, where the installation is empty: whether it is, the link for the console, and whether a token is its. */
  setUp: { needed(): Promise<boolean>; link(): Promise<string | null>; proves(token: string): Promise<boolean> }
  close(): Promise<void>
}

/** Opens the product on a migrated database. */
export async function openProduct({
  urls,
  secret,
  tokenSecrets,
  callLimits,
  webhooksPrivate = false,
  origin,
  clock,
  postmarkToken,
  postmarkWebhookPassword,
  postmarkStreams,
  mailFrom,
  logLevel,
  secondFactor,
  files,
  inngest,
  begin,
}: ProductOptions): Promise<Product> {
  const log = createLog(logLevel)
  const db = openDatabase(urls.app, { max: 16 })
  const authDb = openDatabase(urls.auth, { max: 6 })
  const auth = createAuth({
    db: authDb,
    clock,
    pepper: passwordPepper(secret),
    tokens: { secrets: tokenSecrets ?? [secret], issuer: origin },
    callLimits,
  })
  const mail = postmarkToken
    ? createPostmark({ token: postmarkToken, from: mailFrom, ...(postmarkStreams && { streams: postmarkStreams }) })
    : createKept()
  const engine = openEngine({ urls, clock, log, origin, inngest })
  const { client } = engine
  const services: Services = {
    ...{ db, authDb, clock, origin, auth, mail, lifeLine, signs, requestKinds, importKinds, personLinks },
    files: { store: createFileStore(files.place), limits: files.limits, subjects: fileSubjects },
    secondFactor,
    mailTokens: createMailTokens(secret),
    sealing: createSealing(secret, 'care notes'),
    webhooks: {
      outgoing: createOutgoing({ privateAddresses: webhooksPrivate }),
      sealing: createSealing(secret, 'webhooks'),
    },
    workflows: engine.port,
  }
  const refused = countRefusals(services)
  await begin?.(services)
  await engine.start([
    ...bulkFunctions(client, services),
    ...importsFunctions(client, services),
    ...closedNodeFunctions(client, services),
    ...messagingFunctions(client, services),
    ...automationFunctions(client, services),
    ...followUpsFunctions(client, services),
    ...transfersFunctions(client, services),
    ...filesFunctions(client, services),
    ...exportsFunctions(client, services),
    ...approvalsFunctions(client, services),
    ...peopleFunctions(client, services),
    ...webhooksFunctions(client, services),
  ])
  return {
    services,
    sessions: auth.sessions,
    log,
    takeReport: (request, requestId) =>
      answerReport(request, { services, requestId, password: postmarkWebhookPassword, refused }),
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
    setUp: {
      needed: () => needsSetUp(authDb),
      link: async () =>
        (await needsSetUp(authDb)) ? `${origin}/set-up/${await issueSetUpToken(authDb, clock)}` : null,
      proves: async (token) => (await needsSetUp(authDb)) && (await provenInstallation(authDb, token)) !== null,
    },
    async close() {
      await engine.stop()
      await db.close()
      await authDb.close()
    },
  }
}
