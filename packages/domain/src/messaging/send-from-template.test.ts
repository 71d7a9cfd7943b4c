import { story } from '@ministry/seed'
import type { Mail, Transport } from '@ministry/mail'
import { beforeEach, describe, expect, test } from 'vitest'
import { mutation } from '../verb.ts'
import { createWorld } from '../test-world.ts'
import * as z from 'zod'
import { deliver } from './deliver.ts'
import { saveTemplate } from './save-template.ts'
import { sendFromTemplate, type FromTemplate } from './send-from-template.ts'
import { system, writeTo } from './testing/post.ts'

const { services, owner, clock, as } = await createWorld()
const { nodes, people } = story
const day = `${story.day}T09:00:00Z`
const welcome = { templateKey: 'welcome-1', personId: people.minh.id, nodeId: nodes.mustardSeed.id } as const

function postbox(): Transport & { mails: Mail[] } {
  const mails: Mail[] = []
  return {
    mails,
    deliver: (mail) => (mails.push(mail), Promise.resolve({ state: 'sent', providerId: `p${mails.length}` })),
    find: () => Promise.resolve(null),
    reactivate: () => Promise.resolve(true),
    lag: 120_000,
  }
}
const rowOf = async (id: string) => (await owner.query('select * from outgoing_mail where id = $1', [id])).rows[0]
let keys = 0
async function send(more: Partial<FromTemplate> = {}) {
  const mail = postbox()
  const { mailId } = await writeTo(services, { ...welcome, dedupeKey: `test:${++keys}`, ...more })
  const outcome = await deliver.call({ ...services, mail }, system, { mailId })
  return { mailId, outcome, mails: mail.mails, row: await rowOf(mailId) }
}
const say = (given: boolean, purpose = 'ministry') =>
  owner.query(
    `insert into consent (id, person_id, channel, purpose, given, at, source) values (gen_random_uuid(), $1, 'email', $2, $3, $4, 'test')`,
    [people.minh.id, purpose, given, day],
  )
const suppress = (kind: string, reason: string) =>
  owner.query(`insert into suppression (id, address, kind, reason, since) values (gen_random_uuid(), $1, $2, $3, $4)`, [
    story.accounts['small-group-member'].email,
    kind,
    reason,
    day,
  ])

beforeEach(async () => {
  clock.set(day)
  await owner.query('truncate outgoing_mail, suppression, template, template_version, outbox_event, audit_entry')
  await owner.query(`delete from consent where person_id = $1`, [people.minh.id])
})

test('goes to the person in the place’s words, with a way out, and its words stay', async () => {
  await saveTemplate.call(services, await as('campus-administrator'), {
    nodeId: nodes.kilima.id,
    key: 'welcome-1',
    language: 'en',
    subject: 'Karibu, {{person.name}}',
    body: 'From {{sender.name}} at {{place.name}} of {{movement.name}}.',
  })
  const { outcome, mails, row } = await send()
  expect(outcome).toEqual({ state: 'sent' })
  const token = services.mailTokens.sign(row.id)
  expect(mails).toMatchObject([
    {
      id: row.id,
      to: story.accounts['small-group-member'].email,
      template: 'welcome-1',
      subject: expect.stringMatching(/^Karibu, \S/),
      replyTo: 'kilima@lighthouse.example.org',
      unsubscribe: `http://ministry.test/unsubscribe/${token}`,
      trackOpens: true,
      bulk: true,
    },
  ])
  expect(mails[0]!.text.replace(/\s+/g, ' ')).toContain(
    'From Kwame Boateng at Mustard Seed of Lighthouse Student Movement.',
  )
  expect(mails[0]!.text).toContain(token)
  expect(row).toMatchObject({
    kind: 'ministry',
    state: 'sent',
    language: 'en',
    template_version: 1,
    html: '',
    scope_ids: nodes.mustardSeed.scopeIds,
  })
  expect(row.text).toContain('Kwame Boateng')
})

test('is written once however often it is asked for, and sent once however often it is delivered', async () => {
  const first = await writeTo(services, { ...welcome, dedupeKey: 'welcome:1' })
  expect(first.queued).toBe(true)
  expect(await writeTo(services, { ...welcome, dedupeKey: 'welcome:1' })).toEqual({
    mailId: first.mailId,
    queued: false,
  })
  const many = await Promise.all([1, 2, 3].map(() => writeTo(services, { ...welcome, dedupeKey: 'welcome:2' })))
  expect(many.filter(({ queued }) => queued)).toHaveLength(1)
  expect(new Set(many.map(({ mailId }) => mailId)).size).toBe(1)
  expect((await owner.query(`select count(*)::int as n from outgoing_mail`)).rows).toEqual([{ n: 2 }])
  expect((await owner.query(`select count(*)::int as n from outbox_event`)).rows).toEqual([{ n: 2 }])
  const mail = postbox()
  for (let i = 0; i < 3; i++) await deliver.call({ ...services, mail }, system, { mailId: first.mailId })
  expect(mail.mails).toHaveLength(1)
})

