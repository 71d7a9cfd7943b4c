import { hashToken } from '@ministry/auth'
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { devices } from './devices.ts'
import { endDevice } from './end-device.ts'
import { signOut } from './sign-out.ts'
import { signOutEverywhere } from './sign-out-everywhere.ts'
import { nobody, traces } from './testing/traces.ts'

const { services, owner, as } = await createWorld()
const { sessions } = services.auth
const open = (role: 'cell-leader' | 'campus-leader', device = 'Phone') =>
  services.authDb.transaction({ scope: {} }, {}, (tx) => sessions.open(tx, story.accounts[role].accountId, { device }))
const kwame = await as('cell-leader')

test('lists only the own devices', async () => {
  const { token } = await open('cell-leader', 'Kwame’s phone')
  await open('campus-leader', 'Ruth’s phone')
  const mine = await devices.call(services, kwame, {})
  expect(mine.map(({ device }) => device)).toEqual(['Kwame’s phone'])
  expect(mine[0]!.id).toBe(hashToken(token))
  await expect(devices.call(services, nobody(), {})).rejects.toMatchObject({ kind: 'NotSignedIn' })
})

test('ends an own device, and nobody else’s', async () => {
  const mine = await open('cell-leader')
  const ruths = await open('campus-leader')
  await endDevice.call(services, kwame, { sessionId: hashToken(mine.token) })
  expect(await sessions.authenticate(mine.token)).toBeNull()
  await expect(endDevice.call(services, kwame, { sessionId: hashToken(ruths.token) })).rejects.toMatchObject({
    kind: 'NotFound',
  })
  expect(await sessions.authenticate(ruths.token)).not.toBeNull()
  const found = await traces(owner, 'accounts.end-device')
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({ actor_account_id: story.accounts['cell-leader'].accountId, noun: 'Account' })
  expect(found[0]!.scope_ids).toContain(story.nodes.mustardSeed.id)
})

test('signing out twice is signing out once', async () => {
  const { token } = await open('cell-leader')
  for (let i = 0; i < 2; i++) expect(await signOut.call(services, kwame, { sessionId: hashToken(token) })).toEqual({})
  expect(await sessions.authenticate(token)).toBeNull()
  expect(await traces(owner, 'accounts.sign-out')).toHaveLength(1)
})

test('signs out everywhere, here too unless this one is to stay', async () => {
  const [here, there] = [await open('cell-leader'), await open('cell-leader')]
  const others = (await devices.call(services, kwame, {})).length - 1
  expect(await signOutEverywhere.call(services, kwame, { keep: hashToken(here.token) })).toEqual({ ended: others })
  expect(await sessions.authenticate(there.token)).toBeNull()
  expect(await sessions.authenticate(here.token)).not.toBeNull()
  expect(await signOutEverywhere.call(services, kwame, {})).toEqual({ ended: 1 })
  expect(await sessions.authenticate(here.token)).toBeNull()
  expect(await signOutEverywhere.call(services, kwame, {})).toEqual({ ended: 0 })
  expect(await traces(owner, 'accounts.sign-out-everywhere')).toHaveLength(2)
})
