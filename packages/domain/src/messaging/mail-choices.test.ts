import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { chooseMails, unsubscribe } from './choose-mails.ts'
import { deliver } from './deliver.ts'
import { mailChoices } from './mail-choices.ts'
import { message, messages } from './messages.ts'
import { post, system, writeTo } from './testing/post.ts'

const { services, owner, clock, as } = await createWorld()
const { nodes, people } = story
const nobody = { principal: null, request: { id: 'browser' } }
const welcome = { templateKey: 'welcome-1', personId: people.minh.id, nodeId: nodes.mustardSeed.id } as const
let count = 0

beforeEach(async () => {
  clock.set(`${story.day}T09:00:00Z`)
  await owner.query('truncate outgoing_mail, suppression, mail_preference, outbox_event, audit_entry')
  await owner.query('delete from consent where person_id = $1', [people.minh.id])
})
const write = (kind: 'ministry' | 'newsletter' = 'ministry') =>
  writeTo(services, { ...welcome, kind, dedupeKey: `choices:${++count}` })
async function written(kind?: 'ministry' | 'newsletter') {
  const { mailId } = await write(kind)
  const { state } = await deliver.call(services, system, { mailId })
  return { mailId, state, token: services.mailTokens.sign(mailId) }
}
const choicesBy = async (token: string) => {
  const { kinds } = await mailChoices.call(services, nobody, { token })
  return kinds.filter(({ on }) => on).map(({ kind }) => kind)
}
const consents = async () =>
  (
    await owner.query(`select purpose, given, source from consent where person_id = $1 order by at, purpose desc`, [
      people.minh.id,
    ])
  ).rows

describe('one click', () => {
  test('ends mails of that kind for good, without signing in, and a second one changes nothing', async () => {
    const { token, state } = await written()
    expect(state).toBe('kept')
    expect(await unsubscribe.call(services, nobody, { token })).toEqual({ changed: ['ministry'] })
    expect(await unsubscribe.call(services, nobody, { token })).toEqual({ changed: [] })
    expect(await choicesBy(token)).toEqual(['digest'])
    expect((await written()).state).toBe('suppressed')
    expect(await consents()).toEqual([{ purpose: 'ministry', given: false, source: 'one-click unsubscribe' }])
    const { rows } = await owner.query(
      `select noun, subject_id, before, after from audit_entry where action = 'messaging.unsubscribe'`,
    )
    expect(rows).toEqual([
      { noun: 'Person', subject_id: people.minh.id, before: { ministry: true }, after: { ministry: false } },
    ])
  })

  test('leaves other kinds, and what is essential', async () => {
    const { token } = await written()
    await chooseMails.call(services, nobody, { token, kinds: ['ministry', 'newsletter', 'digest'] })
    const newsletter = await written('newsletter')
    expect(newsletter.state).toBe('kept')
    await unsubscribe.call(services, nobody, { token: newsletter.token })
    expect(await choicesBy(token)).toEqual(['ministry', 'digest'])
    expect((await written()).state).toBe('kept')
    const mailId = await post(services, story.accounts['small-group-member'], nodes.mustardSeed)
    expect(await deliver.call(services, system, { mailId })).toEqual({ state: 'kept' })
  })
})

describe('choosing', () => {
  test('opening the page changes nothing, and says whose mails and which', async () => {
    const { token } = await written()
    const choices = await mailChoices.call(services, nobody, { token })
    expect(choices).toMatchObject({
      address: expect.stringMatching(/^.•+@example\.org$/),
      movement: 'Lighthouse Student Movement',
      asked: 'ministry',
      contact: true,
      kinds: [
        { kind: 'ministry', on: true },
        { kind: 'newsletter', on: false },
        { kind: 'fundraising', on: false },
        { kind: 'digest', on: true },
      ],
    })
    expect((await written()).state).toBe('kept')
  })

  test('turns kinds off and on again, by one’s own hand, and all of it stays on record', async () => {
    const { token } = await written()
    expect(await chooseMails.call(services, nobody, { token, kinds: [] })).toEqual({ changed: ['ministry', 'digest'] })
    clock.set(`${story.day}T09:01:00Z`)
    expect(await chooseMails.call(services, nobody, { token, kinds: ['ministry', 'fundraising'] })).toEqual({
      changed: ['ministry', 'fundraising'],
    })
    expect(await choicesBy(token)).toEqual(['ministry', 'fundraising'])
    expect((await written()).state).toBe('kept')
    expect(await consents()).toMatchObject(
      [
        { purpose: 'ministry', given: false },
        { purpose: 'ministry', given: true },
        { purpose: 'fundraising', given: true },
      ].toSorted((a, b) => Number(a.given) - Number(b.given)),
    )
  })

  test('a no counts for every address of the person', async () => {
    const { token } = await written()
    await owner.query(`update person set emails = emails || '{second@example.com}'::text[] where id = $1`, [
      people.minh.id,
    ])
    await unsubscribe.call(services, nobody, { token })
    const { rows } = await owner.query(`select address from suppression order by address`)
    expect(rows.map(({ address }) => address)).toContain('second@example.com')
    await owner.query(`update person set emails = emails[1:1] where id = $1`, [people.minh.id])
  })

  test('is for oneself, signed in, without a link', async () => {
    const minh = await as('small-group-member')
    await chooseMails.call(services, minh, { kinds: ['ministry', 'newsletter'] })
    const { kinds } = await mailChoices.call(services, minh, {})
    expect(kinds.map(({ on }) => on)).toEqual([true, true, false, false])
    await expect(mailChoices.call(services, nobody, {})).rejects.toMatchObject({ kind: 'NotSignedIn' })
  })

  test.each([
    ['a changed link', (token: string) => `${token.slice(0, -2)}AA`],
    ['a link of nothing', () => services.mailTokens.sign(nodes.kilima.id)],
    ['no link at all', () => 'x'],
  ])('not by %s', async (_, change) => {
    const { token } = await written()
    for (const verb of [mailChoices, unsubscribe])
      await expect(verb.call(services, nobody, { token: change(token) })).rejects.toMatchObject({
        code: 'messaging.mail-choices.unknown-link',
      })
  })

  test('not by the id of a mail that opens accounts', async () => {
    const mailId = await post(services, story.accounts['small-group-member'], nodes.kilima)
    await expect(unsubscribe.call(services, nobody, { token: services.mailTokens.sign(mailId) })).rejects.toMatchObject(
      {
        code: 'messaging.mail-choices.unknown-link',
      },
    )
  })
})

