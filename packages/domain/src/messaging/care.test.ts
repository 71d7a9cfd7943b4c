import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import messages from '../../../kernel/messages/en/messaging.json' with { type: 'json' }
import { createWorld } from '../test-world.ts'
import { applyReport } from './apply-report.ts'
import { deliver } from './deliver.ts'
import { liftSuppression } from './lift-suppression.ts'
import { noteRefusals } from './note-refusals.ts'
import { reactivate } from './reactivate.ts'
import { reports } from './reports.ts'
import { retryReport } from './retry-report.ts'
import { storeReport } from './store-report.ts'
import { suppressions } from './suppressions.ts'
import { bounced, complained, delivered, subscription } from './testing/postmark-fixtures.ts'
import { system, writeTo } from './testing/post.ts'

const { services, owner, clock, as, callerOf } = await createWorld()
const { nodes, people } = story
const address = story.accounts['small-group-member'].email
const samuel = () => as('national-administrator')
const akua = () => callerOf(story.furtherAccounts.otherMovementDirector.accountId)
const about = (mailId = nodes.kilima.id) => ({ mailId, providerId: 'p', to: address })
const at = '2026-11-16T09:02:00Z'
const reason = 'the mailbox was full and is mended'

beforeEach(async () => {
  clock.set(`${story.day}T10:00:00Z`)
  await owner.query(
    'truncate outgoing_mail, suppression, mail_report, report_refusal, outbox_event, audit_entry, template, template_version',
  )
})
async function told(...fixtures: (object | string)[]) {
  for (const fixture of fixtures) {
    clock.set(new Date(clock.now().getTime() + 1))
    await storeReport.call(services, system, { body: typeof fixture === 'string' ? fixture : JSON.stringify(fixture) })
  }
  const { rows } = await owner.query('select id from mail_report where outcome is null order by id')
  for (const { id } of rows) await applyReport.call(services, system, { reportId: id })
}
const listed = async (caller = samuel(), nodeId: string = nodes.lighthouse.id) =>
  suppressions.call(services, await caller, { nodeId })
const ruled = (code: string) => expect.objectContaining({ kind: 'RuleBroken', code })
const audited = async (action: string) =>
  (
    await owner.query('select noun, node_id, before, after, person_id, reason from audit_entry where action = $1', [
      action,
    ])
  ).rows

