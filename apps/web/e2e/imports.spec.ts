/** A list of people on its way in: columns, check, commit, result, and files that are refused. Source: IMP-1, IMP-2, IMP-4, A11-1. */
import { readFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const campus = story.nodes.kilima
const imports = `/${campus.id}/imports`

/** Three digits of a tag's telephone numbers: who shares one with somebody here looks like them. */
const prefixOf = (tag: string) => 500 + tag.length

/** Twelve rows: eight that can be taken, one twice, three that can't. `tag` makes the people of each run their own. */
const twelveRows = (
  tag: string,
) => `First name,Last name,E-mail,Phone,Gender,Birth date,Group,Status,Graduation,Favourite colour
Wanjiku,Maina${tag},wanjiku.${tag}@example.org,0712 ${prefixOf(tag)} 101,f,25/08/2004,Mustard Seed,member,2028-06,green
Otieno,Okoth${tag},otieno.${tag}@example.org,0712 ${prefixOf(tag)} 102,m,03/11/2003,Emmaus,member,2027,blue
Zawadi,Mwamba${tag},zawadi.${tag}@example.org,+254 712 ${prefixOf(tag)} 103,f,14/02/2005,,visitor,,red
José Ángel,Peña${tag},jose.${tag}@example.org,,m,1999-12-31,Bereans,alumni,2024-11,
Mei-Ling,Chen${tag},mei.${tag}@example.org,,f,,Hilltop,member,2029-12,yellow
Kipchoge,Rotich${tag},kipchoge.${tag}@example.org,,m,30/06/2002,,member,,
Kipchoge,Rotich${tag},kipchoge.${tag}@example.org,,m,30/06/2002,,member,,
Adaeze,Obi${tag},adaeze.${tag}@example.org,,f,,,,,
Tomasz,Nowak${tag},tomasz.${tag}@example.org,,m,,,,,
Amara,Nwosu${tag},not an address,,f,,,,,
,,nobody.${tag}@example.org,,,,,,,
Sofia,Lund${tag},sofia.${tag}@example.org,,f,31/02/2004,,,,
`
const file = (name: string, text: string | Buffer, mimeType = 'text/csv') => ({
  name,
  mimeType,
  buffer: Buffer.from(text),
})
const tagOf = (project: string, what: string) => `${project}${what}`.replaceAll(/[^a-z]/gi, '').toLowerCase()

async function upload(page: Page, text: string) {
  await page.goto(imports)
  await page.getByLabel('File', { exact: true }).setInputFiles(file('first-years.csv', text))
  await page.getByRole('button', { name: 'Read the file' }).click()
  await expect(page).toHaveURL(/\/imports\/[0-9a-f-]{36}$/)
}

async function downloaded(page: Page, link: string): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: link }).click()
  return readFileSync(await (await download).path(), 'utf8')
}

test('a campus administrator brings in twelve rows and finds the people in the list @phone', async ({ page }, {
  project,
}) => {
  const tag = tagOf(project.name, 'twelve')
  await signIn(page, 'campus-administrator')
  await upload(page, twelveRows(tag))
  await expect(page.getByRole('heading', { name: 'first-years.csv' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '9 columns are read' })).toBeVisible()
  await expect(page.getByLabel('Field for “Group”')).toHaveValue('node')
  await expect(page.getByLabel('Order of dates')).toHaveValue('dmy')
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Check the rows' }).click()
  await expect(page.getByRole('heading', { name: '8 people are ready' })).toBeVisible()
  await expect(page.locator('[data-row]')).toHaveCount(8)
  await expect(page.locator('[data-row]').first()).toContainText(`+254 712 ${prefixOf(tag)} 101`)
  await expect(page.locator('[data-row]').first()).toContainText('Mustard Seed')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Errors 3' }).click()
  await expect(page).toHaveURL(/show=error/)
  await expect(page.locator('[data-row]').filter({ hasText: 'Amara' })).toContainText(
    '“not an address” is no e-mail address',
  )
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Bring in 8 people' }).click()
  await expect(page.getByText('8 people are in')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'See the people' }).click()
  await expect(page).toHaveURL(new RegExp(`/${campus.id}/people$`))
  await page.getByRole('searchbox').fill(`zawadi.${tag}@example.org`)
  await expect(page.locator('[data-row]')).toHaveCount(1)
  await expect(page.locator('[data-row]')).toContainText(`Zawadi Mwamba${tag}`)
  expect(page.url()).not.toContain('zawadi')
})

