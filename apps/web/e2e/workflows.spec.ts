/** The operators' page: a step fails, is seen, mended and retried. On a server of its own, whose database is broken on purpose. Source: OPS-1. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase, sql, type Database } from '@ministry/db'
import { expect, test } from '@playwright/test'
import { expectAccessible, signIn, story } from './acting.ts'

const PORT = Number(process.env['WORKFLOWS_PORT'] ?? 4394)
const origin = `http://127.0.0.1:${PORT}`
const folder = mkdtempSync(join(tmpdir(), 'ministry-workflows-'))
let server: ChildProcess | undefined
let owner: Database

test.use({ baseURL: origin })
test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  test.setTimeout(120_000)
  server = spawn(process.execPath, [join(import.meta.dirname, '..', 'server.ts')], {
    env: { ...process.env, PORT: String(PORT), DATA_DIR: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (let i = 0; i < 500; i++) {
    if ((await fetch(`${origin}/readyz`).catch(() => undefined))?.ok) break
    await sleep(200)
  }
  const data = join(folder, 'postgres')
  const port = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[3])
  const password = readFileSync(`${data}.password`, 'utf8').trim()
  owner = openDatabase(`postgresql://postgres:${password}@127.0.0.1:${port}/ministry`, { max: 1 })
})
test.afterAll(async () => {
  await owner?.close()
  if (server && server.exitCode === null) {
    const gone = new Promise<void>((resolve) => server!.once('exit', () => resolve()))
    server.kill('SIGTERM')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
})

/** Lets the attempts of a day happen now, until the run has failed for good. */
async function failsForGood() {
  for (let i = 0; i < 300; i++) {
    const failed = await owner.rows(sql`select id from workflow.run where status = 'failed'`)
    if (failed.length) return
    await owner.rows(sql`update workflow.job set due_at = now() where attempt > 0 and claimed_at is null`)
    await owner.rows(sql`notify workflow`)
    await sleep(100)
  }
  throw new Error('No run failed')
}

test('an operator sees a failed run, mends, retries and replays it', async ({ page, browser }) => {
  test.setTimeout(180_000)
  await owner.rows(sql`alter table outgoing_mail add constraint broken check (state <> 'kept') not valid`)
  await page.goto('/reset-password')
  await page.getByRole('textbox').first().fill('minh')
  await page
    .getByRole('button')
    .filter({ hasText: /send|mail|reset/i })
    .first()
    .click()
  await failsForGood()

  await signIn(page, 'national-administrator')
  await page.getByRole('link', { name: 'Workflows' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Workflows')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Functions', exact: true }).click()
  await expect(page.getByText('ministry-messaging-deliver').first()).toBeVisible()
  await expectAccessible(page)
  await page
    .getByRole('navigation', { name: 'Parts of the page' })
    .getByRole('link', { name: 'Events', exact: true })
    .click()
  await expect(page.getByText('messaging/mail.queued').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Failures', exact: true }).click()
  await expectAccessible(page)
  await page.getByRole('row').filter({ hasText: 'ministry-messaging-deliver' }).getByRole('link').click()
  await expect(page.getByText('Failed', { exact: true }).first()).toBeVisible()
  await expect(
    page
      .getByText(/violates check constraint/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible()
  await expect(page.getByText('deliver-0').first()).toBeVisible()
  await expect(page.getByText('The database refused or lost the statement.').first()).toBeVisible()
  expect(await page.content()).not.toContain(story.accounts['small-group-member'].email)
  await expectAccessible(page)

  await owner.rows(sql`alter table outgoing_mail drop constraint broken`)
  await page.getByLabel('Why').first().fill('The database takes mails again')
  await page.getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByText('It goes on.').first()).toBeVisible()
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('Completed', { exact: true }).first()).toBeVisible({ timeout: 500 })
  }).toPass()
  const rows = await owner.rows<{ state: string }>(
    sql`select state from outgoing_mail order by created_at desc limit 1`,
  )
  expect(rows).toEqual([{ state: 'kept' }])

  // The same without JavaScript.
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  })
  const plain = await context.newPage()
  await plain.goto(page.url())
  await plain.getByText('Begins anew with the same event').click()
  await plain.getByLabel('Why').last().fill('To see it once more')
  await plain.getByRole('button', { name: 'Replay' }).click()
  await expect(plain.getByText('Replay of').first()).toBeVisible()
  await context.close()

  await page.goto('/settings/audit?action=monitoring.retry')
  await expect(page.getByRole('link', { name: 'Retried a workflow run' }).first()).toBeVisible()
})

for (const role of ['campus-administrator', 'regional-director', 'national-director'] as const)
  test(`${role} ${role === 'national-director' ? 'may look' : 'is refused'}`, async ({ page }) => {
    await signIn(page, role)
    for (const path of ['', '/functions', '/runs', '/events', '/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV']) {
      const response = await page.goto(`/settings/workflows${path}`)
      const expected = role === 'national-director' ? (path.includes('01ARZ') ? 404 : 200) : 403
      expect(response?.status(), path).toBe(expected)
    }
    await page.goto('/')
    expect((await page.getByRole('link', { name: 'Workflows' }).count()) > 0).toBe(role === 'national-director')
  })
