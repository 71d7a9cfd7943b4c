/** Acts on many people of a list: the true count before, everybody's outcome after, and the way back. Source: PPL-3, ACS-3. */
import { expect, test } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const list = `/${story.nodes.kilima.id}/people`

test('ticked people are tagged, and one press takes it back @phone', async ({ page }, { project }) => {
  const name = `Retreat ${project.name}`
  await signIn(page, 'campus-leader')
  await page.goto(`${list}?state=member`)
  for (const row of [1, 2]) await page.locator('[data-row]').nth(row).getByRole('checkbox').check()
  const bar = page.getByRole('region', { name: 'What to do with the selected rows' })
  await expect(bar).toContainText('2 selected')
  await expectAccessible(page)
  if (project.name === 'phone') await bar.getByRole('button', { name: 'Act on them' }).click()
  await page.getByRole('button', { name: 'Tag', exact: true }).filter({ visible: true }).click()
  await page.getByLabel('Or a new tag').fill(name)
  await page.getByRole('button', { name: 'Make this tag' }).click()
  await expect(page.getByLabel('Tag', { exact: true }).locator('option:checked')).toHaveText(name)
  await page.getByRole('button', { name: 'See what would happen' }).click()
  await expect(page.getByText('2 people are meant.')).toBeVisible()
  await page.getByRole('button', { name: 'Tag 2 people' }).click()
  await expect(page.getByText(`Tagged “${name}”: 2 people`)).toBeVisible()
  await expect(page).toHaveURL(/people\?state=member$/)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Everybody is as before.')).toBeVisible()
})

test('before all who match are changed it is said to how many what would happen', async ({ page }) => {
  await signIn(page, 'campus-leader')
  await page.goto(list)
  await page.getByRole('button', { name: /^Act on all \d+$/ }).click()
  await page.getByRole('link', { name: 'Take a tag away' }).click()
  await page.getByLabel('Tag', { exact: true }).selectOption('Musician')
  await page.getByRole('button', { name: 'See what would happen' }).click()
  await expect(page.getByText('So already')).toBeVisible()
  await expectAccessible(page)
})

test('who does not lead there ticks nobody, and finds no such page', async ({ page }) => {
  await signIn(page, 'small-group-member')
  const group = `/${story.nodes.mustardSeed.id}/people`
  await page.goto(group)
  await expect(page.locator('[data-row]').first()).toBeVisible()
  await expect(page.locator('[data-row]').getByRole('checkbox')).toHaveCount(0)
  expect((await page.goto(`${group}/bulk`))?.status()).toBe(403)
})
