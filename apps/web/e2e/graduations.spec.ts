/** Graduates who wait for somebody: on the home page, in the list, on their own page; and how they are let go on. Source: AUT-3, A11-1. */
import { expect, test } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const { nodes, people } = story

test('who waits for a successor stands on the home page and in the list, with the way to name one @phone', async ({
  page,
}) => {
  await signIn(page, 'regional-director')
  await page.getByRole('link', { name: /graduates? waits? for somebody/i }).click()
  await page.waitForURL(/\/graduations$/)
  const line = page.getByRole('listitem').filter({ hasText: people.ibrahim.name })
  await expect(line).toContainText('waits until a successor is named for Cell Leader of Anchor')
  await expect(line.getByRole('button', { name: 'Move now' })).toHaveCount(0)
  await expectAccessible(page)
  await line.getByRole('link', { name: 'Name a successor' }).click()
  // The role passes in one step: it begins with the one as it ends with the other.
  await page.waitForURL(new RegExp(`/${nodes.anchor.id}/team/propose`))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hand over a role at Anchor')
  await expect(page.getByText(`${people.ibrahim.name}: Cell Leader, Anchor`)).toBeVisible()
  await page.getByRole('textbox', { name: 'Who' }).fill(people.joy.name)
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('radio').first().check()
  await page.getByLabel('Why').fill('Leads this group already in all but name')
  await expect(page.getByRole('region', { name: 'Approval route' }).locator('ol')).toBeVisible()
  // What has been scrolled under the header is too small to press, and isn't meant to be.
  await page.evaluate(() => scrollTo(0, 0))
  await expectAccessible(page)
})

test('a proposed move is made at once, without JavaScript as well', async ({ browser, page }) => {
  await signIn(page, 'campus-leader')
  const context = await browser.newContext({ javaScriptEnabled: false })
  await context.addCookies(await page.context().cookies())
  const plain = await context.newPage()
  await plain.goto(`/${nodes.kilima.id}/graduations`)
  const line = plain.getByRole('listitem').filter({ hasText: people.dennis.name })
  await expect(line).toContainText('Paused by Ruth')
  await line.getByRole('button', { name: 'Move now' }).click()
  await expect(plain.getByText(`${people.dennis.name} moves to the graduates now.`)).toBeVisible()
  await expect(async () => {
    await plain.reload()
    await expect(line).toHaveCount(0, { timeout: 500 })
  }).toPass()
  await context.close()
})

test('who reads no graduations finds an empty list @phone', async ({ page }) => {
  await signIn(page, 'small-group-member')
  await page.goto(`/${nodes.mustardSeed.id}/graduations`)
  await expect(page.getByText('Nobody is about to move to the graduates')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Move now' })).toHaveCount(0)
})

test('a network is chosen for those who are marked; a choice for nobody is refused beside the button', async ({
  page,
}) => {
  await signIn(page, 'national-director')
  await page.goto(`/${nodes.highlands.id}/graduations`)
  // One network stands for nothing to choose: the form is offered where there are several.
  await expect(page.getByRole('button', { name: 'Choose' })).toHaveCount(0)
  const refused = await page.request.post(`/${nodes.highlands.id}/graduations?/choose`, {
    form: { networkId: nodes.highlandsGraduates.id },
    headers: { origin: new URL(page.url()).origin, accept: 'text/html' },
  })
  expect(refused.status()).toBe(400)
  const said = await page.request.post(`/${nodes.highlands.id}/graduations?/choose`, {
    form: { networkId: nodes.highlandsGraduates.id, id: people.ibrahim.id },
    headers: { origin: new URL(page.url()).origin, accept: 'text/html' },
  })
  expect(await said.text()).toContain('Chosen for one person.')
})
