/** What stands around every page: finding, look, own account, the administrators' pages, and kind ends. Source: ACC-5, ACS-1, AUD-1, A11-1. */
import { expect, test } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

test('Ctrl-K finds places and people, and nothing that is typed stands in an address', async ({ page }) => {
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  await signIn(page, 'national-director')
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: 'Find' })
  await expect(box).toBeFocused()
  await expectAccessible(page)
  await box.fill('ruth che')
  await expect(page.getByRole('option', { name: /Ruth Chebet/ })).toBeVisible()
  await box.fill('kilima')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(story.nodes.kilima.name)
  expect(addresses.filter((address) => /ruth|kilima/i.test(decodeURIComponent(address)))).toEqual([])
})

test('the switcher leads to another place @phone', async ({ page }) => {
  await signIn(page, 'regional-director')
  await page.goto(`/${story.nodes.kilima.id}`)
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: /Go to another place/ }).click()
  await page.getByRole('combobox').fill('mtoni')
  await page.getByRole('option', { name: /Mtoni/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(story.nodes.mtoni.name)
})

test('light or dark is kept, and comes with the page from the server', async ({ page, context }) => {
  await signIn(page, 'cell-leader')
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: story.accounts['cell-leader'].name.split(' ')[0]! }).click()
  await Promise.all([page.waitForResponse('**/settings/theme'), page.getByRole('button', { name: 'Dark' }).click()])
  await expect(page.locator('html')).toHaveAttribute('data-mode', 'dark')
  const html = await (await context.request.get('/')).text()
  expect(html).toContain('data-mode="dark"')
  await page.reload()
  await expectAccessible(page)
})

test('the first thing a keyboard reaches is the way to the content', async ({ page }) => {
  await signIn(page, 'cell-leader')
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
})

const pages = [
  '/settings/account',
  '/settings/devices',
  '/settings/access',
  '/settings/access?role=campus-leader',
  '/settings/audit',
  '/settings/outbox',
]
for (const path of pages)
  test(`${path} can be read and worked by everybody @phone`, async ({ page }) => {
    await signIn(page, 'national-administrator')
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page)
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(width).toBeLessThanOrEqual(0)
  })

test('the matrix shows the words of the policy', async ({ page }) => {
  await signIn(page, 'national-director')
  await page.goto('/settings/access')
  const row = page.getByRole('row', { name: /Alumni Coordinator/ })
  await expect(row).toContainText('Limited, graduate branch')
  await row.getByRole('link').click()
  await expect(page.getByRole('dialog')).toContainText('the graduate networks below')
})

test('own data are changed, and the audit shows by whom and what', async ({ page }) => {
  await signIn(page, 'national-administrator')
  await page.goto('/settings/account')
  await page.getByLabel(/^City/).fill('Eldoret')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Your data are saved.')).toBeVisible()
  await page.goto('/settings/audit?action=people.update')
  await page
    .locator('[data-row]', { hasText: story.accounts['national-administrator'].name })
    .first()
    .getByRole('link')
    .click()
  await expect(page.getByText('Eldoret')).toBeVisible()
  await expectAccessible(page)
})

test('a denial says what is missing and whom to ask; a wrong address is met kindly', async ({ page }) => {
  await signIn(page, 'cell-leader')
  const denied = await page.goto('/settings/audit')
  expect(denied!.status()).toBe(403)
  await expect(page.getByText('the right to see the audit')).toBeVisible()
  await expect(page.getByText(`ask the leader of ${story.nodes.kilima.name}`)).toBeVisible()
  await expect(page.getByText(/give this number/)).toBeVisible()
  await expectAccessible(page)
  expect((await page.goto('/no-such-page'))!.status()).toBe(404)
  await page.getByRole('link', { name: 'Go to the home page' }).click()
  await expect(page).toHaveURL('/')
})

test('a forgotten password: the answer is the same for everybody @phone', async ({ page }) => {
  for (const login of ['ruth', 'nobody-of-this-name']) {
    await page.goto('/reset-password')
    await page.getByLabel('Username or e-mail').fill(login)
    await page.getByRole('button', { name: 'Mail me a link' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Look at your mail')
  }
  await expectAccessible(page)
})
