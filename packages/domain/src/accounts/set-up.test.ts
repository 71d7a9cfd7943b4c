import { hashToken } from '@ministry/auth'
import { beforeEach, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { issueSetUpToken, needsSetUp } from './first-run.ts'
import { me } from './me.ts'
import { setUp } from './set-up.ts'
import { signIn } from './sign-in.ts'
import { nobody, traces } from './testing/traces.ts'

const { services, owner, clock } = await createWorld()
const { authDb } = services
const password = 'purple river window'
const movement = { name: 'Daybreak Movement', timeZone: 'Pacific/Auckland', currency: 'NZD', language: 'en' }
const director = { name: 'Aroha Ngata', email: 'Aroha@example.org', username: 'aroha', password }
beforeEach(() => owner.query('truncate org_node, person, audit_entry, installation cascade'))
const found = (token: string, changes = {}) =>
  setUp.call(services, nobody(), { token, movement, director: { ...director, ...changes } })
const notOpen = { kind: 'RuleBroken', code: 'accounts.set-up.not-open' }

test('makes the movement and its first National Director, who is signed in', async () => {
  expect(await needsSetUp(authDb)).toBe(true)
  const session = await found(await issueSetUpToken(authDb, clock))
  expect(await needsSetUp(authDb)).toBe(false)
  const signedIn = await services.auth.sessions.authenticate(session.token)
  const caller = { principal: signedIn!.principal, request: { id: 'r' } }
  expect(await me.call(services, caller, {})).toMatchObject({
    account: { username: 'aroha', email: 'aroha@example.org' },
    name: 'Aroha Ngata',
    roles: [{ role: 'national-director', nodeName: 'Daybreak Movement' }],
    nodes: [{ kind: 'National', name: 'Daybreak Movement', state: 'active' }],
  })
  const { rows } = await owner.query(
    `select n.time_zone, n.currency, n.opened_on::text, p.state, p.emails, p.home_node_id = n.id as home, m.is_home, s.state as since_state, v.act, c.people
       from org_node n, person p, membership m, membership_state s, node_version v, people_count c`,
  )
  expect(rows).toEqual([
    {
      time_zone: 'Pacific/Auckland',
      currency: 'NZD',
      opened_on: '2026-11-16',
      state: 'member',
      emails: ['aroha@example.org'],
      home: true,
      is_home: true,
      since_state: 'member',
      act: 'open',
      people: 1,
    },
  ])
  await signIn.call(services, nobody(), { login: 'aroha', password })
})

test('is a logged bootstrap', async () => {
  await found(await issueSetUpToken(authDb, clock))
  const logged = await traces(owner, 'accounts.set-up')
  expect(logged.map(({ noun }) => noun).sort()).toEqual(['Account', 'OrgNode', 'RoleAssignment'])
  for (const trace of logged) {
    expect(trace.reason).toBe('bootstrap')
    expect(trace.actor_account_id).not.toBeNull()
    expect(trace.scope_ids).toHaveLength(1)
  }
  expect(JSON.stringify(logged)).not.toContain(password)
})

test('works with the latest link only, which is stored as a hash', async () => {
  const first = await issueSetUpToken(authDb, clock)
  const second = await issueSetUpToken(authDb, clock)
  const { rows } = await owner.query('select * from installation')
  expect(rows).toHaveLength(1)
  expect(JSON.stringify(rows)).not.toContain(second)
  await expect(found(first)).rejects.toMatchObject(notOpen)
  await expect(found('made-up')).rejects.toMatchObject(notOpen)
  await found(second)
})

test('works once, however many try at the same instant', async () => {
  const token = await issueSetUpToken(authDb, clock)
  const tries = await Promise.allSettled(
    Array.from({ length: 4 }, (_, i) => found(token, { username: `aroha${i}`, email: `a${i}@example.org` })),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject(notOpen)
  expect((await owner.query('select from org_node')).rowCount).toBe(1)
  expect((await owner.query('select from account')).rowCount).toBe(1)
  await expect(found(token)).rejects.toMatchObject(notOpen)
})

test('two processes that start at once leave one link, and two links one movement', async () => {
  const tokens = await Promise.all(Array.from({ length: 4 }, () => issueSetUpToken(authDb, clock)))
  expect((await owner.query('select from installation')).rowCount).toBe(1)
  // As if they had left two nevertheless.
  await owner.query(`delete from installation`)
  for (const token of tokens)
    await owner.query(`insert into installation (id, token_hash, created_at) values (gen_random_uuid(), $1, now())`, [
      hashToken(token),
    ])
  const tries = await Promise.allSettled(
    tokens.map((token, i) => found(token, { username: `aroha${i}`, email: `a${i}@example.org` })),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject(notOpen)
  expect((await owner.query('select from org_node')).rowCount).toBe(1)
})

test('never beside a movement', async () => {
  await owner.query(
    `insert into org_node (id, kind, name, opened_on) values (gen_random_uuid(), 'National', 'There already', '2020-01-01')`,
  )
  await expect(found(await issueSetUpToken(authDb, clock))).rejects.toMatchObject(notOpen)
  expect((await owner.query('select from account')).rowCount).toBe(0)
  const around = authDb.transaction({ scope: {} }, {}, (tx) => tx.client.query(`select app.found_movement('{}')`))
  await expect(around).rejects.toThrow('There is a movement already')
})

test.each([
  ['a common password', 'accounts.password.common', { password: 'password1234' }],
  ['the own name as password', 'accounts.password.personal', { password: 'aroha ngata 1' }],
])('refuses %s and stays open', async (_what, code, changes) => {
  const token = await issueSetUpToken(authDb, clock)
  await expect(found(token, changes)).rejects.toMatchObject({ code })
  await found(token)
})

test.each([
  ['an unknown time zone', { timeZone: 'Mars/Olympus' }],
  ['an unknown currency', { currency: 'XXQ' }],
  ['no name', { name: '  ' }],
])('refuses %s', async (_what, changes) => {
  const act = setUp.call(services, nobody(), { token: 'any', movement: { ...movement, ...changes }, director })
  await expect(act).rejects.toMatchObject({ kind: 'InvalidInput' })
})
