/** Roles, accounts and invitations of a place, up to the account that an invitation opens. Source: ACC-2, ACC-3, ACC-4, A11-1. */
import { expect, test } from '@playwright/test'
import { expectAccessible, mailedLink, signIn, story } from './acting.ts'

const { kilima, coast } = story.nodes

for (const tab of ['roles', 'accounts', 'invitations'])
  test(`the ${tab} of a campus can be read by everybody who may @phone`, async ({ page }) => {
    await signIn(page, 'campus-leader')
    await page.goto(`/${kilima.id}/team?tab=${tab}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Team')
    await expectAccessible(page)
  })

test('a role is proposed, given by the seat above, ended with a reason, and stays in the past', async ({ page }) => {
  await signIn(page, 'national-administrator')
  await page.goto(`/${coast.id}/team?tab=roles`)
  await page.getByRole('link', { name: 'Propose for a role' }).first().click()
  await page.getByRole('textbox', { name: 'Who' }).fill('a')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('radio').first().check()
  await page.getByLabel('Role').selectOption({ label: 'Regional Administrator' })
  await page.getByRole('button', { name: 'Send the proposal' }).click()
  await page.waitForURL(/\/cases\//)
  const asked = page.url()
  await page.context().clearCookies()
  await signIn(page, 'national-director')
  await page.goto(asked)
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0)
  await page.goto(`/${coast.id}/team?tab=roles`)
  const row = page.locator('[data-row]', { hasText: 'Regional Administrator' }).first()
  await row.getByRole('link', { name: 'End' }).click()
  await page.getByRole('dialog').getByLabel('Why').fill('A test of the seat')
  await page.getByRole('dialog').getByRole('button', { name: 'End' }).click()
  await expect(page.getByText('The role has ended.')).toBeVisible()
  await page.getByRole('link', { name: 'Past' }).click()
  await expect(page.locator('[data-row]', { hasText: 'Regional Administrator' }).first()).toBeVisible()
})

test('an invitation goes out, is read in the outbox, and opens an account', async ({ page, browser }) => {
  await signIn(page, 'national-director')
  await page.goto(`/${kilima.id}/team?tab=invitations&act=invite`)
  // Whoever has an e-mail address on record and no account yet: the first that isn't refused.
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Who' }).fill('ki')
  await dialog.getByLabel('E-mail').fill('typed.before@example.org')
  await dialog.getByRole('button', { name: 'Search' }).click()
  await expect(dialog.getByRole('radio').first()).toBeVisible()
  await expect(dialog.getByLabel('E-mail')).toHaveValue('typed.before@example.org')
  const taken = new Set(Object.values(story.accounts).map(({ personId }) => personId))
  const free = (
    await dialog.getByRole('radio').evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value))
  ).find((id) => !taken.has(id) && story.everybody.some((person) => person.id === id && person.emails?.length))!
  const { emails } = story.everybody.find(({ id }) => id === free)!
  await dialog.locator(`[value="${free}"]`).check()
  await dialog.getByLabel('E-mail').fill(emails![0]!)
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
  await expect(page.getByText(`An invitation is on its way to ${emails![0]}.`)).toBeVisible()

  const link = await mailedLink(page, emails![0]!, '/invitation/')
  await expectAccessible(page)

  const context = await browser.newContext()
  const guest = await context.newPage()
  await guest.goto(link)
  await expectAccessible(guest)
  await guest.getByLabel('Username').fill('grace')
  await guest.getByLabel('Password', { exact: true }).fill('violet kettle orbit seven')
  await guest.getByRole('button', { name: 'Open my account' }).click()
  await expect(guest.getByRole('alert').first()).toContainText('taken')
  await guest.getByLabel('Username').fill('newly.invited')
  await guest.getByLabel('Password', { exact: true }).fill('violet kettle orbit seven')
  await guest.getByRole('button', { name: 'Open my account' }).click()
  await guest.waitForURL((url) => url.pathname === '/')
  await guest.goto(link)
  await expect(guest.getByRole('heading', { level: 1 })).toHaveText('You have your account already')
  await context.close()
})

test('sign-in is taken away and given back', async ({ page }) => {
  await signIn(page, 'national-director')
  await page.goto(`/${kilima.id}/team?tab=accounts`)
  const row = page.locator('[data-row]', { hasText: 'Small Group Admin' }).first()
  await row.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('link', { name: 'Take sign-in away' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take sign-in away' }).click()
  await expect(row).toContainText('Can’t sign in')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('The account can sign in again.')).toBeVisible()
  await expect(row).not.toContainText('Can’t sign in')
})

test('who may not end a role is not offered it', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  await page.goto(`/${kilima.id}/team?tab=roles`)
  await expect(page.getByRole('link', { name: 'Propose for a role' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'End' })).toHaveCount(0)
})
