import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

const DATA_DIR = mkdtempSync(join(tmpdir(), 'ministry-env-'))
const secret = 'x'.repeat(32)
const ORIGIN = 'https://ministry.example.org'
const eventKey = 'event-key-of-tests'
const signingKey = `signkey-prod-${'0f'.repeat(32)}`
const keys = { INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey }
const url = 'postgresql://a:b@db.example.org:5432/ministry'

test('needs nothing on one machine: embedded database, its own secret, the demo', () => {
  const first = readEnvironment({ DATA_DIR })
  expect(first).toMatchObject({ port: 4300, databaseUrl: undefined, demo: true, production: false })
  expect(first.secret).toHaveLength(64)
  expect(existsSync(join(DATA_DIR, 'secret'))).toBe(true)
  expect(readEnvironment({ DATA_DIR }).secret).toBe(first.secret)
})

test('tells of a data folder that is unusable, and never makes a second secret for the same data', () => {
  const root = mkdtempSync(join(tmpdir(), 'ministry-env-'))
  writeFileSync(join(root, 'file'), '')
  const dataDir = join(root, 'file')
  expect(() => readEnvironment({ DATA_DIR: dataDir })).toThrow(
    `DATA_DIR is ${dataDir}, and nothing can be written there`,
  )
  mkdirSync(join(root, 'postgres'))
  expect(() => readEnvironment({ DATA_DIR: root })).toThrow(`SECRET is missing: there is a database in ${root}`)
  expect(readEnvironment({ DATA_DIR: root, SECRET: secret }).secret).toBe(secret)
  writeFileSync(join(root, 'secret'), '')
  expect(() => readEnvironment({ DATA_DIR: root })).toThrow('is damaged')
})

test('never has a demo on a given database or in production', () => {
  expect(readEnvironment({ DATABASE_URL: url, SECRET: secret }).demo).toBe(false)
  expect(readEnvironment({ DATA_DIR, NODE_ENV: 'production' }).demo).toBe(false)
  expect(() => readEnvironment({ DATABASE_URL: url, SECRET: secret, DEMO: 'yes' })).toThrow(
    'DEMO is only for the embedded database',
  )
  expect(() => readEnvironment({ DATA_DIR, NODE_ENV: 'production', DEMO: 'yes' })).toThrow(
    'DEMO accounts never exist in production',
  )
})

test('believes headers of a proxy only where one is announced', () => {
  expect(readEnvironment({ DATA_DIR })).toMatchObject({ givenOrigin: undefined, addressFrom: undefined })
  const proxied = { DATA_DIR, ORIGIN: 'https://Ministry.example.org/', ADDRESS_HEADER: 'X-Forwarded-For' }
  expect(readEnvironment(proxied)).toMatchObject({
    origin: 'https://ministry.example.org',
    givenOrigin: 'https://ministry.example.org',
    addressFrom: { header: 'x-forwarded-for', proxies: 1 },
  })
  expect(readEnvironment({ ...proxied, XFF_DEPTH: '2' }).addressFrom?.proxies).toBe(2)
})

