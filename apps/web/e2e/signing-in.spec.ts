import { expect, test } from '@playwright/test'
import { gzipSync } from 'node:zlib'
import { expectAccessible, signIn, signInAnew, story, type RoleName } from './acting.ts'

const roles = Object.keys(story.accounts) as RoleName[]

for (const role of roles)
  test(`${role} signs in and finds their own day`, async ({ page }) => {
    const faults: string[] = []
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    page.on('pageerror', (error) => faults.push(error.message))
    await signInAnew(page, story.accounts[role].username)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Hello, ')
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

test('a wrong password is refused, and what was typed stays @phone', async ({ page }) => {
  await page.goto('/sign-in')
  await expectAccessible(page)
  await page.getByLabel('Username or e-mail').fill('faith')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await expect(page.getByLabel('Username or e-mail')).toHaveValue('faith')
})

test('signing in works without JavaScript', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await signInAnew(page, story.accounts['cell-leader'].username)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await context.close()
})

test('whoever is not signed in is asked to, and comes back to where they wanted to go', async ({ page }) => {
  const { nodeId, username } = story.accounts['campus-leader']
  await page.goto(`/${nodeId}/people`)
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByLabel('Username or e-mail').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(story.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(new RegExp(`/${nodeId}/people`))
})

test('the first screen after signing in is at most 100 KB of JavaScript, gzip', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  await page.goto('/')
  await page.waitForLoadState('networkidle')
  // What this page asks for, whatever the page of signing in has needed.
  const scripts = await page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap(({ name }) => (name.endsWith('.js') ? name : [])),
  )
  expect(scripts.length).toBeGreaterThan(3)
  const bodies = await Promise.all(scripts.map(async (url) => (await page.request.get(url)).body()))
  const total = bodies.reduce((sum, body) => sum + gzipSync(body).byteLength, 0)
  expect(total / 1024).toBeLessThanOrEqual(100)
})

test('a page of another campus is not found, and says so kindly', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  const answer = await page.goto(`/${story.nodes.mtoni.id}/people`)
  expect(answer!.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectAccessible(page)
})

test('signing out ends the session', async ({ page, context }) => {
  await signInAnew(page, story.accounts['small-group-member'].username)
  const cookies = await context.cookies()
  const { origin } = new URL(page.url())
  const answer = await page.request.post('/sign-out', { headers: { origin }, form: {}, maxRedirects: 0 })
  expect(answer.headers()['clear-site-data']).toBe('"storage"')
  await context.addCookies(cookies) // the old token, as a thief would keep it
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
})
