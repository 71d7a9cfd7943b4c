/** Every setting of the product, read and checked once at the start. The only place that reads the environment. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { invalidInput } from '@ministry/kernel/errors'
import * as z from 'zod'
import { received, type AddressSource } from './receive.ts'

const port = z.coerce.number('must be a number').int().min(0).max(65535)
const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/[^/]+\/.+/, 'must read postgresql://user:password@host:5432/database')

const whole = (least: number, most: number, otherwise: number) =>
  z.coerce
    .number('must be a number')
    .int('must be whole')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`)
    .default(otherwise)
/** As Postmark names message streams. */
const stream = z.string().regex(/^[a-z0-9-]{1,60}$/i, "must be a message stream's id, such as broadcast")

/** `signkey-prod-…` of Inngest Cloud, or hexadecimal digits of one's own: `openssl rand -hex 32`. */
const inngestKey = z
  .string()
  .regex(
    /^(?:signkey-[a-z]+-)?(?:[0-9a-f]{2}){16,}$/i,
    'must be the key of your Inngest server: 32 or more hexadecimal digits, an even number, after signkey-prod- or alone',
  )

const settings = z
  .object({
    PORT: port.default(4300),
    HOST: z.string().default('127.0.0.1'),
    /** Where people reach the product; needed behind a proxy. */
    ORIGIN: z
      .string()
      .regex(
        /^https?:\/\/[^/\s?#@]+\/?$/i,
        'must be a web address without a path, such as https://ministry.example.org',
      )
      .refine(URL.canParse, 'must be a web address such as https://ministry.example.org')
      .optional(),
    /** The header in which the proxy in front says whose request it passes on. */
    ADDRESS_HEADER: z
      .string()
      .regex(/^[a-z0-9-]+$/i, "must be a header's name, such as x-forwarded-for")
      .toLowerCase()
      .optional(),
    /** How many proxies in front add to x-forwarded-for. */
    XFF_DEPTH: z.coerce.number('must be a number').int('must be whole').min(1, 'must be at least 1').optional(),
    /** A PostgreSQL of your own, 15 or later. Absent: an embedded one, in DATA_DIR. */
    DATABASE_URL: postgresUrl.optional(),
    DATA_DIR: z.string().default(fileURLToPath(new URL('../../.data', import.meta.url))),
    /** From it follow the database logins and the password pepper. */
    SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    /** Demo movement and accounts: only with the embedded database, never in production. */
    DEMO: z.enum(['yes', 'no']).optional(),
    /** Whether national, finance and administrator roles work without a second factor. Absent: only in the demo, which reminds of it. */
    SECOND_FACTOR: z.enum(['required', 'asked']).optional(),
    /** From it follow the keys that sign access tokens of the API. Absent: SECRET. */
    TOKEN_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    /** The one of before: its tokens are still believed, for the ten minutes that they last, while keys are changed. */
    TOKEN_SECRET_FALLBACK: z.string().min(32, 'must have at least 32 characters').optional(),
    /** Calls of the API in a minute, by one account and from one address. */
    API_CALLS_ACCOUNT: whole(1, 1_000_000, 600),
    API_CALLS_ADDRESS: whole(1, 10_000_000, 3000),
    /** Webhooks may go to private addresses, by plain http and any port: for development and closed networks. */
    WEBHOOKS_PRIVATE: z.enum(['yes', 'no']).default('no'),
    POSTMARK_TOKEN: z.string().min(1).optional(),
    /** What Postmark's webhooks sign in with, as user `postmark`; without it their reports are not taken. */
    POSTMARK_WEBHOOK_PASSWORD: z.string().min(16, 'must have at least 16 characters').optional(),
    /** Postmark's message streams: of what accounts need, and of series and campaigns. Without the second there is one for all. */
    POSTMARK_STREAM: stream.default('outbound'),
    POSTMARK_BROADCAST_STREAM: stream.optional(),
    MAIL_FROM: z.string().default('Ministry <no-reply@localhost>'),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
    NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
    /** The durable functions run on an Inngest server; absent: in this process. */
    INNGEST_EVENT_KEY: z.string().min(8, 'must have at least 8 characters').optional(),
    INNGEST_SIGNING_KEY: inngestKey.optional(),
    /** The signing key of before, while keys are changed. */
    INNGEST_SIGNING_KEY_FALLBACK: inngestKey.optional(),
    /** Of a server of your own. Absent: Inngest Cloud. */
    INNGEST_BASE_URL: z
      .url({
        protocol: /^https?$/,
        error: 'must be the web address of your Inngest server, such as http://127.0.0.1:8288',
      })
      .optional(),
    INNGEST_DEV: z.string().optional(),
    /** Megabytes of one upload; how many files one thing takes. */
    FILES_MAX_MB: whole(1, 50, 10),
    FILES_PER_SUBJECT: whole(1, 50, 10),
    /** What one person may upload in 24 hours. */
    FILES_DAILY: whole(1, 100_000, 100),
    FILES_DAILY_MB: whole(1, 1_000_000, 200),
    /** Uploads go to a bucket that speaks S3. Absent: to the folder `files` in DATA_DIR. */
    S3_BUCKET: z.string().min(1).optional(),
    S3_REGION: z.string().min(1).default('us-east-1'),
    /** Of a server of your own. Absent: Amazon's. */
    S3_ENDPOINT: z
      .url({ protocol: /^https?$/, error: 'must be the web address of your S3 server, such as http://127.0.0.1:9000' })
      .optional(),
    S3_ACCESS_KEY_ID: z.string().min(1).optional(),
    S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  })
  .refine(({ DATABASE_URL, SECRET }) => !DATABASE_URL || SECRET, {
    path: ['SECRET'],
    message:
      'is missing: with a DATABASE_URL set it to 32 or more random characters, for instance from `openssl rand -hex 32`',
  })
  .refine(({ ADDRESS_HEADER, XFF_DEPTH }) => !XFF_DEPTH || ADDRESS_HEADER === 'x-forwarded-for', {
    path: ['XFF_DEPTH'],
    message: 'counts the proxies in x-forwarded-for: set ADDRESS_HEADER=x-forwarded-for too, or remove it',
  })
  .refine(({ DATABASE_URL, DEMO }) => !(DATABASE_URL && DEMO === 'yes'), {
    path: ['DEMO'],
    message: 'is only for the embedded database: remove DEMO or DATABASE_URL',
  })
  .refine(({ NODE_ENV, DEMO }) => !(NODE_ENV === 'production' && DEMO === 'yes'), {
    path: ['DEMO'],
    message: 'accounts never exist in production: remove DEMO',
  })
  .refine(({ NODE_ENV, INNGEST_DEV }) => !(NODE_ENV === 'production' && INNGEST_DEV), {
    path: ['INNGEST_DEV'],
    message: 'would let anybody drive the workflows: remove it in production',
  })
  .refine(({ INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY }) => !INNGEST_EVENT_KEY || INNGEST_SIGNING_KEY, {
    path: ['INNGEST_SIGNING_KEY'],
    message: 'is missing: with INNGEST_EVENT_KEY the Inngest server must sign its calls; set it, or remove both',
  })
  .refine(({ INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY }) => !INNGEST_SIGNING_KEY || INNGEST_EVENT_KEY, {
    path: ['INNGEST_EVENT_KEY'],
    message:
      'is missing: with INNGEST_SIGNING_KEY events go to the Inngest server, and need its key; set it, or remove both',
  })
  .refine(
    ({ INNGEST_SIGNING_KEY, INNGEST_SIGNING_KEY_FALLBACK, INNGEST_BASE_URL }) =>
      INNGEST_SIGNING_KEY || !(INNGEST_SIGNING_KEY_FALLBACK ?? INNGEST_BASE_URL),
    {
      path: ['INNGEST_BASE_URL'],
      message:
        'and INNGEST_SIGNING_KEY_FALLBACK mean nothing without INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY: set both, or remove them',
    },
  )
  .refine(({ INNGEST_SIGNING_KEY, ORIGIN }) => !INNGEST_SIGNING_KEY || ORIGIN, {
    path: ['ORIGIN'],
    message: 'is missing: the Inngest server must know where to call this product',
  })
  .refine(
    ({ S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_ENDPOINT }) =>
      S3_BUCKET || !(S3_ACCESS_KEY_ID ?? S3_SECRET_ACCESS_KEY ?? S3_ENDPOINT),
    {
      path: ['S3_BUCKET'],
      message: 'is missing: with other settings of S3 name the bucket for uploads, or remove them all',
    },
  )
  .refine(
    ({ S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }) => !S3_BUCKET || (S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY),
    {
      path: ['S3_ACCESS_KEY_ID'],
      message: 'and S3_SECRET_ACCESS_KEY are needed with S3_BUCKET: set both, or remove the bucket',
    },
  )

export interface Environment {
  port: number
  host: string
  /** Where people reach the product: ORIGIN, or where it listens. */
  origin: string
  /** ORIGIN itself, where it was set: then no header of a request is asked. */
  givenOrigin: string | undefined
  /** Which header tells the client's address, and how many proxies have written to it; undefined: the connection tells. */
  addressFrom: AddressSource | undefined
  databaseUrl: string | undefined
  dataDir: string
  secret: string
  /** From which the keys of access tokens follow: the first signs, the others are still believed. */
  tokenSecrets: string[]
  /** Calls of the API in a minute. */
  callLimits: { account: number; address: number }
  /** Whether webhooks may go to private addresses. */
  webhooksPrivate: boolean
  demo: boolean
  /** `asked` reminds those whose role needs a second factor, and stops nobody. */
  secondFactor: 'required' | 'asked'
  postmarkToken: string | undefined
  postmarkWebhookPassword: string | undefined
  /** Postmark's message streams. */
  postmarkStreams: { transactional: string; broadcast: string }
  mailFrom: string
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  production: boolean
  /** The Inngest server that runs the durable functions. */
  inngest:
    | {
        eventKey: string
        signingKey: string
        signingKeyFallback: string | undefined
        baseUrl: string | undefined
      }
    | undefined
  files: {
    /** A folder of this machine, or a bucket. */
    place: StorePlace
    limits: { fileBytes: number; perSubject: number; dailyFiles: number; dailyBytes: number }
  }
}
type StorePlace =
  | { folder: string }
  | {
      bucket: string
      region: string
      endpoint: string | undefined
      pathStyle: boolean
      accessKeyId: string
      secretAccessKey: string
    }

/** Reads the settings; throws InvalidInput with one sentence per wrong setting. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const result = settings.safeParse(present)
  if (!result.success) {
    const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    throw invalidInput(issues.map(({ path, message }) => `${path} ${message}.`).join('\n'), issues)
  }
  const s = result.data
  const production = s.NODE_ENV === 'production'
  const demo = !s.DATABASE_URL && !production && s.DEMO !== 'no'
  const secret = s.SECRET ?? ownSecret(s.DATA_DIR)
  const givenOrigin = s.ORIGIN && new URL(s.ORIGIN).origin
  return {
    port: s.PORT,
    host: s.HOST,
    origin: givenOrigin ?? `http://${s.HOST.includes(':') ? `[${s.HOST}]` : s.HOST}:${s.PORT}`,
    givenOrigin,
    addressFrom: s.ADDRESS_HEADER ? { header: s.ADDRESS_HEADER, proxies: s.XFF_DEPTH ?? 1 } : undefined,
    databaseUrl: s.DATABASE_URL,
    dataDir: s.DATA_DIR,
    secret,
    tokenSecrets: [s.TOKEN_SECRET ?? secret, s.TOKEN_SECRET_FALLBACK ?? []].flat(),
    demo,
    secondFactor: s.SECOND_FACTOR ?? (demo ? 'asked' : 'required'),
    callLimits: { account: s.API_CALLS_ACCOUNT, address: s.API_CALLS_ADDRESS },
    webhooksPrivate: s.WEBHOOKS_PRIVATE === 'yes',
    postmarkToken: s.POSTMARK_TOKEN,
    postmarkWebhookPassword: s.POSTMARK_WEBHOOK_PASSWORD,
    postmarkStreams: {
      transactional: s.POSTMARK_STREAM,
      broadcast: s.POSTMARK_BROADCAST_STREAM ?? s.POSTMARK_STREAM,
    },
    mailFrom: s.MAIL_FROM,
    logLevel: s.LOG_LEVEL,
    production,
    inngest: inngestOf(s),
    files: filesOf(s),
  }
}

function inngestOf(s: z.output<typeof settings>): Environment['inngest'] {
  const { INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey } = s
  if (!eventKey || !signingKey) return undefined
  return {
    eventKey,
    signingKey,
    signingKeyFallback: s.INNGEST_SIGNING_KEY_FALLBACK,
    baseUrl: s.INNGEST_BASE_URL?.replace(/\/$/, ''),
  }
}

function filesOf(s: z.output<typeof settings>): Environment['files'] {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = s
  const limits = {
    fileBytes: s.FILES_MAX_MB * 1_000_000,
    perSubject: s.FILES_PER_SUBJECT,
    dailyFiles: s.FILES_DAILY,
    dailyBytes: s.FILES_DAILY_MB * 1_000_000,
  }
  if (!bucket || !accessKeyId || !secretAccessKey) return { place: { folder: join(s.DATA_DIR, 'files') }, limits }
  const endpoint = s.S3_ENDPOINT?.replace(/\/$/, '')
  return {
    place: { bucket, region: s.S3_REGION, endpoint, pathStyle: endpoint !== undefined, accessKeyId, secretAccessKey },
    limits,
  }
}

/** The embedded database brings its own secret, made once and kept beside the data. Throws InvalidInput with one sentence. */
function ownSecret(dataDir: string) {
  const file = join(dataDir, 'secret')
  if (existsSync(file)) return keptSecret(file)
  if (existsSync(join(dataDir, 'postgres')))
    throw invalidInput(
      `SECRET is missing: there is a database in ${dataDir}, but ${file} is gone, and without it no password fits. Put it back, or name another folder with DATA_DIR.`,
    )
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw invalidInput(
      `DATA_DIR is ${dataDir}, and nothing can be written there (${code}): name a folder that is yours.`,
    )
  }
  return keptSecret(file)
}

function keptSecret(file: string) {
  let secret: string
  try {
    secret = readFileSync(file, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw invalidInput(`${file} can't be read (${code}): does it belong to another user?`)
  }
  if (secret.length < 32) throw invalidInput(`${file} is damaged: put the secret back from a copy, or set SECRET.`)
  return secret
}

/**
 * What the web framework's own handler reads from the environment: it has no other way to be told. The headers are those
 * that `receive` has written, never a client's.
 */
export function setForHandler(): void {
  process.env['NODE_ENV'] = 'production' // anything else lets stacks out
  process.env['BODY_SIZE_LIMIT'] ??= '64M'
  process.env['ADDRESS_HEADER'] = received.address
  process.env['PROTOCOL_HEADER'] = received.protocol
  for (const name of ['HOST_HEADER', 'PORT_HEADER', 'XFF_DEPTH']) delete process.env[name]
}