test('the same file twice changes nothing, and what the file knows better is shown before and after', async ({
  page,
}) => {
  await signIn(page, 'campus-administrator')
  const head = 'First name,Last name,E-mail,Birth date,City\n'
  const bring = async (row: string) => {
    await upload(page, head + row)
    await page.getByRole('button', { name: 'Check the rows' }).click()
  }
  await bring('Nekesa,Wafulatwice,nekesa.twice@example.org,2004-05-06,Bungoma\n')
  await page.getByRole('button', { name: 'Bring in 1 person' }).click()
  await expect(page.getByText('1 person is in')).toBeVisible()

  await bring('Nekesa,Wafulatwice,nekesa.twice@example.org,2004-05-06,Bungoma\n')
  await expect(page.getByRole('heading', { name: 'Nothing to bring in' })).toBeVisible()
  await expect(page.getByRole('button', { name: /Bring in/ })).toHaveCount(0)

  await bring('Nekesa,Wafulatwice,nekesa.twice@example.org,2004-05-06,Kitale\n')
  await expect(page.getByRole('link', { name: 'Changes 1' })).toHaveAttribute('aria-current', 'page')
  await expect(page.locator('[data-row] del')).toContainText('Bungoma')
  await expect(page.locator('[data-row] ins')).toContainText('Kitale')
  await page.getByRole('button', { name: 'Cancel this import' }).click()
  await expect(page.getByText('This import was cancelled')).toBeVisible()
  await expectAccessible(page)
})

test('columns are corrected, and a choice that can’t be is said beside the form', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  await upload(page, 'Call name,Surname,Remark\nKoech,Barasacol,sings\n')
  for (const column of ['Call name', 'Surname'])
    await page.getByLabel(`Field for “${column}”`).selectOption('familyName')
  await page.getByRole('button', { name: 'Check the rows' }).click()
  await expect(page.getByRole('alert')).toContainText('“Call name” and “Surname” are read as the same field')
  await page.getByLabel('Field for “Call name”').selectOption('givenName')
  await page.getByRole('button', { name: 'Check the rows' }).click()
  await expect(page.getByRole('heading', { name: '1 person is ready' })).toBeVisible()
  await page.getByRole('link', { name: 'Back to the columns' }).click()
  await expect(page.getByLabel('Field for “Call name”')).toHaveValue('givenName')
})

test('a word that isn’t known is explained once for all rows', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  await upload(
    page,
    'Name,E-mail,Status\nFirst Wordy,first.wordy@example.org,Stalwart\nNext Wordy,next.wordy@example.org,stalwart\n',
  )
  await page.getByRole('button', { name: 'Check the rows' }).click()
  await expect(page.getByRole('heading', { name: 'What do these words mean?' })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel(/ means/).selectOption({ label: 'Graduate' })
  await page.getByRole('button', { name: 'Check the rows again' }).click()
  await expect(page.getByRole('heading', { name: '2 people are ready' })).toBeVisible()
  await expect(page.locator('[data-row]').first()).toContainText('Graduate')
})

