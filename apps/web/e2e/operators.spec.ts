/** The operators' pages at the width of a phone: everything is there, nothing sticks out. Source: OPS-1, A11-1. */
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

/** Nothing is wider than the screen. */
const expectFits = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)

test('runs, functions, events and failures can be read and gone through @phone', async ({ page }) => {
  const name = `Rehema ${test.info().project.name} ${test.info().retry}`
  await signIn(page, 'national-administrator')
  // Something happens by itself.
  await page.goto(`/${story.nodes.kilima.id}/people/new`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Add a person' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await page.goto('/settings/workflows')
  for (const tab of ['Functions', 'Events', 'Failures', 'Runs']) {
    const link = page.getByRole('main').getByRole('link', { name: tab, exact: true }).first()
    if (await link.count()) await link.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Workflows')
    await expectFits(page)
    await expectAccessible(page)
  }
  const run = page.getByRole('link', { name: /automation-welcome|messaging/i }).first()
  await expect(async () => {
    await page.goto('/settings/workflows/runs')
    await expect(run).toBeVisible({ timeout: 1000 })
  }).toPass()
  await run.click()
  await page.waitForURL(/\/runs\/./)
  await expectFits(page)
  await expectAccessible(page)
})
