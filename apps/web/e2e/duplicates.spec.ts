/** Two records of one person: found at entry, compared, merged, and taken apart again; and who may not. Source: PPL-5, ACS-2. */
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const campus = story.nodes.kilima
const words = (project: string) => project.replaceAll(/[^a-z]/gi, '').toLowerCase()

async function add(page: Page, name: string, email: string): Promise<string> {
  await page.goto(`/${campus.id}/people/new`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.locator('[name^="emails"]').first().fill(email)
  await page.getByRole('button', { name: 'Add a person' }).click()
  const further = page.getByRole('button', { name: 'Somebody else: add anyway' })
  const made = page.getByRole('heading', { name, level: 1 })
  await expect(further.or(made)).toBeVisible()
  if (await further.isVisible()) await further.click()
  await expect(made).toBeVisible()
  return new URL(page.url()).pathname.split('/').at(-1)!
}

test('two records become one, side by side, and two again @phone', async ({ page }, { project }) => {
  const family = `Vuyisile ${words(project.name)}`
  await signIn(page, 'campus-administrator')
  const first = await add(page, `Nomvula ${family}`, `${words(project.name)}@vuyisile.example`)
  const second = await add(page, `Nomvulla ${family}`, `${words(project.name)}@vuyisile.example`)

  await page.goto(`/${campus.id}/duplicates/${first}/${second}`)
  await expect(page.getByText('the same e-mail address')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('group', { name: 'Name', exact: true }).getByText(`Nomvulla ${family}`).first().click()
  await page.getByRole('button', { name: 'Merge into one' }).click()
  await expect(page.getByRole('heading', { name: `Nomvulla ${family}`, level: 1 })).toBeVisible()

  // The address of the record that went leads to the one that stays.
  await page.goto(`/${campus.id}/people/${second}`)
  await expect(page).toHaveURL(new RegExp(`/people/${first}$`))

  await page.goto(`/${campus.id}/duplicates?show=merged`)
  await page.locator('[data-row]', { hasText: family }).getByRole('button', { name: 'Undo the merge' }).click()
  await expect(page.getByText('They are two records again.')).toBeVisible()
  await page.goto(`/${campus.id}/people/${first}`)
  await expect(page.getByRole('heading', { name: `Nomvula ${family}`, level: 1 })).toBeVisible()
})

test('nobody merges a leader from below, nor sees whom they don’t care for', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  const other = story.people.kwame.id
  await page.goto(`/${campus.id}/duplicates/${story.accounts['campus-leader'].personId}/${other}`)
  await expect(page.getByText('Why you can’t merge them now')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Merge into one' })).toHaveCount(0)
  const answer = await page.goto(`/${campus.id}/duplicates/${story.people.lucia.id}/${other}`)
  expect(answer!.status()).toBe(404)
})
