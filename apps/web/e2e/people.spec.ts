/** The list of people, one person's page, adding and changing, and who may not. Source: PPL-1, PPL-2, PPL-3, ACS-3, A11-1. */
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const campus = story.nodes.kilima
const list = `/${campus.id}/people`
const rows = (page: Page) => page.locator('[data-row]')
const words = (project: string) => project.replaceAll(/[^a-z]/gi, '').toLowerCase()

async function addPerson(page: Page, name: string, fill: () => Promise<void> = async () => undefined) {
  await page.goto(`${list}/new`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await fill()
  await page.getByRole('button', { name: 'Add a person' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

test('the list shows the campus, finds by a slip of the finger, and keeps what is typed out of the address @phone', async ({
  page,
}) => {
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  await signIn(page, 'campus-administrator')
  await page.goto(list)
  await expect(page.getByText(/\d+ people at Kilima University/)).toBeVisible()
  await expect(rows(page)).toHaveCount(50)
  await expectAccessible(page)

  await page.getByRole('searchbox').fill('Atieno Owor')
  await expect(rows(page).first()).toContainText('Faith Atieno Owuor')
  await expect(page.getByText(/found for “Atieno Owor”/)).toBeVisible()
  await rows(page).first().getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Faith Atieno Owuor' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('searchbox')).toHaveValue('Atieno Owor')
  await expect(rows(page).first()).toContainText('Faith Atieno Owuor')
  expect(addresses.filter((address) => /owor/i.test(decodeURIComponent(address)))).toEqual([])

  await page.getByRole('searchbox').fill('qqqqzzzz')
  await expect(page.getByText('Nobody found')).toBeVisible()
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(rows(page)).toHaveCount(50)
})

test('filters stand in the address, and more rows come where the list ends', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  await page.goto(list)
  // Before the page is awake, the button leads to the next rows alone.
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => rows(page).count()).toBeGreaterThan(50)
  const names = await rows(page).getByRole('link').allInnerTexts()
  expect(
    new Set(
      await rows(page)
        .getByRole('link')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).size,
  ).toBe(names.length)

  await page.getByRole('navigation', { name: 'Membership' }).getByRole('link', { name: 'Visitor' }).click()
  await expect(page).toHaveURL(/\?state=visitor$/)
  await expect(rows(page).filter({ hasText: 'Member' })).toHaveCount(0)
  await page.getByText('More filters').click()
  await page.getByLabel('Gender').selectOption('female')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/\?state=visitor&gender=female$/)
  await expectAccessible(page)
  const found = await rows(page).count()
  await page.reload()
  await expect(rows(page)).toHaveCount(found)
  await page.getByRole('link', { name: 'Female Remove this filter' }).click()
  await expect(page).toHaveURL(/\?state=visitor$/)
})

test('the list works by keyboard alone', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  await page.goto(list)
  const second = await rows(page).nth(1).getByRole('link').innerText()
  await page.waitForLoadState('networkidle')
  for (const key of ['j', 'j', 'j', 'k', 'Enter']) await page.keyboard.press(key)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(second.trim().split('\n')[0]!)
})

test('searching and more rows work without JavaScript', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await signIn(page, 'campus-administrator')
  await page.goto(list)
  const first = await rows(page).first().innerText()
  await page.getByRole('button', { name: 'Show more' }).click()
  expect(await rows(page).first().innerText()).not.toBe(first)
  await page.getByRole('searchbox').fill('Faith Atieno')
  await page.keyboard.press('Enter')
  await expect(rows(page).first()).toContainText('Faith Atieno Owuor')
  expect(page.url()).not.toMatch(/faith/i)
  await context.close()
})

