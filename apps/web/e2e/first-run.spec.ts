/** An installation without a movement, and the link that begins one. Source: ACC-3, A11-1. */
import { totpCode } from '@ministry/auth'
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

/** The National Director's role needs one: nothing else opens before. Answers with what the app shows some steps from now. */
async function setUpSecondFactor(page: Page) {
  await page.waitForURL(`${origin}/second-factor?next=%2F`)
  await page.goto(`${origin}/settings/account`)
  await page.waitForURL(`${origin}/second-factor?next=%2Fsettings%2Faccount`)
  await page.goto(`${origin}/second-factor`)
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  const key = (await page.locator('[data-secret]').textContent())!.replaceAll(' ', '')
  const codeIn = (steps: number) => totpCode(key, new Date(Date.now() + steps * 30_000))
  await expect(page.getByRole('img', { name: 'Picture with the key' })).toBeVisible()
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('alert').first()).toContainText('This code isn’t right')
  await page.getByLabel('Code').fill(codeIn(0))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.locator('[data-recovery-codes] li')).toHaveCount(10)
  await page.getByRole('link', { name: 'I have kept them' }).click()
  return codeIn
}

/** The password opens only the question for the code, which no code answers that was used already. */
async function signInWithCode(page: Page, used: string, fresh?: string) {
  await page.getByLabel('Username or e-mail').fill('njoki')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${origin}/sign-in/code?next=%2F`)
  await page.getByLabel('Code').fill(used)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert').first()).toContainText('This code isn’t right')
  if (!fresh) return
  await page.getByLabel('Code').fill(fresh)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`${origin}/`)
  await page.goto(`${origin}/second-factor`)
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await expect(page.locator('[data-secret]')).toBeVisible()
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
  const codeIn = await setUpSecondFactor(plain)
  await expect(plain.getByRole('heading', { level: 1 })).toContainText('Hello, Njoki')
  await expect(plain.getByText('Salt and Light').first()).toBeVisible()
  await plain.request.post(`${origin}/sign-out`, { headers: { origin }, form: {} })
  await plain.goto(`${origin}/sign-in`)
  const codes = [codeIn(0), codeIn(1)] as const
  await signInWithCode(plain, ...codes)
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
  await signInWithCode(page, codes[0])
  await expectAccessible(page)
})
