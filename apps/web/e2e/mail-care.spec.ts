import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signIn, story, type RoleName } from './acting.ts'
import { webhookPassword } from './secrets.ts'

const { nodes, accounts } = story
const tell = (page: Page, data: object | string, password = webhookPassword) =>
  page.request.post('/api/webhooks/postmark', {
    data: typeof data === 'string' ? Buffer.from(data) : data,
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`postmark:${password}`).toString('base64')}`,
    },
  })
const hardBounce = (email: string) => ({
  RecordType: 'Bounce',
  Type: 'HardBounce',
  MessageID: `care-${email}`,
  Email: email,
  BouncedAt: '2026-11-01T08:00:00Z',
  Inactive: true,
})

test.describe('stopped addresses', () => {
  // The same address may have been unsubscribed from something besides.
  const rowOf = (page: Page, email: string) =>
    page.getByRole('listitem').filter({ hasText: email }).filter({ hasText: 'Doesn’t exist' })
  /** Waits until the bounce is applied and the address is listed. */
  async function stopped(page: Page, role: RoleName) {
    const { email } = accounts[role]
    expect((await tell(page, hardBounce(email))).status()).toBe(200)
    await expect(async () => {
      await page.goto('/settings/outbox/addresses')
      await expect(rowOf(page, email)).toBeVisible({ timeout: 1000 })
    }).toPass()
    return email
  }

  test('say why, and can be written to again with a reason @phone', async ({ page }, { project }) => {
    await signIn(page, 'national-administrator')
    const email = await stopped(page, project.name === 'phone' ? 'cell-leader' : 'small-group-member')
    await expectAccessible(page)
    const row = rowOf(page, email)
    await expect(row).toContainText('Doesn’t exist')
    await row.getByRole('link', { name: 'Write to it again' }).click()
    await row.getByLabel('Why').fill('the address was mended')
    await expectAccessible(page)
    await row.getByRole('button', { name: 'Write to it again' }).click()
    await expect(page.getByText('Mails go to this address again.')).toBeVisible()
    await expect(rowOf(page, email)).toHaveCount(0)
  })

  test('also without JavaScript, but not without a reason', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await signIn(page, 'national-administrator')
    const email = await stopped(page, 'graduate-member')
    const row = rowOf(page, email)
    await row.getByRole('link', { name: 'Write to it again' }).click()
    await row.getByLabel('Why').fill('   ')
    await row.getByRole('button', { name: 'Write to it again' }).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
    await rowOf(page, email).getByLabel('Why').fill('the address was mended')
    await rowOf(page, email).getByRole('button', { name: 'Write to it again' }).click()
    await expect(page.getByText('Mails go to this address again.')).toBeVisible()
    await context.close()
  })

  test('who unsubscribed is left alone', async ({ page }) => {
    await signIn(page, 'national-administrator')
    await page.goto('/settings/outbox/addresses')
    const row = page.getByRole('listitem').filter({ hasText: 'Newsletters' })
    await expect(row).toContainText('Only the person themself can want mails again.')
    await expect(row.getByRole('button')).toHaveCount(0)
  })
})

test('reports that can’t be read are kept, with the reason and a second try @phone', async ({ page }, { project }) => {
  const field = project.name === 'phone' ? 'Phone' : 'Desktop'
  expect((await tell(page, '{}', 'wrong')).status()).toBe(401)
  expect((await tell(page, `{"RecordType":"Delivery","MessageID":"${field}","Recipient":5}`)).status()).toBe(200)
  await signIn(page, 'national-administrator')
  const row = page.getByRole('listitem').filter({ hasText: 'Recipient, DeliveredAt' }).first()
  await expect(async () => {
    await page.goto('/settings/outbox/reports')
    await expect(row).toBeVisible({ timeout: 1000 })
  }).toPass()
  await expect(page.getByText('came with a wrong password')).toBeVisible()
  await expectAccessible(page)
  await row.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('It still can’t be read')).toBeVisible()
})

test('the care of mails is for who keeps the movement’s system', async ({ page }) => {
  await signIn(page, 'campus-leader')
  for (const part of ['addresses', 'reports']) expect((await page.goto(`/settings/outbox/${part}`))!.status()).toBe(403)
  await expectAccessible(page)
})

test('quiet hours are set for a place, and hold below it, without JavaScript too', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await signIn(page, 'campus-administrator')
  await page.goto(`/${nodes.kilima.id}/settings`)
  const quiet = page.getByRole('group', { name: 'Quiet hours' })
  await expect(quiet).toContainText('from 21:00 to 08:00')
  await quiet.getByLabel('Set here').check()
  await quiet.getByLabel('From').fill('22:30')
  await quiet.getByLabel('Until').fill('07:15')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.goto(`/${nodes.mustardSeed.id}/settings`)
  await expect(page.getByRole('group', { name: 'Quiet hours' })).toContainText('from 22:30 to 07:15')
  await expect(page.getByRole('group', { name: 'Quiet hours' }).getByLabel('As Kilima University')).toBeChecked()
  await context.close()
})

test('the settings with the quiet hours are for everybody', async ({ page }) => {
  test.slow()
  await signIn(page, 'campus-administrator')
  await page.goto(`/${nodes.bereans.id}/settings`)
  await page.getByRole('group', { name: 'Quiet hours' }).getByLabel('Set here').check()
  await expectAccessible(page)
})
