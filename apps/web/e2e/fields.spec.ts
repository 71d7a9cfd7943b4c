/** Fields and tags of one's own: defined at a place, filled in, listed; and who may not. Source: PPL-1, ACS-2. */
import { expect, test } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const { kilima, mustardSeed } = story.nodes

test('a field is defined, filled in for somebody, and taken out of use with its values @phone', async ({ page }, {
  project,
}) => {
  const [label, value] = [`Room ${project.name}`, `West ${project.name}`]
  await signIn(page, 'campus-administrator')
  await page.goto(`/${kilima.id}/settings/fields?new`)
  await page.getByLabel('Name of the field').fill(label)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add a field' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: label })).toBeVisible()
  // The same name again is refused beside the form, and what was typed stays.
  await page.goto(`/${kilima.id}/settings/fields?new`)
  await page.getByLabel('Name of the field').fill(label)
  await page.getByRole('button', { name: 'Add a field' }).click()
  await expect(page.getByRole('alert').first()).toContainText(label)
  await expect(page.getByLabel('Name of the field')).toHaveValue(label)

  await page.goto(`/${kilima.id}/people/${story.people.kwame.id}/edit`)
  await page.getByLabel(label).fill(value)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(value)).toBeVisible()

  await page.goto(`/${kilima.id}/settings/fields`)
  const named = (what: string) => page.getByRole('button', { name: new RegExp(`^${what}.*${label}$`) })
  await named('Take out of use').click()
  await expect(named('Take out of use')).toHaveCount(0)
  await expect(named('Use again')).toBeVisible()
  await page.goto(`/${kilima.id}/people/${story.people.kwame.id}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByText(value)).toHaveCount(0)
})

test('a cell leader sees the fields of the campus and defines none', async ({ page }) => {
  await signIn(page, 'cell-leader')
  await page.goto(`/${mustardSeed.id}/settings/fields`)
  await expect(page.getByText('You see these fields, but can’t change them')).toBeVisible()
  await page.goto(`/${mustardSeed.id}/settings/fields?new`)
  await expect(page.getByRole('button', { name: 'Add a field' })).toHaveCount(0)
})

test('without JavaScript a field and a tag are made, and a pair is looked at side by side', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await signIn(page, 'campus-administrator')
  await page.goto(`/${kilima.id}/settings/fields?new`)
  await page.getByLabel('Name of the field').fill('Plain field')
  await page.getByRole('button', { name: 'Add a field' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Plain field' })).toBeVisible()
  await page.goto(`/${kilima.id}/settings/tags`)
  await page.getByLabel('Name of the tag').fill('Plain tag')
  await page.getByRole('button', { name: 'Create' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Plain tag' })).toBeVisible()
  await page.goto(`/${kilima.id}/duplicates`)
  await page.locator('[data-row]').first().getByRole('link').first().click()
  await page.getByRole('button', { name: 'Not the same' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Duplicates')
  await context.close()
})
