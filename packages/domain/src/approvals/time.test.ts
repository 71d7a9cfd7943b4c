import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { deactivate } from '../accounts/deactivate.ts'
import { endRole } from '../accounts/end-role.ts'
import { absences } from './absences.ts'
import { delegate } from './delegate.ts'
import { deputies } from './deputies.ts'
import { endAbsence } from './end-absence.ts'
import { escalate } from './escalate.ts'
import { stranded } from './settle.ts'
import { setAbsence } from './set-absence.ts'
import { createTimedWorld } from './testing/timed.ts'

const world = await createTimedWorld()
const { ask, see, answer, waits, inboxOf, executions, as, owner, services, clock, pass, jump, delivered } = world
const { people, nodes } = story
const cell = await as('cell-leader')
const campus = await as('campus-leader')
const region = await as('regional-director')
const director = await as('national-director')
const coordinator = await as('alumni-coordinator')
const group = { nodeId: nodes.mustardSeed.id }
const code = (code: string) => expect.objectContaining({ code }) as Error
const kindsOf = async (id: string) => (await see(cell, id)).trail.map(({ kind }) => kind)
const newsOf = async (id: string) =>
  (
    await owner.query<{ line: string }>(
      `select concat(kind, ' ', p.name) as line from notification n join person p on p.id = n.person_id where about_id = $1 order by n.created_at, line`,
      [id],
    )
  ).rows.map(({ line }) => line)
const openOf = async (id: string) => (await see(cell, id)).seats.find(({ state }) => state === 'open')!

// The story's day is a Monday, nine o'clock UTC: noon in Nairobi. Saturday and Sunday are days of rest there.
await owner.query(
  `update org_node set calendar = '{"restDays":[0,6],"holidays":[{"name":"Feast","date":"2026-11-19"}]}' where id = $1`,
  [nodes.lighthouse.id],
)

test('reminded at half time, escalated when due, in working days; the seat that was left answers no more', async () => {
  const id = await ask(cell, 6000, group)
  const { remindAt, dueAt } = await openOf(id)
  // Three working days: Monday noon to Friday noon, for Thursday is a holiday.
  expect(remindAt).toEqual(new Date('2026-11-17T21:00:00Z'))
  expect(dueAt).toEqual(new Date('2026-11-20T09:00:00Z'))
  await pass(30)
  expect(await kindsOf(id)).not.toContain('reminded')
  await pass(12)
  expect((await kindsOf(id)).filter((kind) => kind === 'reminded')).toHaveLength(1)
  await pass(60)
  const { seats } = await see(cell, id)
  expect(seats.map(({ seat, state }) => [seat, state]).slice(1)).toEqual([
    ['campus-leader', 'left'],
    ['regional-director', 'open'],
  ])
  expect(seats.at(-1)!.because.map(({ code }) => code)).toEqual(['chain', 'overdue'])
  // A new seat has its own time: from Friday noon over the weekend.
  expect(seats.at(-1)!.dueAt!.getTime()).toBeGreaterThan(Date.parse('2026-11-25T09:00:00Z') - 6 * 3_600_000)
  await expect(answer(campus, id)).rejects.toThrow(code('approvals.decide.not-your-turn'))
  expect(await newsOf(id)).toEqual([
    `request-your-turn ${people.ruth.name}`,
    `request-reminder ${people.ruth.name}`,
    `request-escalated ${people.daniel.name}`,
  ])
  await answer(region, id)
  await pass(24 * 9, 24)
  expect(await kindsOf(id)).not.toContain('stuck')
  expect(await executions(id)).toBe(1)
}, 240_000)

test('answered, it is neither reminded nor escalated; after a week of downtime each seat escalates once', async () => {
  const [answered, waiting] = [await ask(cell, 6000, group), await ask(cell, 6100, group)]
  await answer(campus, answered)
  await jump(24 * 9)
  expect(await kindsOf(answered)).not.toContain('reminded')
  expect((await kindsOf(waiting)).filter((kind) => kind === 'escalated')).toHaveLength(1)
  expect(await waits(cell, waiting)).toEqual(['decide regional-director'])
  // The verb by itself, once more: there is nothing to do.
  const seat = (await see(cell, waiting)).seats.find(({ state }) => state === 'left')!
  const system = { principal: director.principal, system: 'test', request: director.request }
  const input = { movementId: nodes.lighthouse.id, seatId: seat.id }
  expect(await escalate.call(services, system, input)).toEqual({ done: false })
  await expect(escalate.call(services, director, input)).rejects.toThrow()
}, 240_000)

