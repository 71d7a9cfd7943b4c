import { story } from '@ministry/seed'
import { limitReached, unavailable } from '@ministry/kernel/errors'
import type { Delivery, Mail, Transport } from '@ministry/mail'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { deliver } from './deliver.ts'
import { post, system } from './testing/post.ts'

const { services, owner, clock, as } = await createWorld()
const kwame = story.accounts['cell-leader']

/** A transport that does as it is told, and remembers. */
function transport(answer: () => Promise<Delivery>): Transport & { mails: Mail[] } {
  const mails: Mail[] = []
  return { mails, deliver: (mail) => (mails.push(mail), answer()) }
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

test.each([unavailable('mail.away'), limitReached('mail.too-many', { retryAfter: 60 })])(
  '%s leaves it waiting',
  async (error) => {
    const mailId = await queued()
    const mail = transport(() => Promise.reject(error))
    await expect(deliver.call({ ...services, mail }, system, { mailId })).rejects.toBe(error)
    expect((await rowOf(mailId)).state).toBe('queued')
    expect(await deliver.call({ ...services, mail: sends() }, system, { mailId })).toEqual({ state: 'sent' })
  },
)

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
