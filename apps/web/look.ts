import { chromium } from '@playwright/test'
const base = 'http://127.0.0.1:4577'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
for (const width of [390, 1280]) {
  const page = await (
    await browser.newContext({
      viewport: { width, height: 900 },
      baseURL: base,
      hasTouch: width < 500,
      isMobile: width < 500,
      colorScheme: width < 500 ? 'light' : 'dark',
    })
  ).newPage()
  const shot = (n: string) => page.screenshot({ path: `/tmp/shots/${n}-${width}.png`, fullPage: true })
  const signIn = async (user: string) => {
    await page.context().clearCookies()
    await page.goto('/sign-in')
    await page.getByLabel('Username or e-mail').fill(user)
    await page.getByLabel('Password', { exact: true }).fill('ministry-demo-2026')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL((u) => u.pathname === '/')
  }
  await signIn('kwame')
  await page.goto('/018bd56d-6c00-7001-8000-000000000005/expenses/new')
  await page.getByLabel('Whom to pay').fill('Naivas')
  await page.getByLabel('Amount').fill('5000.01')
  await page.waitForTimeout(1500)
  await shot('preview')
  await page.getByLabel('Amount').fill('0')
  await page.waitForTimeout(1200)
  await shot('preview-bad')
  await signIn('grace')
  await page.goto('/settings/routes?kind=expense')
  const change = page.getByRole('button', { name: 'Change the route' })
  if (await change.count()) await change.click()
  else await page.goto('/settings/routes?kind=expense&edit')
  await page.waitForTimeout(1200)
  await page
    .getByLabel(/Over \(/)
    .nth(1)
    .fill('200')
  await page.getByRole('button', { name: 'Save the draft' }).last().click()
  await page.waitForTimeout(1500)
  await shot('editor')
  await page.goto('/inbox?tab=decisions')
  await page.waitForTimeout(500)
  await shot('grace-inbox')
}
await browser.close()