describe('addresses that get no mails', () => {
  test('are listed with why and since when, and whose they are', async () => {
    await told(bounced(about(), 'HardBounce', at))
    expect(await listed()).toMatchObject({
      total: 1,
      next: null,
      rows: [
        {
          address,
          kind: 'all',
          reason: 'hard-bounce',
          since: new Date(at),
          liftable: true,
          person: { id: people.minh.id, nodeId: nodes.mustardSeed.id },
        },
      ],
    })
    expect(await listed(samuel(), nodes.mtoni.id)).toMatchObject({ total: 0, rows: [] })
  })

  test('are those of one’s own people, also past the conditions of the verb', async () => {
    await told(bounced(about(), 'HardBounce', at))
    expect(await listed(akua(), nodes.harvestCampus.id)).toMatchObject({ total: 0, rows: [] })
    await expect(listed(akua())).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(listed(as('campus-leader'))).rejects.toMatchObject({ kind: 'NotAllowed' })
    const { rows } = await owner.query('select id from suppression')
    const change = liftSuppression.call(services, await akua(), { id: rows[0].id, reason })
    await expect(change).rejects.toMatchObject({ kind: 'NotFound' })
    const context = {
      scope: { 'OutgoingMail.read': [nodes.harvestCampus.id], 'OutgoingMail.write': [nodes.harvestCampus.id] },
    }
    await services.db.transaction(context, {}, async (tx) => {
      expect((await tx.client.query('select id from suppression')).rows).toEqual([])
      expect((await tx.client.query('update suppression set lifted_at = now()')).rowCount).toBe(0)
    })
  })

  test('after a hard bounce can be written to again, with a reason, once; the provider is told', async () => {
    const asked: string[] = []
    const mail = { ...services.mail, reactivate: (to: string) => (asked.push(to), Promise.resolve(true)) }
    await told(bounced(about(), 'HardBounce', at))
    const id = (await listed()).rows[0]!.id
    expect(await liftSuppression.call(services, await samuel(), { id, reason })).toEqual({ lifted: true })
    expect(await liftSuppression.call(services, await samuel(), { id, reason })).toEqual({ lifted: false })
    expect(await listed()).toMatchObject({ total: 0 })
    expect(await audited('messaging.lift-suppression')).toEqual([
      {
        noun: 'Suppression',
        node_id: nodes.mustardSeed.id,
        before: { kind: 'all', reason: 'hard-bounce', since: '2026-11-16T09:02:00.000Z' },
        after: { lifted: true },
        person_id: people.minh.id,
        reason,
      },
    ])
    const events = await owner.query(`select data from outbox_event where name = 'messaging/suppression.lifted'`)
    expect(events.rows).toEqual([{ data: { suppressionId: id } }])
    expect(await reactivate.call({ ...services, mail }, system, { suppressionId: id })).toEqual({ reactivated: true })
    expect(asked).toEqual([address])
    // What was reported before stays lifted, whatever comes later; what is reported anew stops again.
    clock.set(`${story.day}T10:01:00Z`)
    await told(delivered({ ...about(), providerId: 'q' }, '2026-11-16T09:30:00Z'))
    expect(await listed()).toMatchObject({ total: 0 })
    await told(bounced({ ...about(), providerId: 'r' }, 'HardBounce', `${story.day}T11:00:00Z`))
    expect(await listed()).toMatchObject({ total: 1 })
    expect(await reactivate.call({ ...services, mail }, system, { suppressionId: id })).toEqual({ reactivated: false })
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['a complaint', complained(about(), at), 'own-word'],
    ['the provider’s stop', subscription(about(), true, at), 'provider'],
  ])('after %s are not lifted by a third person', async (_, report, code) => {
    await told(report)
    const { rows } = await listed()
    const stop = rows.find(({ liftable }) => !liftable)!
    await expect(liftSuppression.call(services, await samuel(), { id: stop.id, reason })).rejects.toEqual(
      ruled(`messaging.lift-suppression.${code}`),
    )
    expect(messages).toHaveProperty(`error_messaging_lift_suppression_${code.replaceAll('-', '_')}`)
    const context = {
      scope: { 'OutgoingMail.read': [nodes.lighthouse.id], 'OutgoingMail.write': [nodes.lighthouse.id] },
    }
    const past = services.db.transaction(context, {}, (tx) =>
      tx.client.query('update suppression set lifted_at = now() where id = $1', [stop.id]),
    )
    await expect(past).rejects.toThrow(/row-level security/)
  })

  test('after an unsubscribing are not lifted by a third person', async () => {
    await owner.query(
      `insert into suppression (id, address, kind, reason, since) values (gen_random_uuid(), $1, 'ministry', 'unsubscribe', $2)`,
      [address, at],
    )
    const { rows } = await listed()
    expect(rows).toMatchObject([{ reason: 'unsubscribe', liftable: false }])
    await expect(liftSuppression.call(services, await samuel(), { id: rows[0]!.id, reason })).rejects.toEqual(
      ruled('messaging.lift-suppression.own-word'),
    )
  })

  test('need a reason to be written to again', async () => {
    await expect(
      liftSuppression.call(services, await samuel(), { id: nodes.kilima.id, reason: ' a ' }),
    ).rejects.toMatchObject({ kind: 'InvalidInput' })
  })
})

