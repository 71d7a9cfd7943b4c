/** Every setting of the product, read and checked once at the start. The only place that reads the environment. */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { invalidInput } from '@ministry/kernel/errors'
import * as z from 'zod'

const port = z.coerce.number('must be a number').int().min(0).max(65535)
const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/[^/]+\/.+/, 'must read postgresql://user:password@host:5432/database')

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
    ORIGIN: z.url('must be a web address such as https://ministry.example.org').optional(),
    /** A PostgreSQL of your own, 15 or later. Absent: an embedded one, in DATA_DIR. */
    DATABASE_URL: postgresUrl.optional(),
    DATA_DIR: z.string().default(fileURLToPath(new URL('../../.data', import.meta.url))),
    /** From it follow the database logins and the password pepper. */
    SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    /** Demo movement and accounts: only with the embedded database, never in production. */
    DEMO: z.enum(['yes', 'no']).optional(),
    POSTMARK_TOKEN: z.string().min(1).optional(),
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
  })
  .refine(({ DATABASE_URL, SECRET }) => !DATABASE_URL || SECRET, {
    path: ['SECRET'],
    message:
      'is missing: with a DATABASE_URL set it to 32 or more random characters, for instance from `openssl rand -hex 32`',
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

export interface Environment {
  port: number
  host: string
  origin: string
  databaseUrl: string | undefined
  dataDir: string
  secret: string
  demo: boolean
  postmarkToken: string | undefined
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
  return {
    port: s.PORT,
    host: s.HOST,
    origin: (s.ORIGIN ?? `http://${s.HOST.includes(':') ? `[${s.HOST}]` : s.HOST}:${s.PORT}`).replace(/\/$/, ''),
    databaseUrl: s.DATABASE_URL,
    dataDir: s.DATA_DIR,
    secret: s.SECRET ?? ownSecret(s.DATA_DIR),
    demo: !s.DATABASE_URL && !production && s.DEMO !== 'no',
    postmarkToken: s.POSTMARK_TOKEN,
    mailFrom: s.MAIL_FROM,
    logLevel: s.LOG_LEVEL,
    production,
    inngest: inngestOf(s),
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

/** The embedded database brings its own secret, made once and kept beside the data. */
function ownSecret(dataDir: string) {
  const file = join(dataDir, 'secret')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  }
  return readFileSync(file, 'utf8').trim()
}

/** What the web framework's own handler reads from the environment: it has no other way to be told. */
export function setForHandler({ origin }: Environment): void {
  process.env['NODE_ENV'] = 'production' // anything else lets stacks out
  process.env['PROTOCOL_HEADER'] ??= 'x-forwarded-proto'
  process.env['BODY_SIZE_LIMIT'] ??= '64M'
  if (origin) process.env['ORIGIN'] ??= origin
}
