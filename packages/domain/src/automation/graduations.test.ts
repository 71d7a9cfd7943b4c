/** Graduates who wait for somebody: where they are seen, and how people let them go on. */
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { create } from '../people/create.ts'
import { get } from '../people/get.ts'
import { open } from '../org/open.ts'
import { inbox } from '../messaging/inbox.ts'
import { moveNow } from './move-now.ts'
import { chooseNetwork } from './choose-network.ts'
import { graduations } from './graduations.ts'
import { lifeLine } from './life-line.ts'
import { next } from './next.ts'
import { pause } from './pause.ts'
import { createSweptWorld } from './testing/swept.ts'

const { services, owner, as, callerOf, clock, pass, jump, actsOf } = await createSweptWorld()
const { nodes, furtherAccounts } = story
const leader = await as('campus-leader')
const administrator = await as('campus-administrator')
const regional = await as('regional-director')
const director = await as('national-director')
const neighbour = await callerOf(furtherAccounts.siblingCampusAdministrator.accountId)
const rule = (code: string) => expect.objectContaining({ code }) as Error
const kind = (kind: string) => expect.objectContaining({ kind }) as Error

async function graduate(name: string, state = 'pre_graduate', graduation = '2026-10') {
  const { id } = await create.call(services, administrator, {
    name,
    home: { nodeId: nodes.kilima.id, state: state as 'member', joinedOn: '2026-11-10' },
    force: true,
  })
  await owner.query(`update person set expected_graduation = $2 where id = $1`, [id, graduation])
  return id!
}
const homeOf = async (id: string) => {
  const { state, home } = await get.call(services, director, { id })
  return `${state} at ${home?.name}`
}
const alumniActs = async (id: string) =>
  (await actsOf(id)).filter((line) => line.includes('alumni')).map((line) => line.slice(11))
const line = async (caller: typeof leader, id: string) =>
  (await graduations.call(services, caller, { nodeId: nodes.highlands.id })).rows.find(({ person }) => person.id === id)
const openNetwork = (name: string) =>
  open.call(services, director, { kind: 'GraduateNetwork', parentId: nodes.highlands.id, name })

test('a proposed move is made at once by those who may change the home, once, however often it is said', async () => {
  const student = await graduate('Naomi Not-Yet', 'member', '2030-10')
  await expect(moveNow.call(services, leader, { personId: student })).rejects.toThrow(
    rule('automation.move-now.not-proposed'),
  )
  const id = await graduate('Amos At-Once')
  await pass(0)
  expect(await alumniActs(id)).toEqual(['alumni propose done'])
  const coordinator = await as('alumni-coordinator')
  await expect(moveNow.call(services, coordinator, { personId: id })).rejects.toThrow(kind('NotAllowed'))
  await expect(moveNow.call(services, neighbour, { personId: id })).rejects.toThrow(kind('NotFound'))
  await pause.call(services, leader, { personId: id, automation: 'alumni' })
  clock.set(new Date(clock.now().getTime() + 1000))
  // Two at the same instant, while the sweep runs as well.
  await Promise.all([
    moveNow.call(services, leader, { personId: id }),
    moveNow.call(services, administrator, { personId: id }),
  ])
  await pass(0)
  expect(await homeOf(id)).toBe('alumni at Highlands Graduates')
  expect(await alumniActs(id)).toEqual(['alumni propose done', 'alumni transition done'])
  const words = await owner.query(`select from automation_go_ahead where person_id = $1`, [id])
  expect(words.rowCount).toBe(1)
  const audit = await owner.query(`select from audit_entry where subject_id = $1 and action = 'automation.move-now'`, [
    id,
  ])
  expect(audit.rowCount).toBe(2) // The hold that it lifts, and the word.
  await expect(moveNow.call(services, regional, { personId: id })).resolves.toEqual({ personId: id })
  const { rows } = await lifeLine.call(services, director, { personId: id, take: 100 })
  expect(rows.map(({ kind }) => kind)).toContain('automation.hurried')
}, 240_000)

test('who has gone silent graduates as well', async () => {
  const id = await graduate('Ines Inactive')
  await owner.query(`update membership set state = 'inactive' where person_id = $1`, [id])
  await pass(0)
  expect(await alumniActs(id)).toEqual(['alumni propose done'])
  await jump(15)
  expect(await homeOf(id)).toBe('alumni at Highlands Graduates')
}, 240_000)

