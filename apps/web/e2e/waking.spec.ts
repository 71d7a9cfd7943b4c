/** A page that wakes up late, on a slow line: what was typed before stays. Source: interface (typed text is never lost). */
import { expect, test, type Page } from '@playwright/test'
import { signIn, story } from './acting.ts'

const { nodes, people } = story

/** Opens an address whose JavaScript arrives only when it is let go; `wake` lets it and waits until the page has woken up. */
async function openAsleep(page: Page, address: string): Promise<{ wake: () => Promise<void> }> {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => (letGo = resolve))
  await page.goto('about:blank') // What was open before may still be waking up.
  await page.context().clearCookies({ name: 'time-zone' })
  await page.route('**/*.js', async (route) => {
    await gate
    await route.continue()
  })
  await page.goto(address, { waitUntil: 'commit' })
  return {
    async wake() {
      expect(await page.evaluate(() => document.cookie)).not.toContain('time-zone')
      letGo()
      // The first thing that a page does when it is awake.
      await expect.poll(() => page.evaluate(() => document.cookie)).toContain('time-zone')
    },
  }
}

test('fields, choices and dates that were filled in before the page woke up are saved @phone', async ({
  page,
}, info) => {
  const person = info.project.name === 'phone' ? people.priya : people.joy
  await signIn(page, 'campus-administrator')
  const { wake } = await openAsleep(page, `/${nodes.kilima.id}/people/${person.id}/edit`)
  const graduation = page.getByRole('group', { name: /Expected graduation/ })
  await graduation.getByLabel('Year').fill('2034')
  await graduation.getByLabel('Month').selectOption('05')
  await page.getByLabel('City').fill('Arusha')
  await page.getByLabel('Country').selectOption('TZ')
  await wake()
  await expect(graduation.getByLabel('Year')).toHaveValue('2034')
  await expect(graduation.getByLabel('Month')).toHaveValue('05')
  await expect(page.getByLabel('City')).toHaveValue('Arusha')
  await expect(page.getByLabel('Country')).toHaveValue('TZ')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/edit'))
  await expect(page.getByText('May 2034')).toBeVisible()
  await expect(page.getByText(/Arusha/).first()).toBeVisible()
})
