import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { deactivate } from './deactivate.ts'
import { reactivate } from './reactivate.ts'
import { nobody, traces } from './testing/traces.ts'

const { services, owner, as, callerOf } = await createWorld()
const { accounts, furtherAccounts, nodes } = story
const { sessions } = services.auth
const haeun = accounts['small-group-admin'].accountId
const faith = await as('campus-administrator')
const off = (id: string, caller = faith) => deactivate.call(services, caller, { id, reason: 'Left the campus' })
beforeEach(async () => {
  await owner.query('truncate audit_entry')
  await owner.query('update account set deactivated_at = null where id = $1', [haeun])
})

test('ends the sessions at once, and lets no new request through', async () => {
  const { token } = await services.authDb.transaction({ scope: {} }, {}, (tx) => sessions.open(tx, haeun, {}))
  expect(await sessions.authenticate(token)).not.toBeNull()
  expect(await off(haeun)).toEqual({ ended: 1 })
  expect(await sessions.authenticate(token)).toBeNull()
  expect((await owner.query('select from session where account_id = $1', [haeun])).rowCount).toBe(0)
  expect(await traces(owner, 'accounts.deactivate')).toMatchObject([
    {
      subject_id: haeun,
      before: { state: 'active' },
      after: { state: 'deactivated', endedSessions: 1 },
      reason: 'Left the campus',
    },
  ])
  expect((await traces(owner, 'accounts.deactivate'))[0]!.scope_ids).toContain(nodes.kilima.id)
})

test('and back again', async () => {
  await off(haeun)
  await expect(off(haeun)).rejects.toMatchObject({ code: 'accounts.deactivate.already' })
  expect(await reactivate.call(services, faith, { id: haeun })).toEqual({})
  await expect(reactivate.call(services, faith, { id: haeun })).rejects.toMatchObject({
    code: 'accounts.reactivate.already',
  })
  expect(await sessions.principalOf(haeun)).not.toBeNull()
  expect(await traces(owner, 'accounts.reactivate')).toMatchObject([
    { before: { state: 'deactivated' }, after: { state: 'active' } },
  ])
})

test('not where the person has another account by now', async () => {
  await off(haeun)
  await owner.query(
    `insert into account (id, person_id, email, created_at) values (gen_random_uuid(), $1, 'haeun.new@example.org', now())`,
    [accounts['small-group-admin'].personId],
  )
  await expect(reactivate.call(services, faith, { id: haeun })).rejects.toMatchObject({
    code: 'accounts.reactivate.has-account',
  })
  await owner.query(`delete from account where email = 'haeun.new@example.org'`)
})

describe('is refused', () => {
  test.each([
    ['for oneself', accounts['campus-administrator'].accountId, 'oneself'],
    ['for the leader of one’s own campus', accounts['campus-leader'].accountId, 'beyond-your-reach'],
  ])('%s', async (_what, id, code) => {
    await expect(off(id)).rejects.toMatchObject({ kind: 'RuleBroken', code: `accounts.deactivate.${code}` })
  })

  test('for somebody who is at home elsewhere, or serves there, unseen from here', async () => {
    const guest = accounts['small-group-member']
    const role = `insert into role_assignment (id, person_id, role, node_id, starts_at) values ('01900000-0000-7000-8000-00000000000a', $1, 'cell-leader', $2, '2026-01-01')`
    await owner.query(role, [guest.personId, nodes.anchor.id])
    await expect(off(guest.accountId)).rejects.toMatchObject({ code: 'accounts.deactivate.beyond-your-reach' })
    await off(guest.accountId, await as('regional-administrator'))
    await owner.query(`delete from role_assignment where id = '01900000-0000-7000-8000-00000000000a'`)
  })

  test('for an administrator against a director, a finance director or a board member', async () => {
    const samuel = await as('national-administrator')
    for (const role of ['national-director', 'finance-director', 'board-member'] as const)
      await expect(off(accounts[role].accountId, samuel)).rejects.toMatchObject({
        code: 'accounts.deactivate.beyond-your-reach',
      })
  })

  test('out of scope as not found, and without the right as not allowed', async () => {
    for (const who of ['siblingCampusAdministrator', 'otherMovementDirector'] as const)
      await expect(off(haeun, await callerOf(furtherAccounts[who].accountId))).rejects.toMatchObject({
        kind: 'NotFound',
      })
    await expect(off(accounts['small-group-member'].accountId, await as('finance-director'))).rejects.toMatchObject({
      kind: 'NotAllowed',
    })
    await expect(off(haeun, nobody())).rejects.toMatchObject({ kind: 'NotSignedIn' })
  })
})
