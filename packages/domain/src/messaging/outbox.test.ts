import type { Role } from '@ministry/access'
import { story } from '@ministry/seed'
import { beforeAll, describe, expect, test } from 'vitest'
import { invite } from '../accounts/invite.ts'
import { acceptInvitation } from '../accounts/accept-invitation.ts'
import { requestReset } from '../accounts/request-reset.ts'
import { createWorld } from '../test-world.ts'
import { deliver } from './deliver.ts'
import { get } from './get.ts'
import { outbox } from './outbox.ts'
import { post, system } from './testing/post.ts'

const { services, owner, clock, as, callerOf } = await createWorld()
const { accounts, furtherAccounts, nodes } = story
const samuel = await as('national-administrator')
const grace = await as('national-director')

beforeAll(async () => {
  await owner.query('truncate outgoing_mail')
  for (const [role, node] of [
    ['cell-leader', nodes.mustardSeed],
    ['campus-leader', nodes.kilima],
    ['graduate-group-leader', nodes.youngProfessionals],
  ] as const) {
    clock.set(new Date(clock.now().getTime() + 60_000))
    const mailId = await post(services, accounts[role], node)
    if (role !== 'campus-leader') await deliver.call(services, system, { mailId })
  }
})
const recipients = (page: { rows: { recipient: string }[] }) => page.rows.map(({ recipient }) => recipient)

test('shows the mails of the node and below, newest first, in pages', async () => {
  const all = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id })
  expect(recipients(all)).toEqual(
    ['graduate-group-leader', 'campus-leader', 'cell-leader'].map((role) => accounts[role as 'cell-leader'].email),
  )
  expect(all).toMatchObject({ total: 3, next: null })
  expect(all.rows[0]).not.toHaveProperty('html')
  const first = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id, take: 2 })
  const second = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id, take: 2, after: first.next! })
  expect([...first.rows, ...second.rows]).toEqual(all.rows)
  expect(recipients(await outbox.call(services, samuel, { nodeId: nodes.kilima.id }))).toHaveLength(2)
  expect(recipients(await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id, state: 'queued' }))).toEqual([
    accounts['campus-leader'].email,
  ])
})

test('a kept mail can be read and followed, one on its way can not', async () => {
  const { rows } = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id })
  const [kept, queued] = ['kept', 'queued'].map((state) => rows.find((row) => row.state === state)!.id)
  const read = await get.call(services, grace, { id: kept! })
  expect(read.text).toContain('http://ministry.test/reset-password')
  expect(read.html).toContain('class="button"')
  expect(read).toMatchObject({ withheld: false, links: ['http://ministry.test/reset-password'] })
  expect(await get.call(services, grace, { id: queued! })).toMatchObject({
    state: 'queued',
    html: null,
    text: null,
    withheld: false,
  })
})

describe('is for those with the whole system in their care', () => {
  test.each([
    'campus-administrator',
    'regional-director',
    'campus-leader',
    'finance-director',
    'small-group-member',
  ] as const)('not for %s', async (role) => {
    await expect(outbox.call(services, await as(role), { nodeId: nodes.lighthouse.id })).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
  })

  test('nor for the director of another movement', async () => {
    const akua = await callerOf(furtherAccounts.otherMovementDirector.accountId)
    await expect(outbox.call(services, akua, { nodeId: nodes.lighthouse.id })).rejects.toMatchObject({
      kind: 'NotFound',
    })
    expect(await outbox.call(services, akua, { nodeId: nodes.harvest.id })).toMatchObject({ rows: [], total: 0 })
    const { rows } = await outbox.call(services, samuel, { nodeId: nodes.lighthouse.id })
    await expect(get.call(services, akua, { id: rows[0]!.id })).rejects.toMatchObject({ kind: 'NotFound' })
  })
})

describe('the text of a kept mail opens an account, so it is shown only to those who stand above its owner', () => {
  const readers = { samuel, grace }
  /** The newest mail to an address, as the reader sees it. */
  async function read(who: keyof typeof readers, recipient: string) {
    const { rows } = await outbox.call(services, readers[who], { nodeId: nodes.lighthouse.id, take: 50 })
    const { id, state } = rows.find((row) => row.recipient === recipient)!
    if (state === 'queued') await deliver.call(services, system, { mailId: id })
    return get.call(services, readers[who], { id })
  }
  const shown = { text: expect.stringContaining('http://ministry.test/'), withheld: false }
  const heldBack = { state: 'kept', text: null, html: null, withheld: true, links: [] }

  /** Whose link the National Administrator and the National Director may follow: nobody who holds what they don't. */
  const table: Record<Role, { samuel: boolean; grace: boolean }> = {
    'national-director': { samuel: false, grace: false },
    'board-member': { samuel: false, grace: false },
    'national-administrator': { samuel: false, grace: true },
    'finance-director': { samuel: false, grace: true },
    'training-coordinator': { samuel: false, grace: true },
    'regional-director': { samuel: false, grace: true },
    'regional-administrator': { samuel: false, grace: true },
    'alumni-coordinator': { samuel: false, grace: true },
    'campus-leader': { samuel: false, grace: true },
    'small-group-coordinator': { samuel: false, grace: true },
    'campus-administrator': { samuel: false, grace: true },
    'cell-leader': { samuel: false, grace: true },
    'small-group-admin': { samuel: false, grace: true },
    'graduate-group-leader': { samuel: false, grace: true },
    'small-group-member': { samuel: true, grace: true },
    'graduate-member': { samuel: true, grace: true },
    'external-contributor': { samuel: false, grace: false },
  }
  test.each(Object.entries(table) as [Role, { samuel: boolean; grace: boolean }][])(
    'a new password for the %s',
    async (role, expected) => {
      const account = accounts[role]
      await owner.query('truncate throttle')
      await requestReset.call(services, { principal: null, request: { id: 'r' } }, { login: account.username })
      if (role === 'external-contributor') {
        // Belongs to no place, so it is in nobody's outbox.
        const { rows } = await outbox.call(services, grace, { nodeId: nodes.lighthouse.id, take: 50 })
        expect(rows.map(({ recipient }) => recipient)).not.toContain(account.email)
        return
      }
      for (const who of ['samuel', 'grace'] as const)
        expect(await read(who, account.email)).toMatchObject(expected[who] ? shown : heldBack)
    },
  )

  test('an invitation of the campus administrator can be read and followed', async () => {
    const { tabitha } = story.people
    const email = 'tabitha@example.org'
    await invite.call(services, await as('campus-administrator'), {
      personId: tabitha.id,
      nodeId: nodes.kilima.id,
      email,
    })
    const { links } = await read('samuel', email)
    const token = /\/invitation\/(.+)$/.exec(links[0]!)![1]!
    const nobody = { principal: null, request: { id: 'r' } }
    const session = await acceptInvitation.call(services, nobody, {
      token,
      username: 'tabitha',
      password: 'purple river window',
    })
    expect(session.token).toBeTruthy()
  })

  test('who has moved on to where the reader sees nothing of them is nobody’s business here', async () => {
    const { kofi } = story.people
    await post(services, { email: 'kofi.old@example.org', personId: kofi.id }, nodes.kilima)
    expect(await read('grace', 'kofi.old@example.org')).toMatchObject(heldBack)
  })

  test('what a name says is no link', async () => {
    const name = 'https://evil.example/x?a=1'
    await post(services, { ...accounts['small-group-member'], email: 'named@example.org', name }, nodes.mustardSeed)
    const { text, links } = await read('samuel', 'named@example.org')
    expect(text).toContain('https://evil.example/')
    expect(links).toEqual(['http://ministry.test/reset-password'])
  })
})