describe('reports that need somebody', () => {
  const open = async (caller = samuel()) => reports.call(services, await caller, {})

  test('say why they could not be read, and those of no mail whose they may be, partly', async () => {
    await told('{"RecordType":', { RecordType: 'Delivery', MessageID: 5 }, '"nonsense"', delivered(about()))
    const { rows, total } = await open()
    expect(total).toBe(4)
    expect(rows).toMatchObject([
      { type: 'delivery', outcome: 'unmatched', recipient: expect.stringMatching(/^.•+@/), why: null },
      { type: 'unreadable', outcome: 'unreadable', why: 'no-kind', fields: [] },
      { type: 'unreadable', outcome: 'unreadable', why: 'fields', fields: ['MessageID', 'DeliveredAt'] },
      { type: 'unreadable', outcome: 'unreadable', why: 'not-json', fields: [] },
    ])
    expect(JSON.stringify(rows)).not.toContain(address)
  })

  test('that wait for long are among them, and can be applied again', async () => {
    await storeReport.call(services, system, { body: JSON.stringify(bounced(about(), 'HardBounce', at)) })
    expect((await open()).rows).toEqual([])
    clock.set(`${story.day}T10:06:00Z`)
    const { rows } = await open()
    expect(rows).toMatchObject([{ outcome: 'waiting', type: 'bounce' }])
    expect(await retryReport.call(services, await samuel(), { reportId: rows[0]!.id })).toEqual({ outcome: 'again' })
    expect((await owner.query('select count(*)::int as n from outbox_event')).rows).toEqual([{ n: 2 }])
  })

  test('are read again: what a newer version understands is applied, the rest stays', async () => {
    const { mailId } = await writeTo(services, {
      ...{ templateKey: 'welcome-1', personId: people.minh.id, nodeId: nodes.mustardSeed.id, dedupeKey: 'care:1' },
    })
    await told('{"RecordType":', delivered(about(mailId)))
    await owner.query(
      `update mail_report set type = 'unreadable', outcome = 'unreadable', mail_id = null, provider_id = null, recipient = null, at = null
        where mail_id = $1`,
      [mailId],
    )
    const { rows } = await open()
    const outcomes = []
    for (const { id } of rows) outcomes.push(await retryReport.call(services, await samuel(), { reportId: id }))
    expect(outcomes).toEqual([{ outcome: 'again' }, { outcome: 'unchanged' }])
    await applyReport.call(services, system, { reportId: rows[0]!.id })
    expect((await owner.query('select state from outgoing_mail')).rows).toEqual([{ state: 'delivered' }])
    expect((await open()).total).toBe(1)
    expect(await retryReport.call(services, await samuel(), { reportId: rows[0]!.id })).toEqual({
      outcome: 'unchanged',
    })
    expect(await audited('messaging.retry-report')).toMatchObject([
      { before: { type: 'unreadable' }, after: { type: 'delivery' } },
    ])
  })

  test('of another movement’s mails are nobody else’s', async () => {
    const { mailId } = await writeTo(services, {
      ...{ templateKey: 'welcome-1', personId: people.minh.id, nodeId: nodes.mustardSeed.id, dedupeKey: 'care:2' },
    })
    await told(delivered(about(mailId)))
    await owner.query(`update mail_report set outcome = 'unmatched'`)
    const [{ id }] = (await owner.query('select id from mail_report')).rows
    expect((await open()).total).toBe(1)
    expect((await open(akua())).total).toBe(0)
    await expect(retryReport.call(services, await akua(), { reportId: id })).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(open(as('regional-administrator'))).rejects.toMatchObject({ kind: 'NotAllowed' })
  })

  test('come with the calls that were turned away', async () => {
    await noteRefusals.call(services, system, { calls: 3 })
    await noteRefusals.call(services, system, { calls: 2 })
    expect((await open()).refused).toEqual({ calls: 5, lastAt: clock.now() })
    clock.set('2027-01-01T00:00:00Z')
    expect((await open()).refused).toEqual({ calls: 0, lastAt: null })
    await expect(noteRefusals.call(services, await samuel(), { calls: 1 })).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
  })
})

test('a template with a field that is gone sends nothing, says so, and goes when it is mended', async () => {
  await owner.query(
    `insert into template (id, node_id, key, language, subject, body, version, updated_at)
     values (gen_random_uuid(), $1, 'welcome-1', 'en', 'Hello', 'Dear {{person.nick}}', 1, now())`,
    [nodes.kilima.id],
  )
  const { mailId } = await writeTo(services, {
    ...{ templateKey: 'welcome-1', personId: people.minh.id, nodeId: nodes.mustardSeed.id, dedupeKey: 'care:3' },
  })
  await expect(deliver.call(services, system, { mailId })).rejects.toEqual(
    ruled('messaging.save-template.unknown-field'),
  )
  expect((await owner.query('select state, attempt_id from outgoing_mail')).rows).toEqual([
    { state: 'queued', attempt_id: null },
  ])
  await owner.query(`update template set body = 'Dear {{person.name}}'`)
  expect(await deliver.call(services, system, { mailId })).toEqual({ state: 'kept' })
})