describe('what was written to people', () => {
  test('is read by whoever cares for them there, without what opens accounts', async () => {
    const { mailId } = await written()
    await post(services, story.accounts['small-group-member'], nodes.mustardSeed)
    const faith = await as('campus-administrator')
    const page = await messages.call(services, faith, { nodeId: nodes.kilima.id })
    expect(page).toMatchObject({
      total: 1,
      rows: [{ id: mailId, state: 'kept', personId: people.minh.id, template: 'welcome-1' }],
    })
    expect(page.rows[0]!.name).toBeTruthy()
    const read = await message.call(services, faith, { id: mailId })
    expect(read.text).toContain('/unsubscribe/')
    expect(await messages.call(services, faith, { nodeId: nodes.kilima.id, personId: people.kwame.id })).toMatchObject({
      total: 0,
    })
  })

  test('not by others, nor by an administrator beside, nor with the first wall gone', async () => {
    const { mailId } = await written()
    for (const role of ['finance-director', 'small-group-member'] as const)
      await expect(messages.call(services, await as(role), { nodeId: nodes.kilima.id })).rejects.toMatchObject({
        kind: 'NotAllowed',
      })
    const joseph = await as('alumni-coordinator')
    await expect(message.call(services, joseph, { id: mailId })).rejects.toMatchObject({ kind: 'NotFound' })
    const account = await post(services, story.accounts['small-group-member'], nodes.mustardSeed)
    await expect(message.call(services, await as('campus-administrator'), { id: account })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    const seen = await services.db.transaction({ scope: { 'Message.read': [nodes.kilima.id] } }, {}, (tx) =>
      tx.prisma.outgoingMail.findMany({ select: { id: true } }),
    )
    expect(seen).toEqual([{ id: mailId }])
  })
})

describe('messages of a place', () => {
  const grace = () => as('national-director')
  test('have no daily summaries among them: those tell what their reader may see, and nobody else', async () => {
    const { mailId } = await written()
    await owner.query(`update outgoing_mail set kind = 'digest', state = 'delivered', text = 'news of others'`)
    expect(await messages.call(services, await grace(), { nodeId: nodes.lighthouse.id })).toMatchObject({ total: 0 })
    await expect(message.call(services, await grace(), { id: mailId })).rejects.toMatchObject({ kind: 'NotFound' })
    const { rows } = await services.db.transaction(
      { scope: { 'Message.read': [nodes.lighthouse.id] }, personId: people.minh.id },
      { readOnly: true },
      (tx) => tx.client.query('select id from outgoing_mail'),
    )
    expect(rows).toEqual([])
  })

  test('to somebody who is out of sight say neither to whom nor what', async () => {
    const { mailId } = await written()
    const ruth = await as('campus-leader')
    expect(await message.call(services, ruth, { id: mailId })).toMatchObject({
      name: expect.any(String),
      recipient: story.accounts['small-group-member'].email,
      text: expect.stringContaining('Hello'),
    })
    await owner.query('update outgoing_mail set person_id = $1 where id = $2', [people.kofi.id, mailId])
    const hidden = { name: null, recipient: '', subject: '' }
    expect(await message.call(services, ruth, { id: mailId })).toMatchObject({ ...hidden, text: '' })
    expect((await messages.call(services, ruth, { nodeId: nodes.kilima.id })).rows).toMatchObject([hidden])
  })
})
