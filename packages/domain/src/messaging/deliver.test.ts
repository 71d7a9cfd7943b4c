import { story } from '@ministry/seed'
import { limitReached, unavailable } from '@ministry/kernel/errors'
import type { Delivery, Mail, Transport } from '@ministry/mail'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { claim } from './claim.ts'
import { deliver } from './deliver.ts'
import { giveUp } from './note-delivery.ts'
import { post, system } from './testing/post.ts'

const { services, owner, clock, as } = await createWorld()
const kwame = story.accounts['cell-leader']

/** A transport that does as it is told, and remembers. */
function transport(answer: () => Promise<Delivery>, found: string | null = null): Transport & { mails: Mail[] } {
  const mails: Mail[] = []
  return {
    mails,
    deliver: (mail) => (mails.push(mail), answer()),
    find: () => Promise.resolve(found),
    reactivate: () => Promise.resolve(true),
    lag: 120_000,
  }
}
const sends = (providerId = 'b7bc2f4a') => transport(() => Promise.resolve({ state: 'sent', providerId }))

beforeEach(() => owner.query('truncate outgoing_mail, audit_entry'))
const rowOf = async (id: string) => (await owner.query('select * from outgoing_mail where id = $1', [id])).rows[0]
const queued = () => post(services, kwame, story.nodes.mustardSeed)

test('hands the mail over once, notes it, and forgets what it said', async () => {
  const mailId = await queued()
  const before = await rowOf(mailId)
  const mail = sends()
  for (let i = 0; i < 2; i++)
    expect(await deliver.call({ ...services, mail }, system, { mailId })).toEqual({ state: 'sent' })
  expect(mail.mails).toEqual([
    {
      id: mailId,
      to: kwame.email,
      template: 'password-changed',
      subject: before.subject,
      html: before.html,
      text: before.text,
    },
  ])
  expect(await rowOf(mailId)).toMatchObject({
    state: 'sent',
    provider_id: 'b7bc2f4a',
    sent_at: clock.now(),
    html: '',
    text: '',
  })
  const { rows } = await owner.query(`select * from audit_entry where action = 'messaging.deliver'`)
  expect(rows).toMatchObject([
    {
      actor_kind: 'workflow:messaging.deliver',
      noun: 'OutgoingMail',
      subject_id: mailId,
      before: { state: 'queued' },
      after: { state: 'sent' },
    },
  ])
  expect(rows[0].scope_ids).toEqual(story.nodes.mustardSeed.scopeIds)
})

test('without a provider it is kept with all it says', async () => {
  const mailId = await queued()
  const { html } = await rowOf(mailId)
  expect(await deliver.call(services, system, { mailId })).toEqual({ state: 'kept' })
  expect(await rowOf(mailId)).toMatchObject({ state: 'kept', provider_id: null, sent_at: null, html })
})

test('a final refusal is noted with its reason', async () => {
  const mailId = await queued()
  const mail = transport(() => Promise.resolve({ state: 'failed', problem: 'inactive-recipient' }))
  expect(await deliver.call({ ...services, mail }, system, { mailId })).toEqual({ state: 'failed' })
  expect(await rowOf(mailId)).toMatchObject({ state: 'failed', problem: 'inactive-recipient', html: '', text: '' })
})

test.each([unavailable('mail.token'), unavailable('mail.account'), limitReached('mail.too-many', { retryAfter: 60 })])(
  '%s leaves it waiting, to be sent at the next attempt',
  async (error) => {
    const mailId = await queued()
    const mail = transport(() => Promise.reject(error))
    await expect(deliver.call({ ...services, mail }, system, { mailId })).rejects.toBe(error)
    expect((await rowOf(mailId)).state).toBe('queued')
    expect(await deliver.call({ ...services, mail: sends() }, system, { mailId })).toEqual({ state: 'sent' })
  },
)

describe('where the answer was lost', () => {
  const lost = () => transport(() => Promise.reject(unavailable('mail.away')))
  const away = async (mailId: string) =>
    expect(deliver.call({ ...services, mail: lost() }, system, { mailId })).rejects.toMatchObject({ code: 'mail.away' })
  const later = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1000))

  test('the provider’s list says that it has the mail: it is not sent again', async () => {
    const mailId = await queued()
    await away(mailId)
    const mail = transport(() => Promise.reject(new Error('must not send')), 'b7bc2f4a')
    expect(await deliver.call({ ...services, mail }, system, { mailId })).toEqual({ state: 'sent' })
    expect(mail.mails).toEqual([])
    expect(await rowOf(mailId)).toMatchObject({ state: 'sent', provider_id: 'b7bc2f4a', text: '', attempt_id: null })
  })

  test('the list may lag: nothing is sent for two minutes, then once', async () => {
    const mailId = await queued()
    await away(mailId)
    const mail = sends()
    await expect(deliver.call({ ...services, mail }, system, { mailId })).rejects.toMatchObject({ code: 'mail.unsure' })
    later(121)
    expect(await deliver.call({ ...services, mail }, system, { mailId })).toEqual({ state: 'sent' })
    expect(mail.mails).toHaveLength(1)
  })

  test('a mail that never leaves raises no doubt: it is kept at the next attempt', async () => {
    const mailId = await queued()
    await claim.call(services, system, { mailId, lines: [] })
    expect(await deliver.call(services, system, { mailId })).toEqual({ state: 'kept' })
  })

  test('a process that dies between the mark and the sending is found out the same way', async () => {
    const mailId = await queued()
    await claim.call(services, system, { mailId, lines: [] })
    const mail = sends()
    await expect(deliver.call({ ...services, mail }, system, { mailId })).rejects.toMatchObject({ code: 'mail.unsure' })
    expect(mail.mails).toEqual([])
  })

  test('of several at once one sends', async () => {
    const mailId = await queued()
    const mail = sends()
    const all = [1, 2, 3].map(() => deliver.call({ ...services, mail }, system, { mailId }))
    await Promise.allSettled(all)
    expect(mail.mails).toHaveLength(1)
    expect((await rowOf(mailId)).state).toBe('sent')
  })

  test('it is given up in the end, and told', async () => {
    const mailId = await queued()
    await giveUp.call(services, system, { mailId })
    expect(await rowOf(mailId)).toMatchObject({ state: 'failed', problem: 'gave-up' })
  })

  test('given up, it goes after all where an operator lets the run go on', async () => {
    const mailId = await queued()
    const broken = transport(() => Promise.reject(unavailable('mail.token')))
    await expect(deliver.call({ ...services, mail: broken }, system, { mailId })).rejects.toThrow()
    await giveUp.call(services, system, { mailId })
    const mail = sends()
    expect(await deliver.call({ ...services, mail }, system, { mailId })).toEqual({ state: 'sent' })
    expect(mail.mails).toHaveLength(1)
    expect(mail.mails[0]!.text).not.toBe('')
  })
})

describe('is nobody’s act but the workflow’s', () => {
  test.each(['national-director', 'national-administrator'] as const)('%s', async (role) => {
    const mailId = await queued()
    await expect(deliver.call(services, await as(role), { mailId })).rejects.toMatchObject({ kind: 'NotAllowed' })
  })
  test('unknown mails are not found', async () => {
    await expect(deliver.call(services, system, { mailId: story.nodes.kilima.id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
  })
})
