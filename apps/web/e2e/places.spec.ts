/** The tree, a place's own page, and all that can be done with it. Source: ORG-2, ORG-3, ORG-4, ACS-3, A11-1. */
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const { lighthouse, coast, highlands, kilima, bahari } = story.nodes
const said = (page: Page) => page.getByRole('status').filter({ hasText: /\S/ }).last()

async function open(page: Page, name: string) {
  await page.goto(`/${coast.id}?act=open`)
  await page.getByLabel('Kind').selectOption('Campus')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('dialog').getByRole('button', { name: 'Open' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

test('a place shows its leaders, empty seats, what is below and where its settings come from @phone', async ({
  page,
}) => {
  await signIn(page, 'campus-leader')
  await page.goto(`/${kilima.id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(kilima.name)
  const seats = page.getByRole('region', { name: 'Seats' }).or(page.locator('section', { hasText: 'Seats' }).first())
  await expect(seats.first()).toContainText('Ruth')
  await expect(page.getByText('empty seat').first()).toBeVisible()
  await expect(page.getByText(`From ${lighthouse.name}`)).toBeVisible()
  await expectAccessible(page)
})

test('a place is opened, renamed with a way back, moved, closed and opened again', async ({ page }) => {
  await signIn(page, 'national-director')
  await open(page, 'Pwani College')
  await expect(said(page)).toHaveText('Pwani College is open.')

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('link', { name: 'Rename' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused()
  await expectAccessible(page)
  await dialog.getByLabel('Name', { exact: true }).fill('Pwani University')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pwani University')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Pwani College')

  const place = new URL(page.url()).pathname
  await page.goto(`${place}?act=move`)
  await dialog.getByLabel('Stands under').selectOption({ label: highlands.name })
  await dialog.getByRole('button', { name: 'Move' }).click()
  await expect(page.getByRole('navigation', { name: 'Where you are' })).toContainText(highlands.name)

  await page.goto(`${place}?act=close`)
  await expectAccessible(page)
  await dialog.getByLabel('Why').fill('Nobody studies there any more')
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByText('This place is closed')).toBeVisible()
  await page.getByRole('link', { name: 'Open again' }).click()
  await dialog.getByRole('button', { name: 'Open again' }).click()
  await expect(page.getByText('This place is closed')).toHaveCount(0)
})

test('a name that is taken is refused beside what was typed, and Escape leaves after a question', async ({ page }) => {
  await signIn(page, 'regional-director')
  await page.goto(`/${kilima.id}?act=rename`)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill(story.nodes.mtoni.name)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toContainText('There is already an open place')
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue(story.nodes.mtoni.name)
  await expectAccessible(page)
  page.once('dialog', (question) => void question.accept())
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(kilima.name)
})

test('the whole life of a place works without JavaScript', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await signIn(page, 'national-director')
  await open(page, 'Mlima College')
  const place = new URL(page.url()).pathname
  await page.goto(`${place}?act=rename`)
  await page.getByLabel('Name', { exact: true }).fill(bahari.name)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').first()).toContainText('There is already an open place')
  await page.getByLabel('Name', { exact: true }).fill('Mlima University')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mlima University')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mlima College')
  await page.goto(`${place}?act=close`)
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByText('This place is closed')).toBeVisible()
  await context.close()
})

test('settings are own or from above, and a slip is told beside its field @phone', async ({ page }) => {
  await signIn(page, 'national-administrator')
  await page.goto(`/${bahari.id}/settings`)
  await expectAccessible(page)
  await page.getByLabel('Currency').selectOption('TZS')
  await page.getByLabel(/^E-mail/).fill('not an address')
  await page.locator('main form').evaluate((form: HTMLFormElement) => (form.noValidate = true))
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('This isn’t an e-mail address.').last()).toBeVisible()
  await expect(page.getByLabel(/^E-mail/)).toHaveValue('not an address')
  await expectAccessible(page)
  await page.getByLabel(/^E-mail/).fill('bahari@example.org')
  const terms = page.getByRole('group', { name: 'Terms' })
  await terms.getByLabel('Set here').check()
  await terms.getByLabel('Name').first().fill('Long rains')
  await terms.getByLabel('First day').first().fill('2027-01-11')
  await terms.getByLabel('Last day').first().fill('2027-04-09')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('TZS, Tanzanian Shilling')).toBeVisible()
  await page.goto(`/${bahari.id}/settings`)
  await expect(terms.getByLabel('Name').first()).toHaveValue('Long rains')
  await page.getByLabel('Currency').selectOption('')
  await terms.getByRole('radio', { name: /^As / }).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('KES, Kenyan Shilling')).toBeVisible()
})

test('the tree is a picture or a list, finds places, and keeps what is typed out of the address @phone', async ({
  page,
  isMobile,
}) => {
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  await signIn(page, 'national-director')
  await page.goto(`/${lighthouse.id}/structure`)
  await expect(
    page
      .getByRole('link', { name: /Kilima University/ })
      .locator('visible=true')
      .first(),
  ).toBeVisible()
  await expectAccessible(page)
  if (!isMobile) {
    await page.getByRole('link', { name: 'List', exact: true }).click()
    await expect(page).toHaveURL(/view=list/)
    await expectAccessible(page)
  }
  await page.getByRole('searchbox').fill('kilim')
  await page
    .getByRole('main')
    .getByRole('link', { name: /Kilima University/ })
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(kilima.name)
  expect(addresses.filter((address) => /kilim/i.test(address))).toEqual([])
})

test('what one may not do is not offered, and a place out of reach is not found', async ({ page }) => {
  await signIn(page, 'small-group-member')
  await page.goto(`/${kilima.id}`)
  await expect(page.getByRole('button', { name: 'More actions' })).toHaveCount(0)
  await page.goto(`/${kilima.id}?act=rename`)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const answer = await page.goto(`/${bahari.id}`)
  expect(answer!.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Not found, or not for you')
  await expectAccessible(page)
})
