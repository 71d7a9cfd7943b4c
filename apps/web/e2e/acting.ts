/** Signing in and looking for faults, for every spec. */
import AxeBuilder from '@axe-core/playwright'
import { story } from '@ministry/seed'
import { expect, type Page } from '@playwright/test'

export { story }
export type RoleName = keyof typeof story.accounts

/** Signs in as whoever holds the role in the demo and waits for the home page. */
export async function signIn(page: Page, role: RoleName): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Username or e-mail').fill(story.accounts[role].username)
  await page.getByLabel('Password', { exact: true }).fill(story.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

/** Fails with the rule and the element for each fault that axe finds. Source: A11-1. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(' | ')}`)).toEqual(
    [],
  )
}
