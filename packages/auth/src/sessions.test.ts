import { rightsOf } from '@ministry/access'
import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import { fixedClock } from '@ministry/kernel/calendar'
import { newId } from '@ministry/kernel/id'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createSessions } from './sessions.ts'
import { hashToken } from './tokens.ts'

const START = '2026-11-16T08:00:00.000Z'
const day = 86_400_000
const after = (milliseconds: number) => new Date(Date.parse(START) + milliseconds)

const { owner, urls } = await createTestDatabase()
const db = openDatabase(urls.auth, { max: 4 })
afterAll(() => db.close())
const clock = fixedClock(START)
const sessions = createSessions({ db, clock })
beforeEach(() => clock.set(START))

async function node(kind: string, parentId: string | null = null) {
  const id = newId()
  await owner.query(
    `insert into org_node (id, kind, parent_id, name, opened_on) values ($1, $2, $3, $2, '2020-01-01')`,
    [id, kind, parentId],
  )
  return id
}
async function member(nodeId: string, name = 'Ruth Koech') {
  const personId = newId()
  const accountId = newId()
  await owner.query(
    `insert into person (id, name, emails, phones, languages, home_node_id, created_at, updated_at) values ($1, $2, '{}', '{}', '{}', $3, now(), now())`,
    [personId, name, nodeId],
  )
  await owner.query(
    `insert into membership (id, person_id, node_id, is_home, state, joined_on) values ($1, $2, $3, true, 'member', '2025-01-01')`,
    [newId(), personId, nodeId],
  )
  await owner.query(`insert into account (id, person_id, email, created_at) values ($1, $2, $3, now())`, [
    accountId,
    personId,
    `${accountId}@example.org`,
  ])
  return { personId, accountId }
}
async function assign(
  personId: string,
  role: string,
  nodeId: string | null,
  startsAt: Date,
  endsAt: Date | null = null,
) {
  const id = newId()
  await owner.query(
    `insert into role_assignment (id, person_id, role, node_id, starts_at, ends_at) values ($1, $2, $3, $4, $5, $6)`,
    [id, personId, role, nodeId, startsAt, endsAt],
  )
  return id
}
const open = (accountId: string, origin = {}) =>
  db.transaction({ scope: {} }, {}, (tx) => sessions.open(tx, accountId, origin))

const nation = await node('National')
const region = await node('Region', nation)
const campus = await node('Campus', region)
const group = await node('SmallGroup', campus)
const otherGroup = await node('SmallGroup', campus)
const network = await node('GraduateNetwork', region)