test('a person is added, shown and changed @phone', async ({ page }, { project }) => {
  const name = `Imani Njeri ${words(project.name)}`
  const email = `imani.${words(project.name)}@example.org`
  const phone = project.name === 'phone' ? '0712 555 908' : '0712 555 909'
  await signIn(page, 'campus-administrator')
  await page.goto(list)
  await page.getByRole('link', { name: 'Add a person' }).click()
  await expectAccessible(page)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel(/^E-mail/).fill('imani@home')
  // What most leave alone is folded, and opens by itself where something inside was refused.
  await page.locator('summary', { hasText: 'Personal' }).click()
  await page.getByLabel('Year').last().fill('20')
  await page.getByRole('button', { name: 'Add a person' }).click()
  await expect(page.getByText('This is no e-mail address.', { exact: false }).last()).toBeVisible()
  await expect(page.getByText('Give at least the year', { exact: false }).last()).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name)
  await page.getByLabel(/^E-mail/).fill(email)
  await page.getByLabel('Year').last().fill('2004')
  await page.getByLabel(/^Phone/).fill(phone)
  await page.getByRole('button', { name: 'Add a person' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: `+254 ${phone.slice(1)}` })).toHaveAttribute(
    'href',
    `tel:+254${phone.slice(1).replaceAll(' ', '')}`,
  )
  await expect(page.getByText('2004', { exact: true })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Edit' }).click()
  await expectAccessible(page)
  await page.getByLabel(/^City/).fill('Thika')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Thika')).toBeVisible()
})

test('somebody alike is named before a person is added', async ({ page }) => {
  const [name, email] = ['Amani Twice', 'amani.twice@example.org']
  await signIn(page, 'campus-administrator')
  await addPerson(page, name, () => page.getByLabel(/^E-mail/).fill(email))
  await page.goto(`${list}/new`)
  await page.getByLabel('Name', { exact: true }).fill(`${name} Two`)
  await page.getByLabel(/^E-mail/).fill(email)
  await page.getByRole('button', { name: 'Add a person' }).click()
  await expect(page.getByText('Somebody like this is here already')).toBeVisible()
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible()
  await expect(page.getByLabel(/^E-mail/)).toHaveValue(email)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Somebody else: add anyway' }).click()
  await expect(page.getByRole('heading', { name: `${name} Two` })).toBeVisible()
})

test('two who change a person at once lose nothing, and see what the other wrote', async ({ page, context }) => {
  await signIn(page, 'campus-administrator')
  await addPerson(page, 'Both Atonce')
  await page.getByRole('link', { name: 'Edit' }).click()
  await expect(page).toHaveURL(/\/edit$/)
  const other = await context.newPage()
  await other.goto(page.url())
  await other.getByLabel(/^City/).fill('Nakuru')
  await other.getByLabel(/^Street/).fill('1 Lake Road')
  await other.getByRole('button', { name: 'Save' }).click()
  await expect(other.getByText('Nakuru')).toBeVisible()

  await page.getByLabel(/^City/).fill('Naivasha')
  await page.getByLabel(/^School/).fill('Kilima University')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Changed meanwhile to: Nakuru.', { exact: false }).first()).toBeVisible()
  await expect(page.getByLabel(/^City/)).toHaveValue('Naivasha')
  await expect(page.getByLabel(/^Street/)).toHaveValue('1 Lake Road')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Naivasha')).toBeVisible()
  await expect(page.getByText('1 Lake Road')).toBeVisible()
  await expect(page.getByText('Kilima University').last()).toBeVisible()
})