test('can be asked for by somebody who sees no mails', async () => {
  const act = mutation({
    name: 'test.act',
    permission: 'signed-in',
    input: z.void(),
    output: z.object({ queued: z.boolean(), mailId: z.string() }),
    run: (ctx) => sendFromTemplate(ctx, { ...welcome, dedupeKey: 'by a leader' }),
  })
  const ruth = await as('small-group-member')
  const { mailId, queued } = await act.call(services, ruth, undefined)
  expect(queued).toBe(true)
  expect(await act.call(services, ruth, undefined)).toEqual({ mailId, queued: false })
  expect(await rowOf(mailId)).toMatchObject({ scope_ids: nodes.mustardSeed.scopeIds, state: 'queued' })
})

test('without a provider it is kept, composed', async () => {
  const { mailId } = await writeTo(services, { ...welcome, dedupeKey: 'kept' })
  expect(await deliver.call(services, system, { mailId })).toEqual({ state: 'kept' })
  expect(await rowOf(mailId)).toMatchObject({ state: 'kept', html: expect.stringContaining('</html>') })
})

describe('at night', () => {
  test('it waits for the morning of its place, and is judged anew then', async () => {
    clock.set('2026-11-16T20:00:00Z') // 23:00 in Nairobi
    const { outcome, mails, mailId, row } = await send()
    expect(outcome).toEqual({ state: 'held', until: '2026-11-17T05:00:00.000Z' })
    expect(mails).toEqual([])
    expect(row).toMatchObject({ state: 'held', held_until: new Date('2026-11-17T05:00:00Z'), text: '' })
    await say(false)
    clock.set('2026-11-17T05:00:00Z')
    expect(await deliver.call(services, system, { mailId })).toEqual({ state: 'suppressed' })
    expect(await rowOf(mailId)).toMatchObject({ state: 'suppressed', problem: 'no-consent' })
  })
})

describe('quiet hours', () => {
  const say = (node: { id: string }, calendar: object | null, zone: string | null = null) =>
    owner.query('update org_node set calendar = $2, time_zone = coalesce($3, time_zone) where id = $1', [
      node.id,
      calendar && JSON.stringify(calendar),
      zone,
    ])
  const sending = async () => (await send()).outcome
  test('are those of the reader’s home or the nearest above it that says some, by its clock', async () => {
    const before = await owner.query('select id, calendar, time_zone from org_node')
    const noon = '2026-11-16T12:00:00Z' // 15:00 in Nairobi
    clock.set(noon)
    expect(await sending()).toEqual({ state: 'sent' })
    await say(nodes.lighthouse, { quietHours: { from: '14:00', to: '16:00' } })
    expect(await sending()).toEqual({ state: 'held', until: '2026-11-16T13:00:00.000Z' })
    await say(nodes.mustardSeed, { quietHours: { from: '03:00', to: '03:00' } })
    expect(await sending()).toEqual({ state: 'sent' })
    clock.set('2026-11-16T23:00:00Z')
    expect(await sending()).toEqual({ state: 'sent' })
    // The mail is Harvest's, whose clock shows another hour; what counts is where the reader lives.
    await say(nodes.mustardSeed, { quietHours: { from: '14:00', to: '16:00' } })
    clock.set(noon)
    expect((await send({ nodeId: nodes.harvestCampus.id })).outcome).toEqual({
      state: 'held',
      until: '2026-11-16T13:00:00.000Z',
    })
    await say(nodes.mustardSeed, null, 'Asia/Kathmandu') // 17:45 there
    expect(await sending()).toEqual({ state: 'sent' })
    for (const { id, calendar, time_zone } of before.rows)
      await owner.query('update org_node set calendar = $2, time_zone = $3 where id = $1', [
        id,
        calendar && JSON.stringify(calendar),
        time_zone,
      ])
  })
})

describe('is not sent, and says why', () => {
  const refusal = async (more?: Partial<FromTemplate>) => {
    const { outcome, mails, row } = await send(more)
    expect(outcome).toEqual({ state: 'suppressed' })
    expect(mails).toEqual([])
    expect(row.recipient).toBe('')
    return row.problem as string
  }
  test('to whoever said no', async () => {
    await say(false)
    expect(await refusal()).toBe('no-consent')
  })
  test('as a newsletter to whoever never said yes', async () => {
    expect(await refusal({ kind: 'newsletter' })).toBe('no-consent')
    await say(true, 'newsletter')
    expect((await send({ kind: 'newsletter' })).outcome.state).toBe('sent')
  })
  test.each([
    ['ministry', 'unsubscribe', 'unsubscribed'],
    ['all', 'complaint', 'complaint'],
    ['all', 'hard-bounce', 'hard-bounce'],
    ['all', 'provider', 'provider'],
  ])('to an address that is suppressed for %s by %s', async (kind, reason, problem) => {
    await suppress(kind, reason)
    expect(await refusal()).toBe(problem)
  })
  test('but another kind’s unsubscribing leaves it', async () => {
    await suppress('newsletter', 'unsubscribe')
    expect((await send()).outcome.state).toBe('sent')
  })
  test('to whoever asked not to be contacted', async () => {
    await owner.query('update person set do_not_contact = true where id = $1', [people.minh.id])
    expect(await refusal()).toBe('do-not-contact')
    await owner.query('update person set do_not_contact = false where id = $1', [people.minh.id])
  })
  test('to somebody who is gone', async () => {
    expect(await refusal({ personId: nodes.kilima.id })).toBe('no-person')
  })
})
