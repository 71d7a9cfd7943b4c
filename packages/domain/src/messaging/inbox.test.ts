import type { Transport } from '@ministry/mail'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Caller } from '../context.ts'
import { notify, type NewsFor } from '../notify.ts'
import { createWorld } from '../test-world.ts'
import { mutation } from '../verb.ts'
import { deliver } from './deliver.ts'
import { get } from './get.ts'
import { inbox, unread } from './inbox.ts'
import { markRead } from './mark-read.ts'
import { sendDigests } from './send-digests.ts'
import { system } from './testing/post.ts'

const { services, owner, clock, as } = await createWorld()
const { nodes, people } = story
const act = mutation({
  name: 'test.notify',
  permission: 'signed-in',
  input: z.custom<NewsFor>(),
  output: z.object({}),
  async run(ctx, news) {
    await notify(ctx, news)
    ctx.audit({ noun: 'Person', subjectId: news.personId })
    return {}
  },
})
let keys = 0
const role: Omit<NewsFor, 'dedupeKey'> = {
  personId: people.kwame.id,
  kind: 'role-given',
  nodeId: nodes.mustardSeed.id,
  facts: { role: 'cell-leader' },
}
const tell = async (more: Partial<NewsFor> = {}, caller?: Caller) =>
  act.call(services, caller ?? (await as('campus-leader')), { ...role, dedupeKey: `test:${++keys}`, ...more })

beforeEach(async () => {
  clock.set(`${story.day}T09:00:00Z`)
  await owner.query('truncate notification, outgoing_mail, mail_preference, outbox_event')
})

describe('the inbox', () => {
  test('holds what one was told, once each, newest first, in words and with a way to it', async () => {
    await tell({ dedupeKey: 'a' })
    await tell({ dedupeKey: 'a' })
    clock.set(`${story.day}T09:01:00Z`)
    await tell({
      kind: 'import-finished',
      nodeId: nodes.kilima.id,
      aboutId: nodes.kilima.id,
      facts: { file: 'people.csv', rows: 12 },
    })
    const page = await inbox.call(services, await as('cell-leader'), {})
    expect(page).toMatchObject({ total: 2, next: null })
    expect(page.rows.map(({ text }) => text)).toEqual([
      'The import of people.csv at Kilima University is done: 12 rows.',
      'You are now Cell Leader at Mustard Seed.',
    ])
    expect(page.rows[1]).toMatchObject({ href: `/${nodes.mustardSeed.id}`, readAt: null })
  })

  test('names nobody whom the reader may not see', async () => {
    await tell({ kind: 'invitation-accepted', aboutId: people.minh.id })
    await tell({ kind: 'invitation-accepted', aboutId: people.grace.id, nodeId: nodes.mtoni.id })
    const { rows } = await inbox.call(services, await as('cell-leader'), {})
    const texts = rows.map(({ text }) => text).toSorted()
    expect(texts[1]).not.toContain('Grace')
    expect(texts.join()).toMatch(
      /Somebody accepted your invitation and has an account at a place out of your sight now/,
    )
    expect(rows.find(({ text }) => text.startsWith('Somebody'))!.href).toBeNull()
  })

  test('tells nobody of their own act', async () => {
    await tell({}, await as('cell-leader'))
    expect(await unread.call(services, await as('cell-leader'), {})).toEqual({ count: 0 })
  })

  test('is one’s own: others neither read, count nor mark it, not even past the conditions', async () => {
    await tell()
    const { rows } = await inbox.call(services, await as('cell-leader'), {})
    const grace = await as('national-director')
    expect(await inbox.call(services, grace, {})).toMatchObject({ total: 0, rows: [] })
    expect(await markRead.call(services, grace, { ids: [rows[0]!.id] })).toEqual({ changed: 0 })
    expect(await unread.call(services, await as('cell-leader'), {})).toEqual({ count: 1 })
    const context = { scope: {}, personId: people.grace.id }
    await services.db.transaction(context, {}, async (tx) => {
      expect(await tx.prisma.notification.count()).toBe(0)
      expect((await tx.prisma.notification.updateMany({ data: { readAt: new Date(0) } })).count).toBe(0)
    })
  })

  test('is marked as read, one or all, and unread again', async () => {
    const kwame = await as('cell-leader')
    for (let i = 0; i < 3; i++) await tell()
    const { rows } = await inbox.call(services, kwame, {})
    expect(await markRead.call(services, kwame, { ids: [rows[0]!.id] })).toEqual({ changed: 1 })
    expect(await markRead.call(services, kwame, { ids: [rows[0]!.id] })).toEqual({ changed: 0 })
    expect((await inbox.call(services, kwame, { unread: true })).total).toBe(2)
    expect(await markRead.call(services, kwame, {})).toEqual({ changed: 2 })
    expect(await markRead.call(services, kwame, { ids: [rows[1]!.id], read: false })).toEqual({ changed: 1 })
    expect(await unread.call(services, kwame, {})).toEqual({ count: 1 })
  })

  test('needs somebody signed in', async () => {
    const nobody = { principal: null, request: { id: 'x' } }
    for (const verb of [inbox, unread, markRead])
      await expect(verb.call(services, nobody, {})).rejects.toMatchObject({ kind: 'NotSignedIn' })
  })
})

