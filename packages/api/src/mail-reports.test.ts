import { createAuth, createSealing } from '@ministry/auth'
import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import type { Services } from '@ministry/domain'
import { createFileStore, defaultLimits } from '@ministry/domain/files'
import { createOutgoing } from '@ministry/domain/webhooks'
import { fixedClock } from '@ministry/kernel/calendar'
import { createKept, createMailTokens } from '@ministry/mail'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { answerReport, countRefusals } from './mail-reports.ts'

const { app, owner, urls } = await createTestDatabase()
const authDb = openDatabase(urls.auth, { max: 3 })
afterAll(() => authDb.close())
const clock = fixedClock('2026-11-16T09:00:00Z')
const auth = createAuth({
  db: authDb,
  clock,
  pepper: 'test',
  cost: 4,
  tokens: { secrets: ['test'], issuer: 'http://ministry.test' },
})
const mailTokens = createMailTokens('test')
const services: Services = {
  ...{ db: app, authDb, clock, auth, mail: createKept(), mailTokens },
  secondFactor: 'asked',
  sealing: createSealing('test', 'care notes'),
  webhooks: { outgoing: createOutgoing({ privateAddresses: false }), sealing: createSealing('test', 'webhooks') },
  files: { store: createFileStore({ folder: '/nowhere' }), limits: defaultLimits, subjects: [] },
  ...{ origin: 'http://ministry.test', lifeLine: [], signs: [], requestKinds: [], importKinds: [], personLinks: [] },
  workflows: {
    engine: { at: 'server', address: 'http://inngest.test' },
    outboxLag: () => Promise.resolve({ waiting: 0, oldestSeconds: 0 }),
  },
}

const password = 'a long password of the webhook'
const basic = (user: string, word: string) => `Basic ${Buffer.from(`${user}:${word}`).toString('base64')}`
const right = basic('postmark', password)
async function send(body: string, authorization: string | null = right, expected: string | null = password) {
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) }
  const request = new Request('http://ministry.test/api/webhooks/postmark', { method: 'POST', body, headers })
  return (await answerReport(request, { services, requestId: 'r', password: expected ?? undefined })).status
}
const report = JSON.stringify({
  RecordType: 'Delivery',
  MessageID: 'b7bc2f4a',
  Recipient: 'zoe@example.org',
  DeliveredAt: '2026-11-16T09:00:00Z',
  Metadata: {},
})
const stored = async () => (await owner.query('select type, body, outcome from mail_report order by received_at')).rows
beforeEach(() => owner.query('truncate mail_report, outbox_event'))

test('stores what comes with the password, once, and has it applied', async () => {
  expect(await send(report)).toBe(200)
  expect(await send(report)).toBe(200)
  expect(await stored()).toEqual([{ type: 'delivery', body: report, outcome: null }])
  expect((await owner.query('select name from outbox_event')).rows).toEqual([{ name: 'messaging/report.received' }])
})

test.each([
  ['no password', null],
  ['a wrong one', basic('postmark', 'wrong')],
  ['a wrong user', basic('admin', password)],
  ['half of it', right.slice(0, -4)],
  ['another scheme', `Bearer ${password}`],
])('turns away %s', async (_, authorization) => {
  expect(await send(report, authorization)).toBe(401)
  expect(await stored()).toEqual([])
})

test('is not there where no password was set', async () => {
  expect(await send(report, basic('postmark', ''), null)).toBe(404)
  expect(await send(report, basic('postmark', ''), '')).toBe(404)
})

test('loses nothing that it can’t read', async () => {
  expect(await send('{"RecordType":"Bounce"')).toBe(200)
  expect(await send('a\0b')).toBe(200)
  expect((await stored()).map(({ type }) => type)).toEqual(['unreadable', 'unreadable'])
})

test('takes nothing too large', async () => {
  expect(await send(`"${'x'.repeat(5_000_001)}"`)).toBe(413)
  expect(await stored()).toEqual([])
})

test('what is turned away is counted, with one write a minute however many come', async () => {
  const refused = countRefusals(services)
  const call = () =>
    answerReport(new Request('http://ministry.test/api/webhooks/postmark', { method: 'POST', body: '{}' }), {
      ...{ services, requestId: 'r', password, refused },
    })
  const counted = async () => (await owner.query('select calls, last_at from report_refusal')).rows
  for (let i = 0; i < 5; i++) expect((await call()).status).toBe(401)
  expect(await counted()).toEqual([{ calls: 1, last_at: clock.now() }])
  clock.set('2026-11-16T09:01:01Z')
  await call()
  expect(await counted()).toEqual([{ calls: 6, last_at: clock.now() }])
  expect((await owner.query(`select after from audit_entry where action = 'messaging.note-refusals'`)).rows).toEqual([
    { after: { refused: 1 } },
    { after: { refused: 5 } },
  ])
})
