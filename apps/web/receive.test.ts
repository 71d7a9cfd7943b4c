import { createServer, request, type IncomingHttpHeaders } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, receive, received, type AddressSource } from './receive.ts'

const socket = { remoteAddress: '203.0.113.9' }
const addressIn = (headers: IncomingHttpHeaders, from?: AddressSource) => addressOf({ headers, socket }, from)
const behind = (proxies: number) => ({ header: 'x-forwarded-for', proxies })

test('without a proxy only the connection counts, whatever the client writes', () => {
  const written = fc.dictionary(
    fc.constantFrom('x-forwarded-for', 'x-real-ip', 'forwarded', received.address),
    fc.ipV4(),
  )
  fc.assert(
    fc.property(written, (headers) => {
      expect(addressIn(headers)).toBe('203.0.113.9')
    }),
  )
})

test('behind proxies their own words count, and nothing that stood there before them', () => {
  const forged = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 4 })
  fc.assert(
    fc.property(forged, fc.ipV4(), fc.array(fc.ipV4(), { maxLength: 3 }), (words, client, between) => {
      const header = [...words, client, ...between].join(', ')
      expect(addressIn({ 'x-forwarded-for': header }, behind(between.length + 1))).toBe(client)
    }),
  )
})

test.each<[string, IncomingHttpHeaders, AddressSource]>([
  ['came past the proxy', {}, behind(1)],
  ['came past the first of two', { 'x-forwarded-for': '198.51.100.7' }, behind(2)],
  ['names no address', { 'x-forwarded-for': 'unknown' }, behind(1)],
  ['tries a script', { 'x-real-ip': '<script>' }, { header: 'x-real-ip', proxies: 1 }],
  ['sends a single header twice', { 'x-real-ip': '198.51.100.7, 198.51.100.8' }, { header: 'x-real-ip', proxies: 1 }],
])('whoever %s is known by the connection', (_who, headers, from) =>
  expect(addressIn(headers, from)).toBe('203.0.113.9'),
)

test('an address has one spelling', () => {
  expect(addressOf({ headers: {}, socket: { remoteAddress: '::ffff:192.0.2.4' } }, undefined)).toBe('192.0.2.4')
  expect(addressIn({ 'x-real-ip': '::ffff:192.0.2.4' }, { header: 'x-real-ip', proxies: 1 })).toBe('192.0.2.4')
  expect(addressIn({ 'x-forwarded-for': '2001:db8::1' }, behind(1))).toBe('2001:db8::1')
})

/** What the pages see of a request, and what its answer carries. */
async function over(known: Parameters<typeof receive>[2], headers: Record<string, string>, to = {}) {
  const server = createServer((asked, answer) => {
    receive(asked, answer, known)
    answer.end(JSON.stringify(asked.headers))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const seen = await new Promise<{ asked: IncomingHttpHeaders; answer: IncomingHttpHeaders }>((resolve, reject) => {
    const call = request({ port, host: '127.0.0.1', headers, ...to }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part))
      answer.on('end', () => resolve({ asked: JSON.parse(text) as IncomingHttpHeaders, answer: answer.headers }))
    })
    call.on('error', reject).end()
  })
  server.close()
  return seen
}
const forged = {
  host: 'evil.example',
  'x-forwarded-for': '198.51.100.1',
  'x-forwarded-proto': 'https',
  'x-received-address': '198.51.100.2',
  'x-received-protocol': 'https',
}

test('on one machine the pages see plain http, whatever a client writes', async () => {
  const { asked, answer } = await over({ givenOrigin: undefined, addressFrom: undefined }, forged)
  expect(asked).toMatchObject({ [received.address]: '127.0.0.1', [received.protocol]: 'http' })
  expect(answer).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
  expect(answer).not.toHaveProperty('strict-transport-security')
})

test('with ORIGIN the pages see that address, and browsers are told to stay with https', async () => {
  const known = { givenOrigin: 'https://ministry.example.org', addressFrom: behind(1) }
  const { asked, answer } = await over(known, forged)
  expect(asked).toMatchObject({
    host: 'ministry.example.org',
    [received.address]: '198.51.100.1',
    [received.protocol]: 'https',
  })
  expect(answer['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
})

test('a form from nowhere may unsubscribe with one click, without anybody’s session, and nothing else', async () => {
  const known = { givenOrigin: 'https://ministry.example.org', addressFrom: undefined }
  const cookie = 'session=stolen'
  const click = await over(known, { cookie }, { method: 'POST', path: '/unsubscribe/qk3-_J9' })
  expect(click.asked.origin).toBe('https://ministry.example.org')
  expect(click.asked).not.toHaveProperty('cookie')
  for (const [method, path] of [
    ['GET', '/unsubscribe/qk3-_J9'],
    ['POST', '/unsubscribe/qk3/../../sign-out'],
    ['POST', '/unsubscribe/qk3?/other'],
    ['POST', '/sign-out'],
  ]) {
    const { asked } = await over(known, { cookie }, { method, path })
    expect(asked).not.toHaveProperty('origin')
    expect(asked.cookie).toBe(cookie)
  }
  const foreign = { cookie, origin: 'https://evil.example' }
  const { asked } = await over(known, foreign, { method: 'POST', path: '/unsubscribe/qk3-_J9' })
  expect(asked.origin).toBe('https://evil.example')
})

test('a message whose length is told in two ways is refused before anybody reads it', async () => {
  let read = 0
  const server = createServer((_asked, answer) => {
    read++
    answer.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const answerTo = (lines: string[], body: string) =>
    new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () => socket.end([...lines, '', body].join('\r\n')))
      socket.setEncoding('utf8').on('data', (part: string) => (text += part))
      socket.on('close', () => resolve(text)).on('error', reject)
    })
  const start = ['POST / HTTP/1.1', 'Host: ministry.test']
  const smuggled = '0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n'
  for (const lengths of [
    ['Content-Length: 4', 'Transfer-Encoding: chunked'],
    ['Content-Length: 4', 'Content-Length: 40'],
    ['Transfer-Encoding: xchunked', 'Content-Length: 4'],
    ['Content-Length: 4x'],
  ])
    expect(await answerTo([...start, ...lengths], smuggled)).toMatch(/^HTTP\/1.1 400 /)
  server.close()
  expect(read).toBe(0)
})
