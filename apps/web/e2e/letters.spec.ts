/** Links that come by mail: invitations and new passwords, each works once and for nobody else. Source: ACC-4, ACC-5, A11-1. */
import { expect, test, type Browser, type Page } from '@playwright/test'
import superjson from 'superjson'
import { expectAccessible, mailedLink, signIn, signInAnew, story } from './acting.ts'

const { mtoni } = story.nodes
const password = 'violet kettle orbit seven'
const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const members = story.everybody.filter(
  ({ emails, memberships }) =>
    emails?.length && memberships.some(({ nodeId, leftOn }) => nodeId === mtoni.id && !leftOn),
)
const guest = async (browser: Browser, javaScriptEnabled: boolean) =>
  (await browser.newContext({ javaScriptEnabled })).newPage()

/** Invites a member of Mtoni as whoever is signed in on the page, and reads the link in the outbox. */
async function invite(page: Page, which: number) {
  const accounts = new Set(
    [...Object.values(story.accounts), ...Object.values(story.furtherAccounts)].map(({ personId }) => personId),
  )
  const { id, name, emails } = members.filter(({ id }) => !accounts.has(id)).at(which)!
  const email = emails![0]!
  const answer = await page.request.post('/api/trpc/accounts.invite', {
    data: superjson.serialize({ personId: id, nodeId: mtoni.id, email }),
  })
  expect(answer.status(), await answer.text()).toBe(200)
  return { name, email, link: await mailedLink(page, email, '/invitation/') }
}

async function openAccount(page: Page, username: string) {
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Open my account' }).click()
}

for (const javaScriptEnabled of [true, false])
  test(`an invitation opens one account, once (JavaScript ${javaScriptEnabled})`, async ({ page, browser }) => {
    await signIn(page, 'national-director')
    const { name, email, link } = await invite(page, javaScriptEnabled ? -1 : -2)
    const [one, other] = [await guest(browser, javaScriptEnabled), await guest(browser, javaScriptEnabled)]
    for (const each of [one, other]) await each.goto(link)
    await expect(one.getByLabel('E-mail')).toHaveValue(email)
    if (javaScriptEnabled) await expectAccessible(one)
    await openAccount(one, `invited.${javaScriptEnabled}`)
    await one.waitForURL((url) => url.pathname === '/')
    await expect(heading(one)).toContainText(`Hello, ${name.split(' ')[0]}`)

    await openAccount(other, `another.${javaScriptEnabled}`)
    await expect(
      other.getByText('This invitation no longer works').or(other.getByText('You have your account already')).first(),
    ).toBeVisible()
    await other.goto(link)
    await expect(heading(other)).toHaveText('You have your account already')
    await other.goto('/')
    await expect(other).toHaveURL(/\/sign-in/)
    for (const each of [one, other]) await each.context().close()
  })

test('an invitation that was taken back opens nothing, and a made-up one is not found', async ({ page, browser }) => {
  await signIn(page, 'national-director')
  const { email, link } = await invite(page, -3)
  const other = await guest(browser, true)
  await other.goto(link)
  await page.goto(`/${mtoni.id}/team?tab=invitations`)
  await page.locator('[data-row]', { hasText: email }).getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByText('The invitation is taken back.')).toBeVisible()
  await openAccount(other, 'taken.back')
  await expect(other.getByRole('alert').first()).toContainText('This invitation no longer works')
  await expectAccessible(other)
  await other.goto(link)
  await expect(heading(other)).toHaveText('This invitation was taken back')
  await expectAccessible(other)
  expect((await other.goto(link.slice(0, -4) + 'aaaa'))!.status()).toBe(404)
  await expectAccessible(other)
  await other.context().close()
})

for (const [javaScriptEnabled, account] of [
  [true, story.furtherAccounts.twoRoles],
  [false, story.furtherAccounts.siblingCampusAdministrator],
] as const)
  test(`a new password by mail ends every session (JavaScript ${javaScriptEnabled})`, async ({ page, browser }) => {
    const { username, email } = account
    const [device, asking] = [await guest(browser, true), await guest(browser, javaScriptEnabled)]
    await signInAnew(device, username)
    await asking.goto('/reset-password')
    await asking.getByLabel('Username or e-mail').fill(username)
    await asking.getByRole('button', { name: 'Mail me a link' }).click()
    await expect(heading(asking)).toHaveText('Look at your mail')

    await signIn(page, 'national-director')
    const link = await mailedLink(page, email, '/reset-password/')
    await asking.goto(link)
    if (javaScriptEnabled) await expectAccessible(asking)
    await asking.getByLabel('Password', { exact: true }).or(asking.getByLabel('New password')).fill('password1234')
    await asking.getByRole('button', { name: 'Save the new password' }).click()
    await expect(asking.getByText('easy to guess').first()).toBeVisible()
    await asking.getByLabel('Password', { exact: true }).or(asking.getByLabel('New password')).fill(password)
    await asking.getByRole('button', { name: 'Save the new password' }).click()
    await expect(asking.getByText('Your password is changed. Sign in with the new one.')).toBeVisible()
    if (javaScriptEnabled) await expectAccessible(asking)

    await device.goto('/')
    await expect(device).toHaveURL(/\/sign-in/)
    await device.getByLabel('Username or e-mail').fill(username)
    await device.getByLabel('Password', { exact: true }).fill(story.password)
    await device.getByRole('button', { name: 'Sign in' }).click()
    await expect(device.getByRole('alert').first()).toContainText('don’t fit together')
    await signInAnew(asking, username, password)

    await device.goto(link)
    await expect(heading(device)).toHaveText('This link doesn’t work any more')
    await expect(device.getByLabel('New password')).toHaveCount(0)
    await expect(device.getByRole('link', { name: 'Ask for a new link' })).toBeVisible()
    await expectAccessible(device)
    for (const each of [device, asking]) await each.context().close()
  })