test('memberships: a dated state with its reason, another place, another home @phone', async ({ page }, {
  project,
}) => {
  await signIn(page, 'campus-leader')
  await addPerson(page, `Moving Along ${words(project.name)}`, async () => {
    await page.getByLabel('Membership').selectOption('member')
    await page.getByLabel(/^Since when/).fill('2024-09-02')
  })
  await page.getByRole('link', { name: 'Change membership' }).first().click()
  await expectAccessible(page)
  await page.getByLabel('About to graduate').check()
  await page.getByLabel(/^From when on/).fill('2023-01-01')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(page.getByText('The present state began on 2 Sept 2024.', { exact: false })).toBeVisible()
  await expect(page.getByLabel('About to graduate')).toBeChecked()
  await page.getByLabel(/^From when on/).fill('2026-01-12')
  await page.getByLabel(/^Reason/).fill('Finishes in summer')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(page).toHaveURL(/tab=memberships$/)
  await expect(page.getByText('Finishes in summer')).toBeVisible()
  await expect(page.getByText('since 12 Jan 2026')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Add to another place' }).last().click()
  await page.getByRole('dialog').getByLabel('Place').selectOption({ label: 'Emmaus' })
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Emmaus' })).toBeVisible()
  await page.getByRole('link', { name: 'Change home' }).last().click()
  await page.getByLabel('New home').selectOption({ label: 'Bereans' })
  await page.getByRole('button', { name: 'Change home' }).click()
  await expect(page.getByRole('heading', { name: 'Bereans' })).toBeVisible()
  await page.getByRole('link', { name: 'Leaves' }).click()
  await page.getByRole('button', { name: 'End the membership' }).click()
  await expect(page.getByRole('heading', { name: 'Emmaus' }).locator('xpath=ancestor::section')).toContainText('Left')
})

test('wishes: consent, taking it back, and no more contact with a way back', async ({ page }) => {
  await signIn(page, 'campus-leader')
  await addPerson(page, 'Wishes Heard')
  await page.getByRole('link', { name: 'Consents' }).click()
  await page.getByRole('link', { name: 'Record a consent' }).click()
  await page.getByLabel('What for').selectOption('newsletter')
  await page.getByLabel('Where the yes is on record').fill('Welcome form of 12 September')
  await page.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(page.getByText('Welcome form of 12 September').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Take back/ }).click()
  await expect(page.getByText('Taken back').first()).toBeVisible()

  await page.getByRole('link', { name: 'Overview' }).last().click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('link', { name: 'Don’t contact any more' }).click()
  await page.getByLabel(/^Reason/).fill('Asked by letter')
  await page.getByRole('button', { name: 'Don’t contact', exact: true }).click()
  await expect(page.getByText('Doesn’t want to be contacted')).toBeVisible()
  await expect(page.getByText('Asked by letter')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Doesn’t want to be contacted')).toHaveCount(0)
})

test('a person is archived and comes back', async ({ page }) => {
  await signIn(page, 'campus-leader')
  await addPerson(page, 'Gone Andback')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('link', { name: 'Archive' }).click()
  await page.getByRole('button', { name: 'Archive' }).click()
  await expect(page.getByText('This person is archived')).toBeVisible()
  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('This person is archived')).toHaveCount(0)
})

test('a cell leader sees the own group and reaches no other campus', async ({ page }) => {
  await signIn(page, 'cell-leader')
  expect((await page.goto(`/${story.nodes.mtoni.id}/people`))?.status()).toBe(404)
  await expectAccessible(page)
  const stranger = story.everybody.find(({ memberships }) =>
    memberships.every(({ nodeId }) => nodeId === story.nodes.mtoni.id),
  )!
  expect((await page.goto(`/${story.nodes.mustardSeed.id}/people/${stranger.id}`))?.status()).toBe(404)
  await page.goto(list)
  await expect(page.getByText(/people whom you may see at Kilima University/)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Add a person' })).toHaveCount(0)
  await page.goto(`${list}/new`)
  await expect(page.getByText('You can’t add people at Kilima University')).toBeVisible()
})

test('the finance director is shown nobody of a campus', async ({ page }) => {
  await signIn(page, 'finance-director')
  await page.goto(list)
  await expect(page.getByText('Nobody to show')).toBeVisible()
  await expect(rows(page)).toHaveCount(0)
  await expectAccessible(page)
  expect((await page.goto(`${list}/${story.people.minh.id}`))?.status()).toBe(404)
})

test('a member changes the own data, but not what others must decide', async ({ page }) => {
  await signIn(page, 'small-group-member')
  await page.goto(`/${story.nodes.mustardSeed.id}/people/${story.people.minh.id}/edit`)
  await expect(page.getByLabel('Name', { exact: true })).toHaveCount(0)
  await page.getByLabel(/^City/).fill('Kilima Town')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Kilima Town')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Change membership' })).toHaveCount(0)
})
