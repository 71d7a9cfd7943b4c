import { story } from '@ministry/seed'
import type { Transport } from '@ministry/mail'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { applyReport } from './apply-report.ts'
import { claim } from './claim.ts'
import { deliver } from './deliver.ts'
import { storeReport } from './store-report.ts'
import { bounced, complained, delivered, opened, subscription } from './testing/postmark-fixtures.ts'
import { post, system, writeTo } from './testing/post.ts'

const { services, owner, clock, as } = await createWorld()
const { nodes, people } = story
const to = story.accounts['small-group-member'].email
let count = 0
const sends = (): Transport => ({
  deliver: () => Promise.resolve({ state: 'sent', providerId: `provider-${++count}` }),
  find: () => Promise.resolve(null),
  reactivate: () => Promise.resolve(true),
  lag: 120_000,
})
const welcome = { templateKey: 'welcome-1', personId: people.minh.id, nodeId: nodes.mustardSeed.id } as const

beforeEach(async () => {
  clock.set(`${story.day}T09:00:00Z`)
  await owner.query('truncate outgoing_mail, suppression, mail_report, outbox_event, audit_entry')
})
async function sent() {
  const { mailId } = await writeTo(services, { ...welcome, dedupeKey: `reports:${++count}` })
  await deliver.call({ ...services, mail: sends() }, system, { mailId })
  return { mailId, providerId: `provider-${count}`, to }
}
const store = (fixture: object | string) =>
  storeReport.call(services, system, { body: typeof fixture === 'string' ? fixture : JSON.stringify(fixture) })
async function apply() {
  const { rows } = await owner.query('select id from mail_report where outcome is null order by id')
  for (const { id } of rows) await applyReport.call(services, system, { reportId: id })
}
async function told(...fixtures: (object | string)[]) {
  for (const fixture of fixtures) await store(fixture)
  await apply()
}
const mailRow = async (id: string) => (await owner.query('select * from outgoing_mail where id = $1', [id])).rows[0]
const suppressions = async () =>
  (await owner.query('select address, kind, reason, since, lifted_at from suppression order by reason')).rows
const outcomes = async () => (await owner.query('select type, outcome from mail_report order by type desc')).rows

test('a mail’s state follows what the provider tells', async () => {
  const mail = await sent()
  await told(delivered(mail))
  expect(await mailRow(mail.mailId)).toMatchObject({
    state: 'delivered',
    delivered_at: new Date('2026-11-16T09:01:00.907Z'),
  })
  await told(opened(mail))
  expect(await mailRow(mail.mailId)).toMatchObject({ state: 'opened', opened_at: new Date('2026-11-16T10:00:00Z') })
  const { rows } = await owner.query(
    `select before, after, scope_ids from audit_entry where action = 'messaging.apply-report' and noun = 'OutgoingMail' order by at, id`,
  )
  expect(rows).toHaveLength(2)
  expect(rows[0].scope_ids).toEqual(nodes.mustardSeed.scopeIds)
})

test('the same event twice is stored and applied once', async () => {
  const mail = await sent()
  expect(await store(delivered(mail))).toMatchObject({ known: false })
  expect(await store(delivered(mail))).toEqual({ reportId: null, known: true })
  const [first] = (await owner.query('select id from mail_report')).rows
  for (let i = 0; i < 2; i++)
    expect(await applyReport.call(services, system, { reportId: first.id })).toEqual({ outcome: 'applied' })
  expect(await outcomes()).toEqual([{ type: 'delivery', outcome: 'applied' }])
  expect((await owner.query(`select 1 from outbox_event where name = 'messaging/report.received'`)).rowCount).toBe(1)
})

test('a hard bounce and a complaint end all mails to the address that aren’t essential', async () => {
  const mail = await sent()
  await told(bounced(mail))
  expect(await mailRow(mail.mailId)).toMatchObject({ state: 'bounced', problem: 'hard-bounce' })
  expect(await suppressions()).toMatchObject([{ address: to, kind: 'all', reason: 'hard-bounce', lifted_at: null }])
  const { mailId } = await writeTo(services, { ...welcome, dedupeKey: 'after' })
  expect(await deliver.call(services, system, { mailId })).toEqual({ state: 'suppressed' })
  // A password is still asked for.
  const essential = await post(services, story.accounts['small-group-member'], nodes.mustardSeed)
  expect(await deliver.call({ ...services, mail: sends() }, system, { mailId: essential })).toEqual({ state: 'sent' })
  await told(complained(mail), subscription(mail, false, '2026-11-20T00:00:00Z'))
  expect((await suppressions()).map(({ reason, lifted_at }) => [reason, lifted_at !== null])).toEqual([
    ['complaint', true],
    ['hard-bounce', true],
  ])
})