test('a row that could be two people waits for a word, a cell is put right in place, and the import is undone @phone', async ({
  page,
}, { project }) => {
  const tag = tagOf(project.name, 'undo')
  await signIn(page, 'campus-administrator')
  await upload(
    page,
    `Name,E-mail,City\nOne ${tag},twice.${tag}@example.org,Thika\nOne ${tag},twice.${tag}@example.org,Embu\nBad ${tag},nothing,\n`,
  )
  await page.getByRole('button', { name: 'Check the rows' }).click()
  await page.getByRole('link', { name: 'Unclear 2' }).click()
  await expectAccessible(page)
  await page.locator('[data-row]').first().getByRole('button', { name: 'Leave it out' }).click()
  // The list comes anew with the answer; a click before that would be lost.
  await expect(page.getByRole('link', { name: 'Unclear 2' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Errors 1' }).click()
  await expect(page).toHaveURL(/show=error/)
  await page.getByText('Put it right here').click()
  await page.getByRole('textbox', { name: 'E-mail' }).fill(`good.${tag}@example.org`)
  await page.getByRole('button', { name: 'Check this row again' }).click()
  await expect(page.getByRole('heading', { name: '2 people are ready' })).toBeVisible()
  await page.getByRole('button', { name: 'Bring in 2 people' }).click()
  await page.getByRole('button', { name: 'Undo this import' }).click()
  await expect(page.getByText('2 rows were taken back')).toBeVisible()
  await expectAccessible(page)
})

test('rows that stay out are downloaded with what is wrong, safe to open in a spreadsheet program', async ({
  page,
}) => {
  await signIn(page, 'campus-administrator')
  await upload(page, 'Name,E-mail\n"=HYPERLINK(""http://example.org"")",nothing\nŞule Örnekdown,nothing either\n')
  await page.getByRole('button', { name: 'Check the rows' }).click()
  const text = await downloaded(page, 'Download the rows that stay out')
  expect(text.split('\r\n').slice(0, 3)).toEqual([
    '\uFEFFRow in the first file,Why it was not taken,Name,E-mail',
    expect.stringMatching(/^2,.*,"'=HYPERLINK\(""http:\/\/example\.org""\)",nothing$/),
    expect.stringMatching(/^3,.*,Şule Örnekdown,nothing either$/),
  ])
})

test('a file that can’t be read is said beside its field, in words @phone', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  await page.goto(imports)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Read the file' }).click()
  await expect(page.getByText('Choose a file, or paste rows from your spreadsheet.').first()).toBeVisible()
  await page.getByLabel('File', { exact: true }).setInputFiles(file('list.pdf', '%PDF-1.7\n%âãÏÓ\n', 'application/pdf'))
  await page.getByRole('button', { name: 'Read the file' }).click()
  await expect(page.getByText('This is a PDF. Ask for the list as .xlsx or CSV').first()).toBeVisible()
  await expect(page.getByLabel('File', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(page)
  await page.getByText('Or paste rows from a spreadsheet').click()
  await page.getByLabel('Rows').fill('Name\tE-mail\n')
  await page.getByLabel('File', { exact: true }).setInputFiles([])
  await page.getByRole('button', { name: 'Read the file' }).click()
  await expect(page.getByText(/headings in row 1 and nothing under them/).first()).toBeVisible()
  await expect(page.getByLabel('Rows')).toHaveValue(/Name\tE-mail/)
})

test('pasted rows come in without JavaScript', async ({ browser }, { project }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const tag = tagOf(project.name, 'script')
  await signIn(page, 'campus-administrator')
  await page.goto(imports)
  await page.getByText('Or paste rows from a spreadsheet').click()
  await page.getByLabel('Rows').fill(`Name\tE-mail\nImani Without${tag}\timani.${tag}@example.org\n`)
  await page.getByRole('button', { name: 'Read the file' }).click()
  await page.getByRole('button', { name: 'Check the rows' }).click()
  // The page looks again by itself.
  await page.getByRole('button', { name: 'Bring in 1 person' }).click({ timeout: 20_000 })
  await expect(page.getByText('1 person is in')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('link', { name: `Imani Without${tag}` }).click()
  await expect(page.getByRole('heading', { name: `Imani Without${tag}` })).toBeVisible()
  await context.close()
})

test('the template is read back column by column', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  await page.goto(imports)
  await upload(page, await downloaded(page, 'Download a file to fill in'))
  await expect(page.getByText(/column(s are| is) left out/)).toHaveCount(0)
})

test('who may not import is told so; another campus is not there', async ({ page }) => {
  await signIn(page, 'finance-director')
  expect((await page.goto(imports))?.status()).toBe(403)
  await expectAccessible(page)
})

test('a cell leader imports into the own group, sees no button above it and no other campus', async ({ page }) => {
  await signIn(page, 'cell-leader')
  await page.goto(`/${story.nodes.mustardSeed.id}/imports`)
  await expect(page.getByRole('button', { name: 'Read the file' })).toBeVisible()
  await page.goto(imports)
  await expect(page.getByRole('button', { name: 'Read the file' })).toHaveCount(0)
  expect((await page.goto(`/${story.nodes.mtoni.id}/imports`))?.status()).toBe(404)
})