describe('the daily summary', () => {
  const digests = () => sendDigests.call(services, system, { take: 200 })
  const mails = async () => (await owner.query('select * from outgoing_mail order by created_at')).rows

  test('tells in one mail what is unread, in the morning of one’s home, once a day', async () => {
    await tell()
    await tell({ kind: 'role-ended' })
    clock.set('2026-11-17T03:59:00Z') // 06:59 in Nairobi
    expect(await digests()).toEqual({ finished: true, mails: 0 })
    clock.set('2026-11-17T04:07:00Z')
    expect(await digests()).toEqual({ finished: true, mails: 1 })
    expect(await digests()).toEqual({ finished: true, mails: 0 })
    const [mail] = await mails()
    expect(mail).toMatchObject({ kind: 'digest', person_id: people.kwame.id, state: 'queued' })
    clock.set('2026-11-17T05:00:00Z')
    expect(await deliver.call(services, system, { mailId: mail.id })).toEqual({ state: 'kept' })
    const [kept] = await mails()
    expect(kept.recipient).toBe(story.accounts['cell-leader'].email)
    expect(kept.subject).toContain('2 things happened')
    expect(kept.text).toContain('You are now Cell Leader at Mustard Seed.')
    expect(kept.text).toContain('http://ministry.test/inbox')
    // Its words are the reader's alone, also where it is kept for want of a provider.
    const readBy = async (role: 'national-director' | 'national-administrator') =>
      get.call(services, await as(role), { id: mail.id })
    expect(await readBy('national-director')).toMatchObject({ withheld: false, text: expect.any(String) })
    expect(await readBy('national-administrator')).toMatchObject({ withheld: true, text: null, html: null, links: [] })
    // What comes later that day waits for the next one.
    await tell()
    expect(await digests()).toEqual({ finished: true, mails: 0 })
    clock.set('2026-11-18T05:00:00Z')
    expect(await digests()).toEqual({ finished: true, mails: 1 })
  })

  test('after a week away comes once', async () => {
    await tell()
    clock.set('2026-11-24T06:00:00Z')
    expect(await digests()).toEqual({ finished: true, mails: 1 })
    expect(await digests()).toEqual({ finished: true, mails: 0 })
  })

  test('is left out where everything was read meanwhile', async () => {
    await tell()
    await digests()
    await markRead.call(services, await as('cell-leader'), {})
    const [mail] = await mails()
    expect(await deliver.call(services, system, { mailId: mail.id })).toEqual({ state: 'suppressed' })
    expect(await mails()).toMatchObject([{ problem: 'nothing-new' }])
  })

  test('is not written for whoever doesn’t want it, and is the workflow’s alone', async () => {
    await tell()
    await owner.query(`insert into mail_preference (person_id, digest, updated_at) values ($1, false, now())`, [
      people.kwame.id,
    ])
    expect(await digests()).toEqual({ finished: true, mails: 0 })
    await expect(sendDigests.call(services, await as('national-director'), { take: 1 })).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
  })
})

test('a summary that went leaves no words behind', async () => {
  await tell()
  clock.set('2026-11-17T06:00:00Z')
  await sendDigests.call(services, system, { take: 10 })
  const { rows } = await owner.query('select id from outgoing_mail')
  const mail: Transport = {
    deliver: () => Promise.resolve({ state: 'sent', providerId: 'summary' }),
    find: () => Promise.resolve(null),
    reactivate: () => Promise.resolve(true),
    lag: 0,
  }
  expect(await deliver.call({ ...services, mail }, system, { mailId: rows[0].id })).toEqual({ state: 'sent' })
  expect((await owner.query('select html, text from outgoing_mail')).rows).toEqual([{ html: '', text: '' }])
})