test('three soft bounces in a row end them too', async () => {
  for (const day of [14, 15]) await told(bounced(await sent(), 'SoftBounce', `2026-11-${day}T09:00:00Z`))
  expect(await suppressions()).toEqual([])
  await told(bounced(await sent(), 'SoftBounce', '2026-11-16T09:00:00Z'))
  expect(await suppressions()).toMatchObject([{ reason: 'soft-bounces', since: new Date('2026-11-16T09:00:00Z') }])
  // A delivery between them that is told of late: they weren't in a row.
  await told(delivered(await sent(), '2026-11-15T12:00:00Z'))
  expect(await suppressions()).toEqual([])
})

test('the provider’s refusal counts as well', async () => {
  const { mailId } = await writeTo(services, { ...welcome, dedupeKey: 'refused' })
  const mail: Transport = {
    deliver: () => Promise.resolve({ state: 'failed', problem: 'inactive-recipient' }),
    find: () => Promise.resolve(null),
    reactivate: () => Promise.resolve(true),
    lag: 120_000,
  }
  expect(await deliver.call({ ...services, mail }, system, { mailId })).toEqual({ state: 'failed' })
  await apply()
  expect(await suppressions()).toMatchObject([{ address: to, reason: 'provider' }])
  expect(await mailRow(mailId)).toMatchObject({ state: 'failed', problem: 'inactive-recipient' })
})

test('a report of a mail whose answer was lost proves that it was sent', async () => {
  const { mailId } = await writeTo(services, { ...welcome, dedupeKey: 'lost' })
  await claim.call(services, system, { mailId, lines: [] })
  await told(delivered({ mailId, providerId: 'unheard', to }))
  expect(await mailRow(mailId)).toMatchObject({ state: 'delivered', provider_id: 'unheard', attempt_id: null })
  const mail: Transport = {
    deliver: () => Promise.reject(new Error('never')),
    find: () => Promise.reject(new Error('never')),
    reactivate: () => Promise.resolve(true),
    lag: 120_000,
  }
  expect(await deliver.call({ ...services, mail }, system, { mailId })).toEqual({ state: 'delivered' })
})

test('a report that names the provider’s id alone waits for the mail to be known', async () => {
  const { mailId } = await writeTo(services, { ...welcome, dedupeKey: 'early' })
  await told({ ...delivered({ mailId, providerId: `provider-${count + 1}`, to }), Metadata: {} })
  expect(await outcomes()).toEqual([{ type: 'delivery', outcome: 'unmatched' }])
  await deliver.call({ ...services, mail: sends() }, system, { mailId })
  await apply()
  expect(await mailRow(mailId)).toMatchObject({ state: 'delivered' })
})

test('what can’t be read, isn’t ours or isn’t needed is stored and says so', async () => {
  await told(
    '{{{',
    { RecordType: 'Click', MessageID: 'x', Recipient: to },
    delivered({ mailId: nodes.kilima.id, providerId: 'y', to: 'a@example.org' }),
  )
  expect(await outcomes()).toEqual([
    { type: 'unreadable', outcome: 'unreadable' },
    { type: 'other', outcome: 'ignored' },
    { type: 'delivery', outcome: 'unmatched' },
  ])
})

