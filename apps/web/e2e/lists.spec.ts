/** Lists of people by conditions, orders, columns and views, and files of them. Source: PPL-3, PPL-7, REP-3, ACS-2. */
import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const list = `/${story.nodes.kilima.id}/people`

test('a list is narrowed by and and or, ordered, kept as a view and taken along @phone', async ({ page }) => {
  await signIn(page, 'campus-leader')
  await page.goto(list)
  await page.getByRole('link', { name: 'Condition', exact: true }).click()
  await page.getByRole('link', { name: 'Gender', exact: true }).click()
  await page.getByLabel('Female').check()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('link', { name: /^or… another way/ }).click()
  await page.getByRole('link', { name: 'Age', exact: true }).click()
  await page.getByLabel('From').fill('22')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const conditions = page.getByRole('list', { name: 'Conditions' })
  await expect(conditions).toContainText(/Gender: Female.*or.*Age from 22/s)
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Views' }).click()
  await page.getByLabel('Keep how you look at the list now, as').fill('Women or older')
  await page.getByRole('button', { name: 'Keep as a view' }).click()
  await expect(page).toHaveURL(/\?view=[0-9a-f-]{36}$/)
  await expect(conditions).toContainText('Age from 22')

  const [count] = /\d+/.exec(await page.getByText(/\d+ people match/).innerText()) ?? []
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV', exact: true }).click(),
  ])
  const lines = readFileSync(await file.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines).toHaveLength(Number(count) + 1)
  await page.goto(`${list}/exports`)
  await expect(page.getByText(file.suggestedFilename()).first()).toBeVisible()
  await expectAccessible(page)
})

test('who may only look takes no sensitive condition along, and is told so', async ({ page }) => {
  await signIn(page, 'campus-administrator')
  await page.goto(`${list}?gender=female`)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('button', { name: 'CSV', exact: true }).click()
  await expect(page.getByText('something that you may look at and not take along')).toBeVisible()
})
