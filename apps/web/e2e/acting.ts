/** Signing in and looking for faults, for every spec. */
import AxeBuilder from '@axe-core/playwright'
import { story } from '@ministry/seed'
import { expect, type Page } from '@playwright/test'

export { story }
export type RoleName = keyof typeof story.accounts

/** Sessions that were opened before in this worker: a spec that isn't about signing in takes what is there. */
const sessions = new Map<
  string,
  { cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>; since: number }
>()
/** Dangerous acts ask anew after ten minutes who sits there: a session is kept for less. */
const KEPT = 8 * 60_000

/** Lets the page be of whoever holds the role in the demo, at the home page. */
export async function signIn(page: Page, role: RoleName): Promise<void> {
  const { username } = story.accounts[role]
  const kept = sessions.get(username)
  if (kept && performance.now() - kept.since < KEPT) {
    await page.context().addCookies(kept.cookies)
    // The spec goes on from here: what the home page still loads is of no interest.
    await page.goto('/', { waitUntil: 'commit' })
    if (new URL(page.url()).pathname === '/') return
  }
  await signInAnew(page, username)
  const cookies = await page.context().cookies()
  sessions.set(username, { cookies: cookies.filter(({ name }) => name === 'session'), since: performance.now() })
}

/** Signs in by the form, with a session of its own, and waits for the home page. */
export async function signInAnew(page: Page, username: string, password: string = story.password): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Username or e-mail').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

/** Follows the link of the newest kept mail to the address; `page` is of somebody who may read the outbox. */
export async function mailedLink(page: Page, email: string, path: string): Promise<string> {
  const link = page.locator(`main a[href*="${path}"]`).first()
  await expect(async () => {
    await page.goto('/settings/outbox')
    // The mail may not be there yet; what is there gets the time that a busy machine takes to open it.
    await page.locator('[data-row]', { hasText: email }).first().getByRole('link').click({ timeout: 3000 })
    await expect(link).toBeVisible()
  }).toPass()
  return (await link.getAttribute('href'))!
}

/** Fails with the rule and the element for each fault that axe finds. Source: A11-1. */
export async function expectAccessible(page: Page): Promise<void> {
  // Its usual mode opens a page of its own for frames of other origins, which takes as long as the rest; we have none.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`)).toEqual(
    [],
  )
}