describe('a session', () => {
  test('is known by its token and stored only as a hash', async () => {
    const { accountId, personId } = await member(campus)
    const { token, endsAt } = await open(accountId, { address: '192.0.2.7', device: 'Firefox' })
    expect(endsAt).toEqual(after(90 * day))
    const found = await sessions.authenticate(token)
    expect(found).toMatchObject({
      account: { id: accountId, personId, name: 'Ruth Koech' },
      session: { id: hashToken(token), endsAt },
    })
    const { rows } = await owner.query(`select s::text as all from session s where account_id = $1`, [accountId])
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(token)
    expect(JSON.stringify(rows)).toContain('192.0.2.7')
  })

  test('of nobody is nobody', async () => {
    expect(await sessions.authenticate('')).toBeNull()
    expect(await sessions.authenticate('x'.repeat(5000))).toBeNull()
  })

  test('is not opened by its hash', async () => {
    const { token } = await open((await member(campus)).accountId)
    expect(await sessions.authenticate(hashToken(token))).toBeNull()
  })

  test('ends when it is not used for fourteen days', async () => {
    const { token } = await open((await member(campus)).accountId)
    clock.set(after(14 * day - 1000))
    expect(await sessions.authenticate(token)).not.toBeNull()
    clock.set(after(28 * day - 2000))
    expect(await sessions.authenticate(token)).not.toBeNull()
    clock.set(after(42 * day - 2000))
    expect(await sessions.authenticate(token)).toBeNull()
  })

  test('ends after ninety days in any case', async () => {
    const { token } = await open((await member(campus)).accountId)
    for (let days = 10; days < 90; days += 10) {
      clock.set(after(days * day))
      expect(await sessions.authenticate(token), `day ${days}`).not.toBeNull()
    }
    clock.set(after(90 * day - 1000))
    expect(await sessions.authenticate(token)).not.toBeNull()
    clock.set(after(90 * day))
    expect(await sessions.authenticate(token)).toBeNull()
  })

  test('notes its last use once in five minutes, and reads in one statement otherwise', async () => {
    const { accountId } = await member(campus)
    const { token } = await open(accountId)
    const seen = async () =>
      (await owner.query(`select last_seen_at from session where account_id = $1`, [accountId])).rows[0].last_seen_at
    clock.set(after(299_000))
    await sessions.authenticate(token)
    expect(await seen()).toEqual(after(0))
    clock.set(after(300_000))
    await sessions.authenticate(token)
    expect(await seen()).toEqual(after(300_000))
    const before = db.statements()
    await sessions.authenticate(token)
    expect(db.statements() - before).toBe(1)
  })

  test('of a deactivated account is nobody, at once', async () => {
    const { accountId } = await member(campus)
    const { token } = await open(accountId)
    await owner.query(`update account set deactivated_at = now() where id = $1`, [accountId])
    expect(await sessions.authenticate(token)).toBeNull()
    expect(await sessions.principalOf(accountId)).toBeNull()
  })

  test('is listed among the devices, and ended alone or with all others, only by its own account', async () => {
    const { accountId } = await member(campus)
    const stranger = (await member(campus)).accountId
    const first = await open(accountId, { device: 'Phone' })
    clock.set(after(60_000))
    const second = await open(accountId, { device: 'Laptop' })
    const third = await open(accountId)
    await db.transaction({ scope: {} }, {}, async (tx) => {
      expect((await sessions.devices(tx, accountId)).map(({ device }) => device).slice(2)).toEqual(['Phone'])
      expect(await sessions.end(tx, stranger, hashToken(second.token))).toBe(false)
      expect(await sessions.end(tx, accountId, hashToken(second.token))).toBe(true)
      expect(await sessions.endAll(tx, accountId, hashToken(first.token))).toBe(1)
    })
    expect(await sessions.authenticate(second.token)).toBeNull()
    expect(await sessions.authenticate(third.token)).toBeNull()
    expect(await sessions.authenticate(first.token)).not.toBeNull()
    expect(await db.transaction({ scope: {} }, {}, (tx) => sessions.endAll(tx, accountId))).toBe(1)
    expect(await sessions.authenticate(first.token)).toBeNull()
  })

  test('that is opened sweeps out the expired ones of its account', async () => {
    const { accountId } = await member(campus)
    await open(accountId)
    clock.set(after(20 * day))
    await open(accountId)
    expect((await owner.query(`select from session where account_id = $1`, [accountId])).rowCount).toBe(1)
  })
})

