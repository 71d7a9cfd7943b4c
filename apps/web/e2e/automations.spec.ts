/** What happens by itself: the life line, holding it up, tuning it per place, and who may not. Source: AUT-1 to AUT-4, PPL-3, A11-1. */
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const { nodes, people } = story
const life = (person: { id: string }, node = nodes.kilima) => `/${node.id}/people/${person.id}?tab=life`
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('who is registered is welcomed, and the life line tells @phone', async ({ page }) => {
  const name = `Wema ${test.info().project.name} ${test.info().retry}`
  await signIn(page, 'campus-administrator')
  await page.goto(`/${nodes.kilima.id}/people/new`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Add a person' }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await page.getByRole('link', { name: 'Life line' }).click()
  await page.waitForURL(/tab=life/)
  await expect(async () => {
    await page.reload()
    await expect(part(page, 'What was').getByText('The welcome series began')).toBeVisible({ timeout: 1000 })
  }).toPass()
  await expect(part(page, 'Welcome series').getByRole('listitem')).toHaveCount(2)
  await expectAccessible(page)
})

test('a moved graduation moves what comes next @phone', async ({ page }, info) => {
  const person = info.project.name === 'phone' ? people.minh : people.haeun
  await signIn(page, 'campus-administrator')
  await page.goto(life(person))
  const nearing = part(page, 'Nearing graduation')
  await expect(nearing).toContainText('Becomes a pre-graduate')
  await expect(nearing).not.toContainText('Dec 2032')
  await page.goto(`/${nodes.kilima.id}/people/${person.id}/edit`)
  const graduation = page.getByRole('group', { name: /Expected graduation/ })
  await graduation.getByLabel('Year').fill('2033')
  await graduation.getByLabel('Month').selectOption('06')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL((url) => !url.pathname.endsWith('/edit'))
  await expect(page.getByRole('heading', { name: person.name, level: 1 })).toBeVisible()
  await page.goto(life(person))
  await expect(nearing).toContainText('Dec 2032')
  await expect(part(page, 'Move to the graduates')).toContainText('30 Jun 2033')
})

test('a transition is postponed, paused and let go on, without JavaScript as well', async ({ browser, page }) => {
  await signIn(page, 'campus-leader')
  const context = await browser.newContext({ javaScriptEnabled: false })
  await context.addCookies(await page.context().cookies())
  const plain = await context.newPage()
  await plain.goto(life(people.lukasz))
  const group = part(plain, 'Move to the graduates')
  await expect(group.getByRole('listitem')).toHaveCount(2)
  await group.getByText('Postpone or pause').click()
  await group.getByLabel('Not before').fill('2099-03-01')
  await group.getByLabel(/Reason/).fill('Thesis is late')
  await group.getByRole('button', { name: 'Postpone' }).click()
  await expect(group.getByText(/Postponed by Ruth.*2099.*Thesis is late/)).toBeVisible()
  await group.getByText('Postpone or pause').click()
  await group.getByRole('button', { name: 'Pause' }).click()
  await expect(group.getByText(/Paused by Ruth/)).toBeVisible()
  await expect(part(plain, 'What was').getByText(/Move to the graduates: postponed until .*2099/)).toBeVisible()
  await group.getByRole('button', { name: 'Go on' }).click()
  await expect(group.getByText(/Paused by/)).toHaveCount(0)

  await group.getByText('Postpone or pause').click()
  // Today lies no longer ahead.
  await group.getByLabel('Not before').fill((await group.getByLabel('Not before').getAttribute('min'))!)
  await group.getByRole('button', { name: 'Postpone' }).click()
  await expect(plain.getByText('Choose a day that lies ahead.').first()).toBeVisible()
  await context.close()
})

test('a graduate who leads waits, visibly, with whom to ask @phone', async ({ page }) => {
  await signIn(page, 'regional-director')
  await page.goto(life(people.ibrahim, nodes.mtoni))
  await expect(page.getByText(/waits until a successor is named for Cell Leader of Anchor/).first()).toBeVisible()
  await expect(page.getByText(/Ask .*Campus Leader/)).toBeVisible()
  await expectAccessible(page)
})

test('an administrator tunes the automations of the own place, and goes back to what stands above @phone', async ({
  page,
}, info) => {
  const place = info.project.name === 'phone' ? nodes.hilltop : nodes.emmaus
  await signIn(page, 'campus-administrator')
  await page.goto(`/${place.id}/settings/automations`)
  await expectAccessible(page)
  const card = part(page, 'Move to the graduates')
  await card.getByRole('link', { name: 'Change' }).click()
  await card.getByLabel('Own ones').check()
  await card.getByLabel('Days from the proposal to the move').fill('soon')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(
    page
      .getByRole('alert')
      .or(page.getByText(/can’t be read|unreadable/i))
      .first(),
  ).toBeVisible()
  await card.getByLabel('Days from the proposal to the move').fill('21')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(card.getByText('it is made 21 days later')).toBeVisible()
  await expect(card.getByText('This place says so itself.')).toBeVisible()
  await card.getByRole('button', { name: 'Back to what stands above' }).click()
  await expect(card.getByText('it is made 14 days later')).toBeVisible()
})

test('who may not tune or hold up finds no way to, and is refused at the door', async ({ page }) => {
  await signIn(page, 'small-group-member')
  await page.goto(`/${nodes.kilima.id}/settings/automations`)
  await expect(page.getByRole('heading', { name: 'Automations' })).toHaveCount(0)
  await page.goto(life(people.kwame, nodes.mustardSeed))
  await expect(page.getByText('Postpone or pause')).toHaveCount(0)
  await expect(page.getByText('Nothing is on record that you may see.')).toBeVisible()
})
