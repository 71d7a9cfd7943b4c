import { createMailTokens } from '@ministry/mail'
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'
import { secret, webhookPassword } from './secrets.ts'

const { nodes } = story
/** Mails of the demo, in the order of `demo-messages.ts`. */
const demoMail = (count: number) => `018bd56d-6c00-700d-8000-00000000000${count}`
const unsubscribePage = (count: number) => `/unsubscribe/${createMailTokens(secret).sign(demoMail(count))}`
const templates = `/${nodes.kilima.id}/templates`

test.describe('templates', () => {
  test('are written, checked, looked at and saved', async ({ page }) => {
    await signIn(page, 'campus-administrator')
    await page.goto(templates)
    await expectAccessible(page)
    await page.getByRole('link', { name: 'We miss you', exact: true }).click()
    await expect(page.getByText('These words are the system’s')).toBeVisible()
    await expectAccessible(page)
    await page.getByLabel('Subject').fill('{{person.name}}, where are you?')
    await page.getByLabel('Text').fill('Dear {{persn.name}}, we have missed you.')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('alert').first()).toContainText(
      'There is no field {{persn.name}}. Did you mean {{person.name}}?',
    )
    await page.getByLabel('Text').fill('Dear {{person.name}}, **{{place.name}}** has missed you.')
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.frameLocator('iframe').getByText('Kilima University has missed you.')).toBeVisible()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved. These words hold here')).toBeVisible()
    await expect(page.getByText('Version 1')).toBeVisible()
    await page.goto(`/${nodes.mustardSeed.id}/templates/re-engagement-1/en`)
    await expect(page.getByText('These words come from Kilima University')).toBeVisible()
  })

  test('work without JavaScript', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await signIn(page, 'campus-administrator')
    await page.goto(`${templates}/welcome-2/en`)
    await page.getByLabel('Text').fill('Hello {{person.name}}')
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.getByRole('heading', { name: /would get it/ })).toBeVisible()
    await expect(page.getByLabel('Text')).toHaveValue('Hello {{person.name}}')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Version 1')).toBeVisible()
    await context.close()
  })

  test('are not for a leader, and not for an administrator of another campus', async ({ page }) => {
    await signIn(page, 'campus-administrator')
    expect((await page.goto(`/${nodes.mtoni.id}/templates`))!.status()).toBe(404)
    await page.context().clearCookies()
    await signIn(page, 'campus-leader')
    expect((await page.goto(templates))!.status()).toBe(403)
    await expectAccessible(page)
  })
})

test.describe('the inbox', () => {
  test('says what is new, and is read @phone', async ({ page }) => {
    await signIn(page, 'national-director')
    await page.goto('/inbox?tab=news')
    await expectAccessible(page)
    const line = page
      .getByRole('listitem')
      .filter({ hasText: 'You are no longer Regional Administrator at Highlands Region.' })
    await expect(line).toBeVisible()
    // The phone may have read it before, and other specs make news for her too: what is counted is what is left.
    const isNew = (await line.getByText('New', { exact: true }).count()) > 0
    if (isNew) await line.getByRole('button', { name: 'Mark as read' }).click()
    await expect(line.getByRole('button', { name: 'Mark as unread' })).toBeVisible()
    await page.getByRole('link', { name: 'Unread', exact: true }).click()
    await expect(line).toHaveCount(0)
    const left = await page.getByRole('button', { name: 'Mark as read' }).count()
    // Requests that wait for her count too.
    const bell =
      left === 0
        ? /^Inbox, (nothing unread|.* 0 unread)$/
        : left === 1
          ? /^Inbox, (one|.* 1) unread$/
          : RegExp(`^Inbox, (.* )?${left} unread$`)
    await expect(page.getByRole('banner').getByRole('link', { name: bell })).toBeVisible()
    await page.goto('/inbox?tab=news')
    await line.getByRole('button', { name: 'Open' }).click()
    await expect(page).toHaveURL(`/${nodes.highlands.id}`)
  })

  test('is one’s own', async ({ page }) => {
    await signIn(page, 'training-coordinator')
    await page.goto('/inbox?tab=news')
    await expect(page.getByText('Nothing here yet')).toBeVisible()
    expect((await page.request.get('/inbox?tab=news')).status()).toBe(200)
    await page.context().clearCookies()
    await page.goto('/inbox?tab=news')
    await expect(page).toHaveURL(/\/sign-in/)
  })
})

