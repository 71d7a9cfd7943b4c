import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPostmark } from './postmark.ts'
import { createKept } from './transport.ts'

interface Call {
  method: string | undefined
  path: string | undefined
  token: unknown
  body: Record<string, unknown>
}
const calls: Call[] = []
let answer: (response: ServerResponse) => void
const json = (status: number, body: object) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

const server = createServer((request, response) => void handle(request, response))
async function handle(request: IncomingMessage, response: ServerResponse) {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  const { method, url: path, headers } = request
  calls.push({
    method,
    path,
    token: headers['x-postmark-server-token'],
    body: text ? (JSON.parse(text) as Call['body']) : {},
  })
  answer(response)
}
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => server.close())
beforeEach(() => void calls.splice(0))

const baseUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const transport = (options = {}) =>
  createPostmark({ token: 'secret-token', from: 'Ministry <no-reply@example.org>', baseUrl: baseUrl(), ...options })
const mail = {
  id: 'mail-1',
  to: 'zoe@example.org',
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  template: 'invitation',
}

test('sends one mail as Postmark takes it', async () => {
  answer = json(200, {
    To: mail.to,
    SubmittedAt: '2026-11-16T08:00:00Z',
    MessageID: 'b7bc2f4a',
    ErrorCode: 0,
    Message: 'OK',
  })
  expect(await transport().deliver(mail)).toEqual({ state: 'sent', providerId: 'b7bc2f4a' })
  expect(calls).toEqual([
    {
      method: 'POST',
      path: '/email',
      token: 'secret-token',
      body: {
        From: 'Ministry <no-reply@example.org>',
        To: 'zoe@example.org',
        Subject: 'Hello',
        HtmlBody: '<p>Hello</p>',
        TextBody: 'Hello',
        Tag: 'invitation',
        Metadata: { mail: 'mail-1' },
        MessageStream: 'outbound',
        TrackOpens: false,
        TrackLinks: 'None',
      },
    },
  ])
})

test('a mail that is not essential says how to end it with one click, and where answers go', async () => {
  answer = json(200, { MessageID: 'b7bc2f4a', ErrorCode: 0, Message: 'OK' })
  const unsubscribe = 'https://ministry.example.org/unsubscribe/token'
  await transport().deliver({ ...mail, unsubscribe, replyTo: 'office@example.org', trackOpens: true })
  expect(calls[0]!.body).toMatchObject({
    ReplyTo: 'office@example.org',
    TrackOpens: true,
    Headers: [
      { Name: 'List-Unsubscribe', Value: `<${unsubscribe}>` },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
    ],
  })
})

test('looks up by our own id what became of a mail whose answer was lost', async () => {
  answer = json(200, { TotalCount: 1, Messages: [{ MessageID: 'b7bc2f4a', Metadata: { mail: 'mail-1' } }] })
  expect(await transport().find({ id: 'mail-1' })).toBe('b7bc2f4a')
  expect(calls[0]).toMatchObject({ method: 'GET', token: 'secret-token' })
  const asked = new URL(calls[0]!.path!, 'http://postmark')
  expect(asked.pathname).toBe('/messages/outbound')
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    metadata_mail: 'mail-1',
    messageStream: 'outbound',
    count: '1',
    offset: '0',
  })
  answer = json(200, { TotalCount: 0, Messages: [] })
  expect(await transport().find({ id: 'mail-1' })).toBeNull()
  answer = json(500, { ErrorCode: 0, Message: 'Internal server error' })
  await expect(transport().find({ id: 'mail-1' })).rejects.toMatchObject({ kind: 'Unavailable', code: 'mail.away' })
})

test.each([
  [
    406,
    'You tried to send to recipients that have been marked as inactive.\nFound inactive addresses: zoe@example.org.\nInactive recipients are ones that have generated a hard bounce.',
    'inactive-recipient',
  ],
  [300, "Invalid 'To' address: 'zoe'.", 'invalid-recipient'],
  [400, 'The sender signature was not found.', 'refused'],
])('takes error %i for final', async (ErrorCode, Message, problem) => {
  answer = json(422, { ErrorCode, Message })
  expect(await transport().deliver(mail)).toEqual({ state: 'failed', problem })
})

