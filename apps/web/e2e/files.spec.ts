/** Files over HTTP: sent by a form, seen by their uploader alone, refused by what they are. Source: DOC-1, ACS-3. */
import { connect } from 'node:net'
import { expect, test, type APIRequestContext, type Page } from '@playwright/test'
import { signIn } from './acting.ts'

/** The beginning of a photo, broken off. */
const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46])
const pdf = Buffer.from('%PDF-1.7\n%%EOF\n')
const file = (name: string, buffer: Buffer, mimeType = 'application/octet-stream') => ({ name, mimeType, buffer })
interface Sent {
  taken: { id: string; name: string; mediaType: string }[]
  refused: { name: string; problem: string }[]
}
/** As the page's own form would: with the page's origin. */
async function send(page: Page, upload: ReturnType<typeof file>, request: APIRequestContext = page.request) {
  const { origin } = new URL(page.url())
  const answer = await request.post('/files', { headers: { origin }, multipart: { upload } })
  return { status: answer.status(), body: (await answer.json()) as Sent }
}

test('a file is taken by its content, and is its sender’s alone until something takes it', async ({
  page,
  browser,
}) => {
  await signIn(page, 'cell-leader')
  const { body } = await send(page, file('..\\tickets.exe', pdf, 'image/jpeg'))
  expect(body).toMatchObject({ taken: [{ name: 'tickets.exe.pdf', mediaType: 'application/pdf' }], refused: [] })
  const path = `/files/${body.taken[0]!.id}`
  const headers = { origin: new URL(page.url()).origin }
  const got = await page.request.get(path)
  expect(await got.body()).toEqual(pdf)
  expect(got.headers()).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="tickets.exe.pdf"; filename*=UTF-8''tickets.exe.pdf`,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
  const director = await (await browser.newContext()).newPage()
  await signIn(director, 'national-director')
  expect((await director.request.get(path)).status()).toBe(404)
  expect((await director.request.delete(path, { headers })).status()).toBe(404)
  const nobody = await browser.newContext()
  const away = await nobody.request.get(path, { maxRedirects: 0 })
  expect([away.status(), away.headers()['location']]).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`])
  expect((await send(page, file('a.pdf', pdf), nobody.request)).status).toBe(401)
  expect((await page.request.delete(path, { headers })).status()).toBe(204)
  expect((await page.request.get(path)).status()).toBe(404)
})

test('what isn’t taken is refused in words', async ({ page }) => {
  await signIn(page, 'cell-leader')
  const svg = await send(page, file('photo.jpg', Buffer.from('<svg onload="alert(1)"/>'), 'image/jpeg'))
  expect(svg.body).toMatchObject({
    taken: [],
    refused: [{ name: 'photo.jpg', problem: expect.stringMatching(/^Files of this kind/) as unknown }],
  })
  const broken = await send(page, file('photo.jpg', photo, 'image/jpeg'))
  expect(broken.body.refused[0]!.problem).toMatch(/damaged/)
  const large = await send(page, file('large.pdf', Buffer.concat([pdf, Buffer.alloc(10_000_000)])))
  expect(large.body.refused[0]!.problem).toMatch(/larger than 10 MB/)
})

test('another site sends nothing, and a gigabyte is turned away before it has come', async ({ page }) => {
  await signIn(page, 'cell-leader')
  const upload = file('a.pdf', pdf)
  const cross = await page.request.post('/files', { headers: { origin: 'http://evil.example' }, multipart: { upload } })
  expect(cross.status()).toBe(403)
  const { hostname, port, origin } = new URL(page.url())
  const cookies = await page.context().cookies()
  const socket = connect(Number(port), hostname)
  const head = [
    'POST /files HTTP/1.1',
    `host: ${hostname}:${port}`,
    `origin: ${origin}`,
    `cookie: ${cookies.map(({ name, value }) => `${name}=${value}`).join('; ')}`,
    'content-type: multipart/form-data; boundary=x',
    'content-length: 1000000000',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n--x\r\n`)
  const [answer] = await new Promise<[string]>((resolve, reject) => {
    socket.once('data', (data) => resolve([String(data)]))
    socket.once('error', reject)
  })
  socket.destroy()
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
})