const state = (page: Page) => page.locator('dl, [data-facts]').first()

test.describe('messages', () => {
  test('show what became of them, as the provider tells it', async ({ page }) => {
    await signIn(page, 'campus-administrator')
    await page.goto(`/${nodes.kilima.id}/messages`)
    await expectAccessible(page)
    for (const word of ['Opened', 'Came back', 'Not sent']) await expect(page.getByText(word).first()).toBeVisible()
    await page.goto(`/${nodes.kilima.id}/messages/${demoMail(3)}`)
    await expect(state(page)).toContainText('Sent')
    await expectAccessible(page)
    const report = {
      RecordType: 'Delivery',
      MessageID: 'end-to-end',
      Recipient: 'somebody@example.org',
      DeliveredAt: '2026-09-07T08:00:10Z',
      Metadata: { mail: demoMail(3) },
    }
    const tell = (password: string) =>
      page.request.post('/api/webhooks/postmark', {
        data: report,
        headers: { authorization: `Basic ${Buffer.from(`postmark:${password}`).toString('base64')}` },
      })
    expect((await tell('wrong')).status()).toBe(401)
    for (let i = 0; i < 2; i++) expect((await tell(webhookPassword)).status()).toBe(200)
    await expect(async () => {
      await page.reload()
      await expect(state(page)).toContainText('Delivered', { timeout: 1000 })
    }).toPass()
  })

  test('are not for a member', async ({ page }) => {
    await signIn(page, 'small-group-member')
    expect((await page.goto(`/${nodes.mustardSeed.id}/messages`))!.status()).toBe(403)
  })
})

test.describe('choosing mails', () => {
  test('a mail program ends them with one click, signed in nowhere', async ({ page }) => {
    const address = unsubscribePage(1)
    const click = await page.request.post(address, { form: { 'List-Unsubscribe': 'One-Click' } })
    expect(click.status()).toBe(200)
    await page.goto(address)
    await expect(page.getByLabel('Mails from your group and campus')).not.toBeChecked()
    await expectAccessible(page)
  })

  test('opening the link ends nothing; pressing does, also without JavaScript @phone', async ({ browser }, {
    project,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(unsubscribePage(project.name === 'phone' ? 4 : 2))
    await page.reload()
    await expect(page.getByLabel('Mails from your group and campus')).toBeChecked()
    await page.getByRole('button', { name: 'End these mails' }).click()
    await expect(page.getByRole('status')).toContainText('no more mails of this kind')
    await expect(page.getByLabel('Mails from your group and campus')).not.toBeChecked()
    await page.getByLabel('Newsletters').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('status')).toContainText('Saved')
    await expect(page.getByLabel('Newsletters')).toBeChecked()
    await context.close()
  })

  test('a link that was changed opens nothing', async ({ page }) => {
    const answer = await page.goto(`${unsubscribePage(5).slice(0, -3)}AAA`)
    expect(answer!.status()).toBe(422)
    await expectAccessible(page)
  })

  test('is among one’s own settings', async ({ page }) => {
    await signIn(page, 'cell-leader')
    await page.goto('/settings/mails')
    await expectAccessible(page)
    await page.getByLabel('Daily summary of your inbox').uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('This is what you get from now on')).toBeVisible()
    await expect(page.getByLabel('Daily summary of your inbox')).not.toBeChecked()
  })
})