test.each([
  [{ DATABASE_URL: url }, 'SECRET is missing'],
  [{ DATABASE_URL: url, SECRET: 'short' }, 'SECRET must have at least 32 characters'],
  [{ DATABASE_URL: 'mysql://x/y', SECRET: secret }, 'DATABASE_URL must read postgresql://'],
  [{ DATA_DIR, PORT: 'abc' }, 'PORT must be a number'],
  [{ DATA_DIR, ORIGIN: 'nowhere' }, 'ORIGIN must be a web address'],
  [{ DATA_DIR, ORIGIN: 'https://example.org/ministry' }, 'ORIGIN must be a web address without a path'],
  [{ DATA_DIR, ORIGIN: 'https://a:b' }, 'ORIGIN must be a web address'],
  [{ DATA_DIR, ADDRESS_HEADER: 'x forwarded' }, "ADDRESS_HEADER must be a header's name"],
  [{ DATA_DIR, ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: '0' }, 'XFF_DEPTH must be at least 1'],
  [{ DATA_DIR, ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: 'two' }, 'XFF_DEPTH must be a number'],
  [{ DATA_DIR, XFF_DEPTH: '2' }, 'XFF_DEPTH counts the proxies in x-forwarded-for'],
  [{ DATA_DIR, ADDRESS_HEADER: 'x-real-ip', XFF_DEPTH: '1' }, 'XFF_DEPTH counts the proxies in x-forwarded-for'],
  [{ DATA_DIR, NODE_ENV: 'production', INNGEST_DEV: '1' }, 'INNGEST_DEV would let anybody drive the workflows'],
  [{ DATA_DIR, ORIGIN, INNGEST_EVENT_KEY: eventKey }, 'INNGEST_SIGNING_KEY is missing'],
  [{ DATA_DIR, ORIGIN, INNGEST_SIGNING_KEY: signingKey }, 'INNGEST_EVENT_KEY is missing'],
  [{ DATA_DIR, ...keys }, 'ORIGIN is missing: the Inngest server must know where to call'],
  [
    { DATA_DIR, ORIGIN, INNGEST_BASE_URL: 'http://127.0.0.1:8288' },
    'INNGEST_BASE_URL and INNGEST_SIGNING_KEY_FALLBACK mean',
  ],
  [{ DATA_DIR, ORIGIN, INNGEST_SIGNING_KEY_FALLBACK: signingKey }, 'mean nothing without INNGEST_EVENT_KEY'],
  [{ DATA_DIR, ORIGIN, ...keys, INNGEST_BASE_URL: 'localhost:8288' }, 'INNGEST_BASE_URL must be the web address'],
  [{ DATA_DIR, ORIGIN, ...keys, INNGEST_SIGNING_KEY: 'abc' }, 'INNGEST_SIGNING_KEY must be the key of your Inngest'],
  [{ DATA_DIR, FILES_MAX_MB: '0' }, 'FILES_MAX_MB must be at least 1'],
  [{ DATA_DIR, FILES_DAILY: 'many' }, 'FILES_DAILY must be a number'],
  [{ DATA_DIR, S3_ACCESS_KEY_ID: 'a' }, 'S3_BUCKET is missing'],
  [{ DATA_DIR, S3_ENDPOINT: 'http://127.0.0.1:9000' }, 'S3_BUCKET is missing'],
  [{ DATA_DIR, S3_BUCKET: 'uploads', S3_ACCESS_KEY_ID: 'a' }, 'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are needed'],
  [{ DATA_DIR, S3_BUCKET: 'uploads', S3_ENDPOINT: 'minio:9000' }, 'S3_ENDPOINT must be the web address'],
])('says in a sentence what is wrong with %o', (variables, sentence) => {
  expect(() => readEnvironment(variables)).toThrow(sentence)
})

test('runs workflows here unless an Inngest server is named whole', () => {
  expect(readEnvironment({ DATA_DIR }).inngest).toBeUndefined()
  expect(readEnvironment({ DATA_DIR, ORIGIN, ...keys }).inngest).toEqual({ eventKey, signingKey })
  const own = { ...keys, INNGEST_SIGNING_KEY_FALLBACK: 'ab'.repeat(16), INNGEST_BASE_URL: 'http://127.0.0.1:8288/' }
  expect(readEnvironment({ DATA_DIR, ORIGIN, ...own }).inngest).toEqual({
    eventKey,
    signingKey,
    signingKeyFallback: 'ab'.repeat(16),
    baseUrl: 'http://127.0.0.1:8288',
  })
})

test('keeps uploads in its folder unless a bucket is named whole', () => {
  const limits = { fileBytes: 10_000_000, perSubject: 10, dailyFiles: 100, dailyBytes: 200_000_000 }
  expect(readEnvironment({ DATA_DIR }).files).toEqual({ place: { folder: join(DATA_DIR, 'files') }, limits })
  const bucket = { S3_BUCKET: 'uploads', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'key' }
  const keys = { bucket: 'uploads', accessKeyId: 'id', secretAccessKey: 'key' }
  expect(readEnvironment({ DATA_DIR, ...bucket, FILES_MAX_MB: '5' }).files).toEqual({
    place: { ...keys, region: 'us-east-1', endpoint: undefined, pathStyle: false },
    limits: { ...limits, fileBytes: 5_000_000 },
  })
  const own = { ...bucket, S3_ENDPOINT: 'http://127.0.0.1:9000/', S3_REGION: 'eu-1' }
  expect(readEnvironment({ DATA_DIR, ...own }).files.place).toEqual({
    ...keys,
    region: 'eu-1',
    endpoint: 'http://127.0.0.1:9000',
    pathStyle: true,
  })
})
