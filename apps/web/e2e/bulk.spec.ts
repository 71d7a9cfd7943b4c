/** Acts on many people of a list: the true count before, everybody's outcome after, and the way back. Source: PPL-3, ACS-3. */
import { expect, test } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const list = `/${story.nodes.kilima.id}/people`

test('ticked people are tagged, and all who match are taken back again by one press @phone', async ({ page }, {
  project,
}) => {
  const name = `Retreat ${project.name}`
  await signIn(page, 'campus-leader')
  await page.goto(`${list}?state=member`)
  for (const row of [1, 2]) await page.locator('[data-row]').nth(row).getByRole('checkbox').check()
  const bar = page.getByRole('region', { name: 'What to do with the selected rows' })
  await expect(bar).toContainText('2 selected')
  await expectAccessible(page)
  if (project.name === 'phone') await bar.getByRole('button', { name: 'Act on them' }).click()
  await page.getByRole('button', { name: 'Tag', exact: true }).filter({ visible: true }).click()
  await expect(page.getByRole('heading', { name: 'Tag 2 people' })).toBeVisible()
  await page
    .getByLabel(/new tag|^Tag$/)
    .last()
    .fill(name)
  await page.getByRole('button', { name: 'Make this tag' }).click()
  await page.getByRole('button', { name: 'See what would happen' }).click()
  await expect(page.getByText('2 people are meant.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Tag 2 people' }).click()
  await expect(page).toHaveURL(/people\?state=member$/)
  await expect(page.getByText(`Tagged “${name}”: 2 people`)).toBeVisible()

  // All of them: those who have it stay, guests are left, and the page says so.
  await page.getByRole('button', { name: /^Act on all \d+$/ }).click()
  await page.getByRole('link', { name: 'Tag', exact: true }).click()
  await page.getByLabel('Tag', { exact: true }).selectOption({ label: name })
  await page.getByRole('button', { name: 'See what would happen' }).click()
  await expect(page.getByText('So already')).toBeVisible()
  await page.getByRole('button', { name: /^Tag \d+ people$/ }).click()
  await expect(page.getByRole('heading', { name: `Tagged “${name}”` })).toBeVisible()
  await expect(page.getByText('Not yours to change').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Undo for \d+ people$/ }).click()
  await expect(page.getByText('Everybody is as before.')).toBeVisible()
  await page.goto(`${list}/bulk`)
  await expect(page.locator('[data-row]').first()).toContainText('Taken back')
  await expectAccessible(page)
})

test('who does not lead there ticks nobody and finds no such page', async ({ page }) => {
  await signIn(page, 'small-group-member')
  await page.goto(`/${story.nodes.mustardSeed.id}/people`)
  await expect(page.locator('[data-row]').first()).toBeVisible()
  await expect(page.locator('[data-row]').getByRole('checkbox')).toHaveCount(0)
  const refused = await page.goto(`/${story.nodes.mustardSeed.id}/people/bulk`)
  expect(refused?.status()).toBe(403)
})