test('in any order, and however often, the same reports end in the same state', async () => {
  const mail = await sent()
  const all = [
    delivered(mail, '2026-11-16T09:01:00Z'),
    opened(mail, '2026-11-16T10:00:00Z'),
    bounced(mail, 'SoftBounce', '2026-11-16T09:00:30Z'),
    complained(mail, '2026-11-17T09:00:00Z'),
    subscription(mail, true, '2026-11-17T09:00:01Z', 'SpamComplaint'),
    subscription(mail, false, '2026-11-18T09:00:00Z'),
    bounced(mail, 'HardBounce', '2026-11-19T09:00:00Z'),
  ]
  const state = async () => {
    const { state, problem, delivered_at, opened_at, bounced_at, complained_at } = await mailRow(mail.mailId)
    return { state, problem, delivered_at, opened_at, bounced_at, complained_at, suppressions: await suppressions() }
  }
  await told(...all)
  const wanted = await state()
  expect(wanted.state).toBe('complained')
  expect(wanted.suppressions).toHaveLength(2)
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      fc.array(fc.nat(all.length - 1), { maxLength: 4 }),
      fc.boolean(),
      async (order, again, together) => {
        await owner.query('truncate mail_report, suppression')
        const posts = [...order, ...again.map((i) => all[i]!)]
        if (together) await told(...posts)
        else for (const fixture of posts) await told(fixture)
        expect(await state()).toEqual(wanted)
      },
    ),
    { numRuns: 8 },
  )
})

describe('is nobody’s act but the system’s', () => {
  test('not even a director’s', async () => {
    const grace = await as('national-director')
    await expect(storeReport.call(services, grace, { body: '{}' })).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(applyReport.call(services, grace, { reportId: nodes.kilima.id })).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
    await store(delivered({ mailId: '', providerId: 'p', to }))
    const seen = (scope: Record<string, string[]>) =>
      services.db.transaction({ scope }, {}, (tx) => tx.prisma.mailReport.count())
    expect(await seen({ 'OutgoingMail.read': [nodes.kilima.id], 'Message.read': [nodes.lighthouse.id] })).toBe(0)
    const forged = services.db.transaction({ scope: { 'OutgoingMail.write': [nodes.lighthouse.id] } }, {}, (tx) =>
      tx.client.query(
        `insert into mail_report (id, key, type, recipient, at, detail, body, received_at)
         values (gen_random_uuid(), 'forged', 'complaint', $1, now(), '{}', '', now())`,
        [to],
      ),
    )
    await expect(forged).rejects.toThrow(/row-level security/)
  })
})

describe('whatever is posted with the password is kept', () => {
  const report = (more: object) => ({
    ...delivered({ mailId: nodes.kilima.id, providerId: 'hostile', to: 'a@b.example' }),
    ...more,
  })
  test.each([
    ['a zero character in an address', report({ Recipient: 'a\u0000@b.example' }), 'delivery'],
    ['one in an id', report({ MessageID: 'x\u0000' }), 'delivery'],
    ['one in the kind of bounce', bounced({ mailId: '', providerId: 'p', to: 'a@b.example' }, 'Hard\u0000'), 'bounce'],
    ['half a character', report({ MessageID: '\ud800', Recipient: 'a\udfff@b.example' }), 'delivery'],
    ['an address longer than any', report({ Recipient: '鳥'.repeat(400) }), 'unreadable'],
    ['an id longer than any', report({ MessageID: '鳥'.repeat(101) }), 'unreadable'],
    ['the longest of all', report({ MessageID: '𓀀'.repeat(50), Recipient: '𓀀'.repeat(160) }), 'delivery'],
    ['a kind of report with a zero character', { RecordType: 'Cl\u0000ick', Recipient: 'a\u0000' }, 'other'],
    ['the first day there is', report({ DeliveredAt: '0000-01-01T00:00:00Z' }), 'delivery'],
    ['brackets without end', '['.repeat(100_000), 'unreadable'],
  ])('%s', async (_, posted, type) => {
    await told(posted)
    expect(await outcomes()).toMatchObject([{ type, outcome: expect.any(String) }])
  })

  test('as text that can be read again, whatever its fields hold', async () => {
    const field = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.anything())
    await fc.assert(
      fc.asyncProperty(
        fc.record({ MessageID: field, Recipient: field, Metadata: field, DeliveredAt: field }, { requiredKeys: [] }),
        async (fields) => {
          const body = JSON.stringify(report(JSON.parse(JSON.stringify(fields) ?? '{}') as object))
          expect(await store(body)).toMatchObject({ known: expect.any(Boolean) })
        },
      ),
      { numRuns: 60 },
    )
  })
})
