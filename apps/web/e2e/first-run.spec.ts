/** An installation without a movement, and the link that begins one. Source: ACC-3, A11-1. */
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, story } from './acting.ts'
import { startServer } from './own-server.ts'

const origin = 'http://127.0.0.1:4394'
const password = 'violet kettle orbit seven'
let server: Awaited<ReturnType<typeof startServer>>

test.beforeAll(async () => {
  server = await startServer({ PORT: '4394', DEMO: 'no' })
})
test.afterAll(() => server.stop())

async function begin(page: Page, username: string, secret: string) {
  await page.getByLabel('Name of the movement').fill('Salt and Light')
  await page.getByLabel('Currency').selectOption('KES')
  await page.getByLabel('Name', { exact: true }).fill('Njoki Wambui')
  await page.getByLabel('E-mail').fill('njoki@example.org')
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Begin' }).click()
}

test('whoever has the console begins the movement, once, and there is nothing of the demo', async ({
  page,
  browser,
}) => {
  expect(server.said).not.toContain(story.password)
  const link = /http:\S+\/set-up\/\S+/.exec(server.said)![0]
  await page.goto(origin)
  await expect(page).toHaveURL(`${origin}/set-up`)
  await expect(page.getByText('printed where the server was started')).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${origin}/set-up/${'a'.repeat(32)}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link doesn’t work')
  await expectAccessible(page)
  await page.goto(link)
  await expectAccessible(page)
  await begin(page, 'njoki', 'njoki njoki njoki')
  await expect(page.getByText('made of your own name').first()).toBeVisible()
  await expect(page.getByLabel('Name of the movement')).toHaveValue('Salt and Light')
  await expectAccessible(page)

  const context = await browser.newContext({ javaScriptEnabled: false })
  const plain = await context.newPage()
  await plain.goto(link)
  await begin(plain, 'njoki', password)
  await plain.waitForURL(`${origin}/`)
  await expect(plain.getByRole('heading', { level: 1 })).toContainText('Hello, Njoki')
  await expect(plain.getByText('Salt and Light').first()).toBeVisible()
  await context.close()

  await begin(page, 'late', password)
  await expect(page.getByRole('alert').first()).toContainText('This link doesn’t work')
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link doesn’t work')
  await page.goto(`${origin}/set-up`)
  await expect(page).toHaveURL(`${origin}/sign-in`)
  await page.getByLabel('Username or e-mail').fill(story.accounts['national-director'].username)
  await page.getByLabel('Password', { exact: true }).fill(story.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').first()).toContainText('don’t fit together')
})
