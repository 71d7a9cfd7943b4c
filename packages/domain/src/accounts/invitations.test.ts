import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { invitation } from './invitation.ts'
import { invitations } from './invitations.ts'
import { invite } from './invite.ts'
import { resendInvitation } from './resend-invitation.ts'
import { revokeInvitation } from './revoke-invitation.ts'
import { mailsTo, nobody, traces } from './testing/traces.ts'

const { services, owner, clock, as, callerOf } = await createWorld()
const { nodes, people } = story
const start = clock.now()
const days = (count: number) => new Date(start.getTime() + count * 86_400_000)
beforeEach(async () => {
  clock.set(start)
  await owner.query('truncate invitation, outgoing_mail, outbox_event, audit_entry, throttle')
})
const faith = await as('campus-administrator')
const tabitha = { personId: people.tabitha.id, nodeId: nodes.kilima.id, email: 'tabitha@example.org' }
const broken = (code: string) => ({ kind: 'RuleBroken', code: `accounts.${code}` })

describe('inviting', () => {
  test('sends a link that works for seven days, and stores only its hash', async () => {
    const { id, expiresAt } = await invite.call(services, faith, tabitha)
    expect(expiresAt).toEqual(days(7))
    const [mail, ...more] = await mailsTo(owner, tabitha.email)
    expect(more).toEqual([])
    expect(mail).toMatchObject({ template: 'invitation', state: 'queued', scope_ids: nodes.kilima.scopeIds })
    expect(mail!.text).toContain('http://ministry.test/invitation/')
    expect(JSON.stringify((await owner.query('select * from invitation')).rows)).not.toContain(mail!.token)
    expect(await invitation.call(services, nobody(), { token: mail!.token })).toEqual({
      state: 'open',
      name: 'Tabitha Moraa Nyong’o',
      email: tabitha.email,
      inviter: story.accounts['campus-administrator'].name,
      movement: 'Lighthouse Student Movement',
      nodeName: 'Kilima University',
      expiresAt,
    })
    expect(await traces(owner, 'accounts.invite')).toMatchObject([
      { noun: 'Invitation', subject_id: id, person_id: tabitha.personId, personal_after: { email: tabitha.email } },
    ])
    const { rows } = await owner.query('select name, data from outbox_event')
    expect(rows).toEqual([{ name: 'messaging/mail.queued', data: { mailId: mail!.id } }])
  })

  test.each([
    ['a person of another campus', 'NotFound', { personId: people.yusuf.id }],
    ['a person of another movement', 'NotFound', { personId: people.kofi.id }],
    ['to a place that can’t be seen', 'NotFound', { nodeId: nodes.bahari.id }],
    ['to a place above', 'NotAllowed', { nodeId: nodes.highlands.id }],
  ])('%s fails as %s', async (_what, kind, changes) => {
    await expect(invite.call(services, faith, { ...tabitha, ...changes })).rejects.toMatchObject({ kind })
    expect(await mailsTo(owner, tabitha.email)).toEqual([])
  })

  test.each([
    ['a closed group', 'node-closed', { nodeId: nodes.thursdayLunch.id }],
    ['a group that the person isn’t of', 'of-another-place', { nodeId: nodes.mustardSeed.id }],
    ['the leader of one’s own campus', 'beyond-your-reach', { personId: people.ruth.id }],
    ['somebody with an account', 'has-account', { personId: people.kwame.id }],
  ])('%s breaks the rule %s', async (_what, code, changes) => {
    await expect(invite.call(services, faith, { ...tabitha, ...changes })).rejects.toMatchObject(
      broken(`invite.${code}`),
    )
  })

  test('a guest from another campus goes only to an address that their home wrote down', async () => {
    const felix = { personId: people.felix.id, nodeId: nodes.kilima.id }
    await expect(invite.call(services, faith, { ...felix, email: 'faiths-own@example.org' })).rejects.toMatchObject(
      broken('invite.address-not-known'),
    )
    await owner.query(`update person set emails = '{felix@example.org}' where id = $1`, [people.felix.id])
    await invite.call(services, faith, { ...felix, email: 'Felix@example.org' })
  })

  test('twice is once', async () => {
    await invite.call(services, faith, tabitha)
    await expect(invite.call(services, faith, tabitha)).rejects.toMatchObject(broken('invite.already-invited'))
    clock.set(days(7))
    await invite.call(services, faith, tabitha)
  })

  test('of many at the same instant, by whomever, one stands', async () => {
    const ruth = await as('campus-leader')
    const tries = await Promise.allSettled(
      [faith, ruth, faith, ruth, faith, ruth].map((who) => invite.call(services, who, tabitha)),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject(broken('invite.already-invited'))
    expect((await owner.query('select from invitation')).rowCount).toBe(1)
    expect(await mailsTo(owner, tabitha.email)).toHaveLength(1)
  })

  test('to a place that closes at the same instant is told that somebody came first', async () => {
    const closing = await owner.connect()
    const state = (value: string) => `update org_node set state = '${value}' where id = '${nodes.emmaus.id}'`
    await closing.query('begin')
    await closing.query(state('closed'))
    const invited = invite.call(services, faith, { ...tabitha, nodeId: nodes.emmaus.id })
    invited.catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await closing.query('commit')
    closing.release()
    await expect(invited).rejects.toMatchObject({ kind: 'Conflict', code: 'verb.meanwhile' })
    await owner.query(state('active'))
    expect((await owner.query('select from invitation')).rowCount).toBe(0)
  })

  test('is not for members, leaders elsewhere or nobody', async () => {
    for (const who of ['small-group-member', 'finance-director', 'board-member'] as const)
      await expect(invite.call(services, await as(who), tabitha)).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(invite.call(services, nobody(), tabitha)).rejects.toMatchObject({ kind: 'NotSignedIn' })
    const lucia = await callerOf(story.furtherAccounts.siblingCampusAdministrator.accountId)
    await expect(invite.call(services, lucia, tabitha)).rejects.toMatchObject({ kind: 'NotFound' })
  })

  test.each(['no address', 'a@b', 'a@example.org, b@example.org', 'a@example.org\r\nBcc: b@example.org'])(
    'refuses %j',
    async (email) => {
      await expect(invite.call(services, faith, { ...tabitha, email })).rejects.toMatchObject({ kind: 'InvalidInput' })
    },
  )
})

describe('sending again', () => {
  test('renews the link and silences the earlier one', async () => {
    const { id } = await invite.call(services, faith, tabitha)
    clock.set(days(8))
    expect(await resendInvitation.call(services, faith, { id })).toEqual({ id, expiresAt: days(15) })
    const [first, second] = await mailsTo(owner, tabitha.email)
    await expect(invitation.call(services, nobody(), { token: first!.token })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    expect(await invitation.call(services, nobody(), { token: second!.token })).toMatchObject({ state: 'open' })
    expect(await traces(owner, 'accounts.resend-invitation')).toHaveLength(1)
  })

  test('more than three mails of one sender to one person within an hour are refused, by whichever act', async () => {
    const { id } = await invite.call(services, faith, tabitha)
    await resendInvitation.call(services, faith, { id })
    await resendInvitation.call(services, faith, { id })
    const tooOften = (act: string) => ({
      kind: 'LimitReached',
      code: `accounts.${act}.too-often`,
      values: { retryAfter: expect.any(Number) },
    })
    await expect(resendInvitation.call(services, faith, { id })).rejects.toMatchObject(tooOften('resend-invitation'))
    await revokeInvitation.call(services, faith, { id })
    await expect(invite.call(services, faith, tabitha)).rejects.toMatchObject(tooOften('invite'))
    expect(await mailsTo(owner, tabitha.email)).toHaveLength(3)
    // The limit is the sender's: it keeps nobody else from inviting, and not the sender from inviting others.
    await invite.call(services, await as('campus-leader'), tabitha)
    await invite.call(services, faith, { ...tabitha, personId: people.joy.id, email: 'joy@example.org' })
  })

  test('stops where the person has risen above the sender meanwhile', async () => {
    const { id } = await invite.call(services, faith, tabitha)
    await owner.query(
      `insert into role_assignment (id, person_id, role, node_id, starts_at) values (gen_random_uuid(), $1, 'regional-administrator', $2, $3)`,
      [tabitha.personId, nodes.highlands.id, days(3)],
    )
    await expect(resendInvitation.call(services, faith, { id })).rejects.toMatchObject(
      broken('resend-invitation.beyond-your-reach'),
    )
    await owner.query(`delete from role_assignment where person_id = $1`, [tabitha.personId])
  })

  test('is out of reach from the next campus', async () => {
    const { id } = await invite.call(services, faith, tabitha)
    const lucia = await callerOf(story.furtherAccounts.siblingCampusAdministrator.accountId)
    await expect(resendInvitation.call(services, lucia, { id })).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(revokeInvitation.call(services, lucia, { id })).rejects.toMatchObject({ kind: 'NotFound' })
  })
})

test('what was taken back stays taken back', async () => {
  const { id } = await invite.call(services, faith, tabitha)
  const [mail] = await mailsTo(owner, tabitha.email)
  await revokeInvitation.call(services, faith, { id })
  expect(await invitation.call(services, nobody(), { token: mail!.token })).toMatchObject({ state: 'revoked' })
  await expect(revokeInvitation.call(services, faith, { id })).rejects.toMatchObject(
    broken('revoke-invitation.not-open'),
  )
  await expect(resendInvitation.call(services, faith, { id })).rejects.toMatchObject(
    broken('resend-invitation.not-open'),
  )
  expect(await traces(owner, 'accounts.revoke-invitation')).toMatchObject([
    { before: { state: 'open' }, after: { state: 'revoked' } },
  ])
})

describe('the list', () => {
  test('is of the node and below, in pages and by state, and leaks nothing to others', async () => {
    const invitees = [people.tabitha, people.joy, people.dennis, people.naledi]
    for (const [index, { id: personId }] of invitees.entries()) {
      clock.set(days(index))
      await invite.call(services, faith, { personId, nodeId: nodes.kilima.id, email: `invitee${index}@example.org` })
    }
    clock.set(days(8))
    const input = { nodeId: nodes.kilima.id, take: 3 }
    const first = await invitations.call(services, faith, input)
    const second = await invitations.call(services, faith, { ...input, after: first.next! })
    expect([...first.rows, ...second.rows].map(({ email, state }) => [email, state])).toEqual([
      ['invitee3@example.org', 'open'],
      ['invitee2@example.org', 'open'],
      ['invitee1@example.org', 'expired'],
      ['invitee0@example.org', 'expired'],
    ])
    expect([first.total, second.next]).toEqual([4, null])
    expect(first.rows[0]).toMatchObject({
      name: 'Naledi',
      nodeName: 'Kilima University',
      inviter: story.accounts['campus-administrator'].name,
    })
    expect(first.rows[0]).not.toHaveProperty('tokenHash')
    expect((await invitations.call(services, faith, { ...input, state: 'expired' })).total).toBe(2)
    expect((await invitations.call(services, faith, { nodeId: nodes.mustardSeed.id })).rows).toEqual([])

    expect(
      (await invitations.call(services, await as('regional-director'), { nodeId: nodes.highlands.id })).total,
    ).toBe(4)
    const lucia = await callerOf(story.furtherAccounts.siblingCampusAdministrator.accountId)
    expect(await invitations.call(services, lucia, { nodeId: nodes.highlands.id })).toMatchObject({
      rows: [],
      total: 0,
    })
    await expect(invitations.call(services, lucia, { nodeId: nodes.kilima.id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
  })
})
