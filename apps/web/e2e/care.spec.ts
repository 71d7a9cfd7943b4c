/** Notes and care notes, follow-ups, family and transfers, and who is kept out. Source: PPL-4, PPL-6, PPL-7, ACS-6, A11-1. */
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signIn, story, type RoleName } from './acting.ts'

const { nodes, people } = story
const minh = (tab: string) => `/${nodes.mustardSeed.id}/people/${people.minh.id}?tab=${tab}`

/** Another person at the same screen. */
async function become(page: Page, role: RoleName) {
  await page.context().clearCookies()
  await signIn(page, role)
}

test('a care note is read by who leads there, by others only with a reason, and by no administrator', async ({ page }, {
  project,
}) => {
  const [note, secret] = [`Likes to be called (${project.name})`, `Afraid of the holidays (${project.name})`]
  // As it is read, not as it stands in the form that changes it.
  const read = (text: string) => page.getByRole('paragraph').filter({ hasText: text })
  await become(page, 'cell-leader')
  await page.goto(minh('notes'))
  await page.getByLabel('New note').fill(note)
  await page.getByRole('button', { name: 'Save', exact: true }).first().click()
  await expect(read(note)).toBeVisible()
  await page.getByText('Change', { exact: true }).first().click()
  await page.getByRole('textbox', { name: 'Text' }).first().fill(`${note}, after six`)
  await page.getByRole('button', { name: 'Save the change' }).first().click()
  await expect(read(`${note}, after six`)).toBeVisible()
  await page.getByText('Write a care note').click()
  await page.getByLabel('New care note').fill(secret)
  await page.getByRole('button', { name: 'Save', exact: true }).last().click()
  await expect(page.getByText('Written by you').first()).toBeVisible()
  await expect(page.getByText(secret)).toHaveCount(0)
  await page.getByRole('button', { name: /Open \d+ care note/ }).click()
  await expect(read(secret)).toBeVisible()
  await expectAccessible(page)

  await become(page, 'campus-administrator')
  await page.goto(minh('notes'))
  await expect(page.getByText(note)).toBeVisible()
  await expect(page.getByText('Care notes')).toHaveCount(0)

  await become(page, 'regional-director')
  await page.goto(minh('notes'))
  await expect(page.getByRole('button', { name: /Open \d+ care note/ })).toHaveCount(0)
  await page.getByText('Open without being a reader').click()
  await page.getByRole('button', { name: 'Open for an hour' }).click()
  await expect(page.getByText('Say in a sentence why you need to read them.').first()).toBeVisible()
  await page.getByLabel('Why you need to read them').fill('The family asked for help tonight')
  await page.getByRole('button', { name: 'Open for an hour' }).click()
  await page.getByRole('button', { name: /Open \d+ care note/ }).click()
  await expect(page.getByText(secret)).toBeVisible()
})

test('a follow-up is asked for, done with one press, and taken back @phone', async ({ page }, { project }) => {
  const title = `Ask how the exams went (${project.name})`
  await become(page, 'campus-leader')
  await page.goto(minh('follow-ups'))
  await page.getByLabel('What is to be done').last().fill(title)
  await page.getByLabel('Who sees to it').selectOption(people.kwame.id)
  await page.getByRole('button', { name: 'Save follow-up' }).click()
  await expect(page.getByText(title, { exact: true })).toBeVisible()
  await page.goto(`/${nodes.kilima.id}/follow-ups`)
  await expect(page.getByRole('link', { name: 'Kwame Boateng' })).toBeVisible()
  await expectAccessible(page)

  await become(page, 'cell-leader')
  await page.goto('/follow-ups')
  await page.getByRole('button', { name: `Done: ${title}` }).click()
  await expect(page.getByText(title, { exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(title, { exact: true })).toBeVisible()
  const one = page.getByRole('listitem').filter({ hasText: title })
  await one.getByText('Done, and what came of it').click()
  await one.getByLabel('What came of it').fill('Passed all of them')
  await one.getByRole('button', { name: 'Done', exact: true }).click()
  await expect(one).toHaveCount(0)
  await page.goto('/follow-ups?state=closed')
  await expect(one.getByText('What came of it: Passed all of them')).toBeVisible()
  await expectAccessible(page)

  await become(page, 'small-group-member')
  await page.goto(`/${nodes.mustardSeed.id}/follow-ups`)
  await expect(page.getByRole('heading', { name: 'Follow-ups' })).toHaveCount(0)
})

test('family is written down from either side, and somebody is offered to another region and welcomed there', async ({
  page,
}) => {
  await become(page, 'campus-leader')
  await page.goto(minh('family'))
  await page.getByLabel('Find somebody').fill('Kim Ha-eun')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('combobox', { name: /they are$/ }).selectOption('mentor')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Kim Ha-eun' })).toBeVisible()
  await expectAccessible(page)

  await page.goto(`/${nodes.kilima.id}/people/new`)
  await page.getByLabel('Name', { exact: true }).fill('Inês Moves Away')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByRole('link', { name: 'Memberships' }).click()
  await page.getByText('Offer to another region').click()
  await page.getByLabel('To', { exact: true }).selectOption(nodes.bahari.id)
  await page.getByRole('button', { name: 'Offer', exact: true }).click()
  await expect(page.getByText(/^Offered to/)).toBeVisible()
  await page.goto(`/${nodes.kilima.id}/transfers`)
  await expect(
    page.getByRole('listitem').filter({ hasText: 'Inês' }).getByRole('link', { name: 'Accept' }),
  ).toHaveCount(0)

  await become(page, 'national-director')
  await page.goto(`/${nodes.bahari.id}/transfers`)
  await expectAccessible(page)
  await page.getByRole('listitem').filter({ hasText: 'Inês' }).getByRole('link', { name: 'Accept' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByText('Welcome. They are at home with you now.')).toBeVisible()
})
