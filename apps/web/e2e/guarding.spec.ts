/** What every answer carries, and what of a request is not believed. Source: ACC-4, ACC-5, AUD-1. */
import { expect, test, type APIResponse } from '@playwright/test'
import superjson from 'superjson'
import { signIn, story } from './acting.ts'

const { kilima } = story.nodes
const person = story.people.minh.id

function expectGuarded(answer: APIResponse) {
  expect(answer.headers()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'cache-control': expect.stringMatching(/(^|, )no-store$/),
    'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
  })
  expect(answer.headers()['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/)
  expect(answer.headers()).not.toHaveProperty('strict-transport-security')
}

test('pages and data are kept by nobody and framed by nobody; files that never change may be kept', async ({
  page,
}) => {
  await signIn(page, 'campus-administrator')
  const paths = [
    '/',
    `/${kilima.id}/people`,
    `/${kilima.id}/people/${person}`,
    `/${kilima.id}/people/__data.json`,
    `/${kilima.id}/imports/template.csv`,
    `/api/trpc/accounts.me?input=${encodeURIComponent('{"json":{}}')}`,
    '/no-such-page',
    '/livez',
  ]
  for (const path of paths) expectGuarded(await page.request.get(path))
  const asset = await page.locator('link[rel=modulepreload]').first().getAttribute('href')
  const { headers } = await page.request
    .get(new URL(asset!, page.url()).href)
    .then((answer) => ({ headers: answer.headers() }))
  expect(headers['cache-control']).toMatch(/public.*immutable/)
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('pages live with their own policy, offer the way out, and keep nothing in the browser', async ({ page }) => {
  const faults: string[] = []
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  await signIn(page, 'national-director')
  const { lighthouse } = story.nodes
  for (const path of ['structure', 'structure?view=list', 'people', 'imports', 'team', 'settings', '?act=rename']) {
    await page.goto(`/${lighthouse.id}/${path}`, { waitUntil: 'networkidle' })
    await expect(page.locator('form[action="/sign-out"]').first()).toBeAttached()
  }
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Find' })).toBeVisible()
  expect(faults).toEqual([])
  const kept = await page.evaluate(async () => ({
    words: [localStorage, sessionStorage].flatMap((storage) => Object.entries(storage) as [string, string][]),
    more: [...(await indexedDB.databases()).map(({ name }) => name), ...(await caches.keys())],
  }))
  // The framework notes where pages were scrolled to, and nothing of what they say.
  expect(kept.words.map(([name]) => name).filter((name) => !name.startsWith('sveltekit:'))).toEqual([])
  expect(kept.words.map(([, value]) => value).join(' ')).not.toMatch(/[a-z]{3,} [a-z]{3,}|@|lighthouse/i)
  expect(kept.more).toEqual([])
  const cookies = (await page.context().cookies()).map(({ name }) => name)
  expect(['session', 'device', 'step', 'theme', 'time-zone', 'notice']).toEqual(expect.arrayContaining(cookies))
})

test('nothing but the product answers, says what it is, and lets no other site read it', async ({ request }) => {
  for (const path of ['/.git/HEAD', '/.env', '/package.json', '/server.ts', '/_app/', '/_app/immutable/', '/readme/'])
    expect([path, (await request.get(path, { maxRedirects: 0 })).status()]).toEqual([path, 404])
  const traced = await request.fetch('/livez', { method: 'TRACE', headers: { 'x-canary': 'echoed' } })
  expect(traced.status()).toBeGreaterThanOrEqual(400)
  expect(await traced.text()).not.toContain('echoed')
  const headers = { origin: 'https://evil.example' }
  const paths = ['/sign-in', '/livez', '/api/v1/openapi.json', '/api/v1/me', '/api/docs', '/icon.svg', '/no-such-page']
  for (const path of paths) {
    const answer = await request.get(path, { headers })
    expect(answer.headers()['content-type'], path).toMatch(
      /^(text\/(html|plain); ?charset=utf-8|application\/(problem\+)?json|image\/svg\+xml)/i,
    )
    expect(answer.headers()['content-security-policy'], path).toMatch(/base-uri 'none'.*frame-ancestors 'none'/)
    expect(Object.keys(answer.headers()).filter((name) => name.startsWith('access-control-'))).toEqual([])
    expect(answer.headers()).not.toHaveProperty('server')
    expect(answer.headers()).not.toHaveProperty('x-powered-by')
  }
})

test('what is typed comes back as text, in the page and in what its scripts read', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  const name = `"'></title></script><script>window.hit=1</script>`
  const answer = await page.request.post(`/${kilima.id}/people/new`, {
    headers: { origin: new URL(page.url()).origin, accept: 'text/html' },
    form: { name, 'emails.0': 'no address' },
  })
  const html = await answer.text()
  expect(html).toContain('window.hit')
  expect(html).not.toContain('<script>window')
  expect(html).not.toContain('</script><script>w')
})

test('where somebody comes back to after signing in is always here', async ({ page }) => {
  const home = [
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    'https://evil.example',
    '/\t/evil.example',
    '/\r\nx: y',
    '/\u0000',
  ]
  const ours = [
    ['/zoë?tab=人', '/zo%C3%AB?tab=%E4%BA%BA'],
    ['/%2F%2Fevil.example', '/%2F%2Fevil.example'],
  ] as const
  const cases = [...home.map((next) => [next, '/'] as const), ...ours]
  const locationOf = async (next: string) => {
    const answer = await page.request.get(`/sign-in?next=${encodeURIComponent(next)}`, { maxRedirects: 0 })
    return [answer.status(), answer.headers()['location']]
  }
  for (const [next] of cases) expect(await locationOf(next)).toEqual([200, undefined])
  await signIn(page, 'cell-leader')
  for (const [next, location] of cases) expect(await locationOf(next)).toEqual([303, location])
  const origin = new URL(page.url()).origin
  for (const [back, location] of cases) {
    const answer = await page.request.post('/settings/theme', {
      headers: { origin },
      form: { theme: 'system', back },
      maxRedirects: 0,
    })
    expect([answer.status(), answer.headers()['location']]).toEqual([303, location])
  }
  expect((await page.request.get('/sign-in?next=%FF%00%')).status()).toBeLessThan(500)
})

test('whoever is sent to sign in comes back to the very view', async ({ page }) => {
  const path = `/${kilima.id}/people?state=visitor`
  const answer = await page.request.get(path, { maxRedirects: 0 })
  expect(answer.headers()['location']).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
})

test('an address that a client makes up is written nowhere', async ({ request }) => {
  const { username } = story.furtherAccounts.cousinCampusAdministrator
  const forged = {
    'x-forwarded-for': '198.51.100.77',
    'x-real-ip': '198.51.100.77',
    'x-received-address': '198.51.100.77',
  }
  const none = encodeURIComponent(JSON.stringify(superjson.serialize({})))
  const signed = await request.post('/api/trpc/accounts.signIn', {
    headers: forged,
    data: superjson.serialize({ login: username, password: story.password }),
  })
  const { token } = superjson.deserialize<{ token: string }>((await signed.json()).result.data)
  const answer = await request.get(`/api/trpc/accounts.devices?input=${none}`, {
    headers: { ...forged, cookie: `session=${token}` },
  })
  expect(answer.status()).toBe(200)
  expect(await answer.text()).toContain('"address":"127.0.0.1"')
  expect(await answer.text()).not.toContain('198.51.100.77')
})