test.each([
  ['too many requests', json(429, { ErrorCode: 429, Message: 'Rate limit exceeded' }), 'LimitReached', 'mail.too-many'],
  ['an outage', json(500, { ErrorCode: 0, Message: 'Internal server error' }), 'Unavailable', 'mail.away'],
  ['maintenance', json(503, { ErrorCode: 100, Message: 'Maintenance' }), 'Unavailable', 'mail.away'],
  [
    'a page of a proxy',
    (response: ServerResponse) => void response.writeHead(502).end('<html>Bad gateway</html>'),
    'Unavailable',
    'mail.away',
  ],
  [
    'an account that may not send for now',
    json(422, { ErrorCode: 405, Message: 'Not allowed to send' }),
    'Unavailable',
    'mail.account',
  ],
  ['a wrong token', json(401, { ErrorCode: 10, Message: 'Bad or missing API token' }), 'Unavailable', 'mail.token'],
  ['a cut connection', (response: ServerResponse) => void response.destroy(), 'Unavailable', 'mail.away'],
])('tries %s again later', async (_what, reply, kind, code) => {
  answer = reply
  await expect(transport().deliver(mail)).rejects.toMatchObject({ kind, code })
})

test('does not wait for ever', async () => {
  answer = () => {}
  await expect(transport({ timeout: 0.1 }).deliver(mail)).rejects.toMatchObject({
    kind: 'Unavailable',
    code: 'mail.away',
  })
})

test('without a provider the mail is kept', async () => {
  expect(await createKept().deliver(mail)).toEqual({ state: 'kept' })
  expect(await createKept().find(mail)).toBeNull()
})

test('series and campaigns go by the broadcast stream where there is one, and are looked for there', async () => {
  answer = json(200, { To: mail.to, SubmittedAt: '', MessageID: 'b7bc2f4a', ErrorCode: 0, Message: 'OK' })
  const streams = { transactional: 'accounts', broadcast: 'news' }
  await transport({ streams }).deliver(mail)
  await transport({ streams }).deliver({ ...mail, bulk: true })
  await transport().deliver({ ...mail, bulk: true })
  expect(calls.map(({ body }) => body['MessageStream'])).toEqual(['accounts', 'news', 'outbound'])
  calls.splice(0)
  answer = json(200, { TotalCount: 0, Messages: [] })
  await transport({ streams }).find({ id: 'mail-1' })
  await transport({ streams }).find({ id: 'mail-1', bulk: true })
  expect(calls.map(({ path }) => new URL(path!, 'http://x').searchParams.get('messageStream'))).toEqual([
    'accounts',
    'news',
  ])
})

test('an address is reactivated in all streams; what the provider keeps stopped is told', async () => {
  answer = json(200, { Suppressions: [{ EmailAddress: mail.to, Status: 'Deleted', Message: null }] })
  expect(await transport({ streams: { transactional: 'a', broadcast: 'b' } }).reactivate(mail.to)).toBe(true)
  expect(calls).toMatchObject([
    {
      method: 'POST',
      path: '/message-streams/a/suppressions/delete',
      body: { Suppressions: [{ EmailAddress: mail.to }] },
    },
    { method: 'POST', path: '/message-streams/b/suppressions/delete' },
  ])
  expect(await transport().reactivate(mail.to)).toBe(true)
  expect(calls).toHaveLength(3)
  answer = json(200, { Suppressions: [{ EmailAddress: mail.to, Status: 'Failed', Message: 'Spam complaint' }] })
  expect(await transport().reactivate(mail.to)).toBe(false)
  answer = json(500, { ErrorCode: 0, Message: 'Internal server error' })
  await expect(transport().reactivate(mail.to)).rejects.toMatchObject({ kind: 'Unavailable', code: 'mail.away' })
  expect(await createKept().reactivate(mail.to)).toBe(true)
})
