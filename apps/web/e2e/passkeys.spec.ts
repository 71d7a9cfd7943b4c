/** Passkeys with a device that the browser makes up: added, signed in with, proven by, removed. Source: ACC-4. */
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signInAnew, story } from './acting.ts'

// Browsers tie passkeys to a name, and one's own machine has this one.
test.use({ baseURL: 'http://localhost:4391' })

async function withDevice(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
}

test('a passkey is added, signs in without a password, and is removed', async ({ page }) => {
  const { username } = story.furtherAccounts.cousinCampusAdministrator
  await withDevice(page)
  await signInAnew(page, username)
  await page.goto('/settings/account')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name', { exact: true }).last().fill('Laptop of the office')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make the passkey on this device' }).click()
  await expect(page.getByText('The passkey is added.')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Laptop of the office' })).toBeVisible()
  await page.context().clearCookies()
  await page.goto('/sign-in?next=/settings/account')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await page.waitForURL((url) => url.pathname === '/settings/account')
  await expect(page.getByText('Last used')).toBeVisible()
  const line = page.getByRole('listitem').filter({ hasText: 'Laptop of the office' })
  await line.getByRole('button', { name: /Remove/ }).click()
  await expect(page.getByText('The passkey is removed.')).toBeVisible()
})

test('a device without a passkey opens nothing, and the page says so', async ({ page }) => {
  await withDevice(page)
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page.getByText('No device answered with a passkey')).toBeVisible()
  await expectAccessible(page)
})