test('it climbs until somebody answers, to the Board, and says where it is stuck', async () => {
  const id = await ask(cell, 6000, group)
  for (let i = 0; i < 5; i++) await jump(24 * 8)
  const { seats, trail } = await see(cell, id)
  expect(seats.filter(({ state }) => state !== 'skipped').map(({ seat, state }) => `${seat} ${state}`)).toEqual([
    ...['campus-leader left', 'regional-director left', 'national-director left', 'finance-director left'],
    'board-member open',
  ])
  expect(trail.filter(({ kind }) => kind === 'stuck')).toHaveLength(1)
  const board = await as('board-member')
  await answer(board, id)
  expect((await see(cell, id)).state).toBe('open')
}, 240_000)

test('a deputy signs for the absent one, only meanwhile, and never for somebody whom it concerns', async () => {
  const campus = await as('campus-leader')
  expect((await deputies.call(services, campus, { search: 'joseph' })).people.map(({ id }) => id)).toEqual([
    people.joseph.id,
  ])
  const day = (days: number) => new Date(clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const id = newId()
  const away = { id, from: day(0), until: day(2), deputyId: people.joseph.id }
  await expect(setAbsence.call(services, campus, { ...away, deputyId: people.minh.id })).rejects.toThrow(
    code('approvals.set-absence.deputy'),
  )
  await setAbsence.call(services, campus, away)
  await setAbsence.call(services, campus, away)
  await expect(setAbsence.call(services, campus, { ...away, id: newId() })).rejects.toThrow(
    code('approvals.set-absence.overlaps'),
  )
  const deputy = await as('alumni-coordinator')
  expect((await absences.call(services, deputy, {})).deputyFor).toMatchObject([{ person: { name: people.ruth.name } }])
  const mine = await ask(cell, 6000, group)
  expect(await inboxOf(deputy, { as: 'for-others' })).toContain(mine)
  expect((await see(deputy, mine)).may).toMatchObject({
    decide: true,
    decideFor: { id: people.ruth.id },
    delegate: false,
  })
  expect((await openOf(mine)).people).toMatchObject([{ name: people.ruth.name, deputy: { id: people.joseph.id } }])
  await answer(deputy, mine)
  const { seats } = await see(cell, mine)
  expect(seats.at(-1)!.votes).toMatchObject([{ by: { id: people.joseph.id }, for: { id: people.ruth.id } }])
  const about = await ask(cell, 20_000, { ...group, personId: people.joseph.id })
  expect(await inboxOf(deputy)).not.toContain(about)
  await expect(answer(deputy, about)).rejects.toThrow(code('approvals.decide.own'))
  const own = await ask(await as('campus-leader'), 6000, group)
  expect(await inboxOf(deputy)).not.toContain(own)
  const other = await ask(cell, 6100, group)
  await endAbsence.call(services, campus, { id })
  await expect(answer(deputy, other)).rejects.toThrow()
  expect(await inboxOf(await as('alumni-coordinator'))).not.toContain(other)
}, 120_000)

test('a deputy whose own seats have ended signs for nobody', async () => {
  const id = newId()
  const day = new Date(clock.now().getTime()).toISOString().slice(0, 10)
  await setAbsence.call(services, await as('campus-leader'), { id, from: day, until: day, deputyId: people.joseph.id })
  const deputy = await as('alumni-coordinator')
  const asked = await ask(cell, 6200, group)
  expect((await see(deputy, asked)).may.decide).toBe(true)
  const ends = (at: Date | null) =>
    owner.query('update role_assignment set ends_at = $1 where person_id = $2', [at, people.joseph.id])
  await ends(clock.now())
  expect((await see(cell, asked)).seats.at(-1)!.people).toMatchObject([{ name: people.ruth.name, deputy: null }])
  // Whoever was read before the end still speaks for the absent one: the decision asks anew.
  await expect(answer(deputy, asked)).rejects.toThrow(code('approvals.decide.not-your-turn'))
  expect(await inboxOf(await as('alumni-coordinator'))).toEqual([])
  await ends(null)
  await endAbsence.call(services, await as('campus-leader'), { id })
}, 120_000)

test('a role that ends loses its vote at that instant, and its turn goes to the seat above', async () => {
  const id = await ask(cell, 6000, group)
  const stale = await as('campus-leader')
  const { rows } = await owner.query<{ id: string }>(
    `select id from role_assignment where person_id = $1 and role = 'campus-leader' and ends_at is null`,
    [people.ruth.id],
  )
  await endRole.call(services, await as('regional-director'), { id: rows[0]!.id, reason: 'Hands over' })
  // Whoever was read before the end still carries the role: the decision asks anew.
  await expect(answer(stale, id)).rejects.toThrow(code('approvals.decide.not-your-turn'))
  await delivered()
  expect(await waits(cell, id)).toEqual(['decide regional-director'])
  expect((await see(cell, id)).seats.at(-1)!.because.map(({ code }) => code)).toEqual(['chain', 'empty'])
  await owner.query(`update role_assignment set ends_at = null where id = $1`, [rows[0]!.id])
}, 120_000)

test('a request that can’t be moved on holds up no other', async () => {
  const [damaged, sound] = [await ask(cell, 6300, group), await ask(cell, 6400, group)]
  const { rows } = await owner.query<{ definition: object }>('select definition from approval_case where id = $1', [
    damaged,
  ])
  const define = (definition: object) =>
    owner.query('update approval_case set definition = $1 where id = $2', [JSON.stringify(definition), damaged])
  await define({})
  const held = `person_id = $1 and role = 'campus-leader' and ends_at is null`
  const { rows: roles } = await owner.query<{ id: string }>(`select id from role_assignment where ${held}`, [
    people.ruth.id,
  ])
  await endRole.call(services, await as('regional-director'), { id: roles[0]!.id, reason: 'Hands over' })
  await delivered()
  expect(await waits(cell, sound)).toEqual(['decide regional-director'])
  expect(await waits(cell, damaged)).toEqual(['decide campus-leader'])
  await define(rows[0]!.definition)
  await owner.query('update role_assignment set ends_at = null where id = $1', [roles[0]!.id])
}, 120_000)

test('a turn comes back where its taker can’t sign in any more', async () => {
  const id = await ask(cell, 6000, group)
  const { version } = await see(campus, id)
  await delegate.call(services, await as('campus-leader'), { id, version, toId: people.joseph.id })
  const { accountId } = coordinator.principal!
  await deactivate.call(services, await as('national-director'), { id: accountId, reason: 'Left' })
  await delivered()
  expect(await kindsOf(id)).toContain('returned')
  expect(await inboxOf(await as('campus-leader'))).toContain(id)
}, 120_000)

test('what was stuck for lack of anybody goes on when somebody is appointed', async () => {
  const above = ['campus-leader', 'regional-director', 'national-director', 'finance-director', 'board-member']
  const { rows: held } = await owner.query<{ id: string; role: string }>(
    `select id, role from role_assignment where role = any ($1) and ends_at is null and scope_ids @> array[$2::uuid]`,
    [above, nodes.lighthouse.id],
  )
  const ends = (at: Date | null, only: readonly string[] = above) =>
    owner.query('update role_assignment set ends_at = $1 where id = any ($2)', [
      at,
      held.filter(({ role }) => only.includes(role)).map(({ id }) => id),
    ])
  await ends(clock.now())
  const id = await ask(cell, 6000, group)
  const stuckOnes = async () => (await kindsOf(id)).filter((kind) => kind === 'stuck').length
  expect(await waits(cell, id)).toEqual(['decide board-member'])
  expect(await stuckOnes()).toBe(1)
  await pass(3, 1)
  expect(await stuckOnes()).toBe(1)
  // The Board has its members again: they are told, and have their time.
  await ends(null, ['board-member'])
  const openedOnes = async () => (await kindsOf(id)).filter((kind) => kind === 'opened').length
  expect(await openedOnes()).toBe(1)
  await pass(2, 1)
  expect(await openedOnes()).toBe(2)
  expect(await newsOf(id)).toContain(`request-your-turn ${people.wairimu.name}`)
  expect(await stuckOnes()).toBe(1)
  await ends(null)
  const system = { principal: director.principal, system: 'test', request: director.request }
  expect(await stranded.call(services, system, { movementId: nodes.lighthouse.id })).toEqual({ caseIds: [] })
}, 240_000)