test('a graduate who leads waits until somebody else holds the role as well; the own role ends with the move', async () => {
  const id = await graduate('Lydia Leads')
  await owner.query(
    `insert into role_assignment (id, person_id, role, node_id, starts_at) values (gen_random_uuid(), $1, 'cell-leader', $2, '2026-01-01')`,
    [id, nodes.emmaus.id],
  )
  await owner.query(`update role_assignment set ends_at = $2 where node_id = $1 and person_id <> $3`, [
    nodes.emmaus.id,
    clock.now(),
    id,
  ])
  await pass(0)
  await expect(moveNow.call(services, leader, { personId: id })).rejects.toThrow(rule('automation.move-now.leads'))
  await jump(15)
  expect(await alumniActs(id)).toEqual(['alumni propose done', 'alumni transition waiting leads'])
  for (const caller of [leader, regional])
    expect((await graduations.call(services, caller, { nodeId: nodes.kilima.id, waiting: true })).rows).toContainEqual(
      expect.objectContaining({
        person: { id, name: 'Lydia Leads' },
        waitsFor: expect.objectContaining({ code: 'leads' }) as object,
      }),
    )
  await owner.query(
    `insert into role_assignment (id, person_id, role, node_id, starts_at) values (gen_random_uuid(), $1, 'cell-leader', $2, $3)`,
    [story.people.joy.id, nodes.emmaus.id, clock.now()],
  )
  clock.set(new Date(clock.now().getTime() + 1000))
  await pass(0)
  expect(await homeOf(id)).toBe('alumni at Highlands Graduates')
  const held = await owner.query<{ ended: boolean }>(
    `select ends_at is not null as ended from role_assignment where person_id = $1`,
    [id],
  )
  expect(held.rows).toEqual([{ ended: true }])
}, 240_000)

test('of several networks somebody chooses, also the side that receives, and who has waited moves at once', async () => {
  const ids = [await graduate('Sara Several'), await graduate('Seth Several'), await graduate('Sila Several')]
  const { id: networkId } = await openNetwork('Highlands Professionals')
  const coordinator = await as('alumni-coordinator')
  await pass(0)
  await expect(moveNow.call(services, leader, { personId: ids[0]! })).rejects.toThrow(
    rule('automation.move-now.several-networks'),
  )
  await jump(15)
  expect(await alumniActs(ids[0]!)).toEqual(['alumni propose done', 'alumni transition waiting several-networks'])
  expect(await line(coordinator, ids[0]!)).toMatchObject({
    waitsFor: { code: 'several-networks' },
    mayApply: false,
    network: null,
    networks: [{ name: 'Highlands Graduates' }, { name: 'Highlands Professionals' }],
  })
  await expect(
    chooseNetwork.call(services, coordinator, { personIds: ids, networkId: nodes.kilima.id }),
  ).rejects.toThrow()
  await expect(chooseNetwork.call(services, neighbour, { personIds: ids, networkId })).rejects.toThrow(kind('NotFound'))
  expect(await chooseNetwork.call(services, coordinator, { personIds: ids.slice(0, 2), networkId })).toEqual({
    chosen: 2,
  })
  expect(await chooseNetwork.call(services, coordinator, { personIds: ids.slice(0, 2), networkId })).toEqual({
    chosen: 0,
  })
  // Before the sweep has looked again, nobody is told that it waits for what has been done.
  expect(await line(coordinator, ids[0]!)).toMatchObject({ waitsFor: null, goesOn: true, network: networkId })
  await pass(0)
  for (const id of ids.slice(0, 2)) expect(await homeOf(id)).toBe('alumni at Highlands Professionals')
  expect(await homeOf(ids[2]!)).toBe('pre_graduate at Kilima University')
  await moveNow.call(services, regional, { personId: ids[2]!, networkId: nodes.highlandsGraduates.id })
  await pass(0)
  expect(await homeOf(ids[2]!)).toBe('alumni at Highlands Graduates')
  expect(await next.call(services, director, { personId: ids[2]! })).toMatchObject({ move: null })
}, 240_000)

test('leaders are told of many graduations in one line, and of one by name', async () => {
  const news = async (caller: typeof leader) => (await inbox.call(services, caller, { take: 100 })).rows
  await owner.query(`delete from notification`)
  for (let i = 0; i < 12; i++) await graduate(`Many ${i}`)
  await pass(0)
  const many = (await news(leader)).filter((one) => one.kind === 'graduation-proposed')
  expect(many).toHaveLength(1)
  expect(many[0]!.text).toMatch(/^12 people of Kilima University graduate/)
  expect(many[0]!.href).toBe(`/${nodes.kilima.id}/graduations`)
  const one = await graduate('Only One')
  await pass(0)
  expect((await news(leader))[0]).toMatchObject({
    kind: 'graduation-proposed',
    text: expect.stringContaining('Only One') as string,
    href: `/${nodes.kilima.id}/people/${one}?tab=life`,
  })
  expect((await news(leader)).filter(({ kind }) => kind === 'graduation-proposed')).toHaveLength(2)
}, 240_000)
