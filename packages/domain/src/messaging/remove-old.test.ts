import { story } from '@ministry/seed'
import { beforeEach, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { applyReport } from './apply-report.ts'
import { claim } from './claim.ts'
import { removeOld } from './remove-old.ts'
import { keptDays } from './retention.rules.ts'
import { storeReport } from './store-report.ts'
import { bounced, complained, delivered, opened } from './testing/postmark-fixtures.ts'
import { system, writeTo } from './testing/post.ts'

const { services, owner, clock, as } = await createWorld()
const { nodes, people } = story
const begin = new Date(`${story.day}T10:00:00Z`)
const later = (days: number) => clock.set(new Date(begin.getTime() + days * 86_400_000))
let count = 0

beforeEach(async () => {
  clock.set(begin)
  await owner.query('truncate outgoing_mail, suppression, mail_report, notification, outbox_event, audit_entry')
})
async function told(...fixtures: object[]) {
  for (const fixture of fixtures) await storeReport.call(services, system, { body: JSON.stringify(fixture) })
  const { rows } = await owner.query('select id from mail_report where outcome is null order by id')
  for (const { id } of rows) await applyReport.call(services, system, { reportId: id })
}
const mail = (to: string) => ({ mailId: nodes.kilima.id, providerId: `p${++count}`, to })
const written = async () =>
  (
    await writeTo(services, {
      ...{ templateKey: 'welcome-1', personId: people.minh.id, nodeId: nodes.mustardSeed.id },
      dedupeKey: `old:${++count}`,
    })
  ).mailId
const remove = () => removeOld.call(services, system, { take: 1000 })
const types = async () =>
  (await owner.query('select type, body <> $1 as body from mail_report order by type', [''])).rows
const suppressed = async () =>
  (await owner.query('select address, reason, lifted_at is null as holds from suppression order by address')).rows

test('reports go after half a year, their words after a month where they were applied', async () => {
  const mailId = await written()
  await told(delivered({ ...mail('a@x.example'), mailId }), delivered(mail('b@x.example')))
  later(keptDays.bodies - 1)
  expect(await remove()).toMatchObject({ bodies: 0, reports: 0 })
  later(keptDays.bodies + 1)
  expect(await remove()).toEqual({ bodies: 1, reports: 0, givenUp: 0, readNews: 0, finished: true })
  later(keptDays.reports - 1)
  expect(await remove()).toMatchObject({ reports: 0 })
  later(keptDays.reports + 1)
  expect(await remove()).toMatchObject({ reports: 2 })
  expect(await types()).toEqual([])
  expect(
    (await owner.query(`select after from audit_entry where action = 'messaging.remove-old' order by at`)).rows,
  ).toEqual([
    { after: { bodies: 1, reports: 0, givenUp: 0, readNews: 0 } },
    { after: { bodies: 0, reports: 2, givenUp: 0, readNews: 0 } },
  ])
  expect(await remove()).toMatchObject({ finished: true })
})

test('what a suppression stands on stays, and holds whatever is reported later', async () => {
  await told(
    bounced(mail('gone@x.example')),
    opened(mail('gone@x.example')),
    complained(mail('angry@x.example')),
    delivered(mail('well@x.example')),
  )
  const before = await suppressed()
  later(keptDays.reports + 20)
  await remove()
  expect(await types()).toEqual([
    { type: 'bounce', body: expect.any(Boolean) },
    { type: 'complaint', body: expect.any(Boolean) },
  ])
  await told(delivered(mail('gone@x.example'), clock.now().toISOString()))
  await told(delivered(mail('angry@x.example'), clock.now().toISOString()))
  expect(await suppressed()).toEqual(before)
  expect(before).toHaveLength(2)
})

test('a report that comes after all others were removed doesn’t rewrite what became of the mail', async () => {
  const mailId = await written()
  await told(delivered({ ...mail('a@x.example'), mailId }), complained({ ...mail('a@x.example'), mailId }))
  const state = async () =>
    (await owner.query('select state, delivered_at from outgoing_mail where id = $1', [mailId])).rows
  const before = await state()
  expect(before).toMatchObject([{ state: 'complained', delivered_at: expect.any(Date) }])
  later(keptDays.reports + 1)
  await remove()
  await told(opened({ ...mail('a@x.example'), mailId }, clock.now().toISOString()))
  expect(await state()).toEqual(before)
  expect((await owner.query(`select outcome from mail_report where type = 'open'`)).rows).toEqual([
    { outcome: 'ignored' },
  ])
})

test('words of mails that were given up go after a month, and then no retry sends them', async () => {
  const mailId = await written()
  await owner.query(`update outgoing_mail set state = 'failed', problem = 'gave-up', text = 'words', html = 'words'`)
  later(keptDays.givenUp - 1)
  expect(await remove()).toMatchObject({ givenUp: 0 })
  later(keptDays.givenUp + 1)
  expect(await remove()).toMatchObject({ givenUp: 1 })
  expect((await owner.query('select text, html, problem from outgoing_mail')).rows).toEqual([
    { text: '', html: '', problem: 'too-late' },
  ])
  expect(await claim.call(services, system, { mailId, lines: [] })).toEqual({ go: 'done', state: 'failed' })
})

test('read news go after three months, unread ones stay', async () => {
  await owner.query(
    `insert into notification (id, person_id, kind, facts, dedupe_key, created_at, read_at)
     select gen_random_uuid(), $1, 'role-given', '{}', 'old' || i, $2, case when i > 1 then $2::timestamptz end from generate_series(1, 5) i`,
    [people.minh.id, begin],
  )
  later(keptDays.readNews - 1)
  expect(await remove()).toMatchObject({ readNews: 0 })
  later(keptDays.readNews + 1)
  const part = await removeOld.call(services, system, { take: 3 })
  expect(part).toMatchObject({ readNews: 3, finished: false })
  expect(await removeOld.call(services, system, { take: 3 })).toMatchObject({ readNews: 1, finished: true })
  expect((await owner.query('select dedupe_key from notification')).rows).toEqual([{ dedupe_key: 'old1' }])
})

test('is the workflow’s alone', async () => {
  await expect(removeOld.call(services, await as('national-director'), { take: 1 })).rejects.toMatchObject({
    kind: 'NotAllowed',
  })
})