describe('the principal', () => {
  test('brings active and coming roles with their ancestors, and no ended one', async () => {
    const { accountId, personId } = await member(campus)
    await assign(personId, 'campus-leader', campus, after(-day))
    await assign(personId, 'regional-director', region, after(day))
    await assign(personId, 'campus-administrator', campus, after(-9 * day), after(0))
    await assign(personId, 'external-contributor', null, after(-day), after(day))
    const principal = (await sessions.principalOf(accountId))!
    expect(principal).toMatchObject({ accountId, personId })
    expect([...principal.roles].sort((a, b) => a.role.localeCompare(b.role))).toEqual([
      {
        role: 'campus-leader',
        nodeId: campus,
        scopeIds: [nation, region, campus],
        startsAt: after(-day),
        endsAt: null,
      },
      { role: 'external-contributor', nodeId: null, scopeIds: [], startsAt: after(-day), endsAt: after(day) },
      { role: 'regional-director', nodeId: region, scopeIds: [nation, region], startsAt: after(day), endsAt: null },
    ])
  })

  test('loses a role that ends on the very next request', async () => {
    const { accountId, personId } = await member(campus)
    const role = await assign(personId, 'campus-leader', campus, after(-day))
    const { token } = await open(accountId)
    const writes = async () =>
      rightsOf((await sessions.authenticate(token))!.principal, clock.now()).some(
        ({ noun, place }) => noun === 'Person' && place !== 'own',
      )
    expect(await writes()).toBe(true)
    await owner.query(`update role_assignment set ends_at = $2 where id = $1`, [role, after(1000)])
    expect(await writes()).toBe(true)
    clock.set(after(1000))
    expect(await writes()).toBe(false)
  })

  test('has member roles from open memberships in groups only', async () => {
    const { accountId, personId } = await member(group)
    await owner.query(
      `insert into membership (id, person_id, node_id, state, joined_on, left_on) values ($1, $2, $3, 'member', '2025-01-01', '2025-02-01')`,
      [newId(), personId, otherGroup],
    )
    await owner.query(
      `insert into membership (id, person_id, node_id, state, joined_on) values ($1, $2, $3, 'member', '2026-11-16')`,
      [newId(), personId, network],
    )
    const { roles } = (await sessions.principalOf(accountId))!
    expect(roles).toEqual([
      {
        role: 'small-group-member',
        nodeId: group,
        scopeIds: [nation, region, campus, group],
        startsAt: new Date('2024-12-31T10:00:00.000Z'),
        endsAt: null,
      },
    ])
  })

  test('brings the groups and the graduate networks below, where a cell of the matrix needs them', async () => {
    const { accountId, personId } = await member(campus)
    await assign(personId, 'small-group-coordinator', campus, after(-day))
    await assign(personId, 'alumni-coordinator', region, after(-day))
    const { roles } = (await sessions.principalOf(accountId))!
    const [coordinator, alumni] = ['small-group-coordinator', 'alumni-coordinator'].map((role) =>
      roles.find((held) => held.role === role)!,
    )
    expect([...coordinator!.groupIds!].sort()).toEqual([group, otherGroup].sort())
    expect(coordinator).not.toHaveProperty('graduateIds')
    expect(alumni!.graduateIds).toEqual([network])
    expect(alumni).not.toHaveProperty('groupIds')
  })

  test('has nothing in a closed place, nor below one', async () => {
    const closing = await node('Campus', region)
    const inside = await node('SmallGroup', closing)
    const { accountId, personId } = await member(inside)
    await assign(personId, 'cell-leader', inside, after(-day))
    expect((await sessions.principalOf(accountId))!.roles).toHaveLength(2)
    await owner.query(`update org_node set state = 'closed' where id = $1`, [closing])
    expect((await sessions.principalOf(accountId))!.roles).toEqual([])
  })

  test('of an unknown account is null', async () => {
    expect(await sessions.principalOf(newId())).toBeNull()
  })
})

describe('when roles change', () => {
  test('the session wants another identifier, gets it once, and the old one ends soon', async () => {
    const { personId, accountId } = await member(campus)
    const { token, endsAt } = await open(accountId)
    expect((await sessions.authenticate(token))?.session.outdated).toBe(false)
    expect((await sessions.authenticate(token))?.session.outdated).toBe(false)
    await assign(personId, 'cell-leader', group, after(-1))
    expect((await sessions.authenticate(token))?.session.outdated).toBe(true)
    const renewed = await Promise.all(Array.from({ length: 3 }, () => sessions.renew(token)))
    const [fresh, ...more] = renewed.filter((made) => made !== null)
    expect(more).toEqual([])
    expect(fresh!.endsAt).toEqual(endsAt)
    expect((await sessions.authenticate(fresh!.token))?.session).toMatchObject({
      outdated: false,
      provenAt: new Date(START),
    })
    expect((await sessions.authenticate(token))?.session.outdated).toBe(false)
    clock.set(after(30_000))
    expect(await sessions.authenticate(token)).toBeNull()
    expect(await sessions.authenticate(fresh!.token)).not.toBeNull()
  })

  test('nobody renews what is no session', async () => expect(await sessions.renew('made-up')).toBeNull())
})

test('knows since when somebody proved who they are, and whether they have a second factor', async () => {
  const { accountId } = await member(campus)
  const { token } = await open(accountId)
  expect(await sessions.authenticate(token)).toMatchObject({
    secondFactor: false,
    session: { provenAt: new Date(START) },
  })
  await owner.query(`insert into totp_factor (id, account_id, secret, created_at) values ($1, $2, '', now())`, [
    newId(),
    accountId,
  ])
  expect((await sessions.authenticate(token))?.secondFactor).toBe(false)
  await owner.query(`update totp_factor set confirmed_at = now()`)
  expect((await sessions.authenticate(token))?.secondFactor).toBe(true)
})
