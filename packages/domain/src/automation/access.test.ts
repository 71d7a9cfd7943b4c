/** Who reaches automations, and what is refused. */
import { rightsOf, rowScopeOf } from '@ministry/access'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { raw, sql } from '@ministry/db'
import { get } from '../people/get.ts'
import { update } from '../people/update.ts'
import { createWorld } from '../test-world.ts'
import { act } from './act.ts'
import { systemCaller } from '../acting.ts'
import { changeSettings } from './change-settings.ts'
import { due } from './due.ts'
import { lifeLine } from './life-line.ts'
import { next } from './next.ts'
import { noteRefusal } from './note-refusal.ts'
import { pause } from './pause.ts'
import { postpone } from './postpone.ts'
import { resume } from './resume.ts'
import { settings } from './settings.ts'
import { graduations } from './graduations.ts'
import { tellLeaders } from './tell-leaders.ts'
import { registered } from './testing/registered.ts'

const { services, owner, as, callerOf, clock } = await createWorld(registered)
const { nodes, people, accounts, furtherAccounts } = story
const leader = await as('campus-leader')
const administrator = await as('campus-administrator')
const neighbour = await callerOf(furtherAccounts.siblingCampusAdministrator.accountId)
const stranger = await callerOf(furtherAccounts.otherMovementDirector.accountId)
const member = await as('small-group-member')
const coordinator = await as('alumni-coordinator')
const kind = (kind: string) => expect.objectContaining({ kind }) as Error
const about = { personId: people.kwame.id }
const held = { ...about, automation: 'alumni' as const }
const tuned = { nodeId: nodes.kilima.id, automation: 'alumni' as const, enabled: null, numbers: { daysToObject: 30 } }

test('leaders and administrators see what comes next and hold it up; others don’t', async () => {
  for (const caller of [leader, administrator]) {
    const { acts, mayHold } = await next.call(services, caller, about)
    expect(acts.map(({ automation }) => automation)).toContain('alumni')
    expect(mayHold).toBe(true)
    await pause.call(services, caller, held)
    await resume.call(services, caller, held)
  }
  for (const caller of [neighbour, stranger]) {
    await expect(next.call(services, caller, about)).rejects.toThrow(kind('NotFound'))
    await expect(lifeLine.call(services, caller, about)).rejects.toThrow(kind('NotFound'))
    for (const verb of [pause, resume])
      await expect(verb.call(services, caller, held)).rejects.toThrow(kind('NotFound'))
    await expect(postpone.call(services, caller, { ...held, until: '2027-03-01' })).rejects.toThrow(kind('NotFound'))
  }
})

test('a fellow member reads the group’s list and nothing of the life; one’s own life one reads and can’t hold up', async () => {
  expect(await next.call(services, member, about)).toMatchObject({ acts: [], mayHold: false })
  expect((await lifeLine.call(services, member, about)).rows).toEqual([])
  const own = { personId: people.minh.id }
  expect((await next.call(services, member, own)).mayHold).toBe(false)
  expect((await lifeLine.call(services, member, own)).rows.map(({ kind }) => kind)).toContain('people.joined')
  await expect(pause.call(services, member, { ...own, automation: 'alumni' })).rejects.toThrow()
})

test('the Alumni Coordinator sees what comes for pre-graduates of the region, and holds nothing up at the campus', async () => {
  const lukasz = { personId: people.lukasz.id }
  const { acts, mayHold } = await next.call(services, coordinator, lukasz)
  expect(acts.map(({ step }) => step)).toEqual(['propose', 'transition'])
  expect(mayHold).toBe(false)
  await expect(pause.call(services, coordinator, { ...lukasz, automation: 'alumni' })).rejects.toThrow()
})

test('what was changed stands on the life line, with what it was and by whom, as far as the reader reads the field', async () => {
  const { id } = people.joy
  const edit = async (fields: object) => {
    const { version } = await get.call(services, administrator, { id })
    await update.call(services, administrator, { id, version: version!, fields })
  }
  await edit({ expectedGraduation: '2028-06', emails: ['joy@example.org', 'joy.kibet@example.org'], city: 'Nakuru' })
  clock.set(new Date(clock.now().getTime() + 1000))
  await edit({ expectedGraduation: '2029-01' })
  const edits = async (caller: typeof leader) =>
    (await lifeLine.call(services, caller, { personId: id, take: 100 })).rows
      .filter(({ kind }) => kind === 'people.edited')
      .map(({ values }) => values)
  const by = people.faith.name
  const graduations = [
    { field: 'expectedGraduation', before: '2028-06', after: '2029-01', by },
    { field: 'expectedGraduation', after: '2028-06', by },
  ]
  const emails = expect.objectContaining({ field: 'emails', after: 'joy@example.org\njoy.kibet@example.org' }) as object
  expect(await edits(leader)).toEqual([graduations[0], ...[emails, graduations[1]].toReversed()])
  // A cell mate sees the name in the list, and nothing of this; below the domain the database gives nothing either.
  await expect(edits(neighbour)).rejects.toThrow(kind('NotFound'))
  const hidden = await services.db.transaction({ scope: {} }, { readOnly: true }, (tx) =>
    tx.rows(sql`select * from app.person_edits(${id}::uuid, array['expectedGraduation'])`),
  )
  expect(hidden).toEqual([])
  const plan = await owner.query<{ 'QUERY PLAN': string }>(
    `set enable_seqscan = off; explain select * from audit_entry where subject_id = '${id}' and noun = 'Person' and personal_before is not null`,
  )
  expect(JSON.stringify((plan as unknown as { rows: unknown[] }[])[1]!.rows)).toContain('audit_entry_subject_id_at_idx')
})

test('settings are for administrators of the place and those above', async () => {
  const view = await settings.call(services, administrator, { nodeId: nodes.kilima.id })
  expect(view.change).toBe(true)
  expect(view.automations.map(({ automation, own }) => [automation, own])).toEqual([
    ['welcome', false],
    ['pre-graduate', false],
    ['alumni', false],
    ['re-engage', false],
  ])
  for (const caller of [leader, member])
    await expect(settings.call(services, caller, { nodeId: nodes.kilima.id })).rejects.toThrow(kind('NotAllowed'))
  await expect(settings.call(services, administrator, { nodeId: nodes.highlands.id })).rejects.toThrow(
    kind('NotAllowed'),
  )
  await expect(settings.call(services, neighbour, { nodeId: nodes.kilima.id })).rejects.toThrow(kind('NotFound'))
  await expect(changeSettings.call(services, leader, tuned)).rejects.toThrow(kind('NotAllowed'))
  await expect(changeSettings.call(services, neighbour, tuned)).rejects.toThrow(kind('NotFound'))
  await expect(changeSettings.call(services, stranger, tuned)).rejects.toThrow(kind('NotFound'))
})

test('numbers are inherited downwards, and taken back', async () => {
  const regional = await as('regional-administrator')
  const daysAt = async (nodeId: string) => {
    const view = (await settings.call(services, regional, { nodeId })).automations.find(
      ({ automation }) => automation === 'alumni',
    )!
    return [view.numbers['daysToObject'], view.numbersFrom?.name ?? null]
  }
  await changeSettings.call(services, regional, { ...tuned, nodeId: nodes.highlands.id })
  expect(await daysAt(nodes.kilima.id)).toEqual([30, 'Highlands Region'])
  await changeSettings.call(services, regional, { ...tuned, numbers: { daysToObject: 7 } })
  expect(await daysAt(nodes.mustardSeed.id)).toEqual([7, 'Kilima University'])
  expect((await next.call(services, leader, about)).acts.at(-1)).toMatchObject({
    on: '2027-12-07',
    settingFrom: { name: 'Kilima University' },
  })
  await changeSettings.call(services, regional, { ...tuned, numbers: null })
  expect(await daysAt(nodes.kilima.id)).toEqual([30, 'Highlands Region'])
  const { rows } = await owner.query(
    `select before -> 'numbers' as before, after -> 'numbers' as after from audit_entry where action = 'automation.change-settings' and node_id = $1 order by at, id`,
    [nodes.highlands.id],
  )
  expect(rows).toEqual([{ before: null, after: { daysToObject: 30 } }])
})

test.each([
  ['alumni', { daysToObject: -1 }],
  ['alumni', {}],
  ['welcome', { days: [3, 3], lateDays: 7 }],
  ['welcome', { days: [0, 1, 2, 3], lateDays: 7 }],
] as const)('%s takes no %o', async (automation, numbers) => {
  const input = { nodeId: nodes.kilima.id, automation, enabled: null, numbers: { ...numbers } as never }
  await expect(changeSettings.call(services, administrator, input)).rejects.toThrow(kind('InvalidInput'))
})

test('what only the system does is refused to people, the highest included', async () => {
  const director = await as('national-director')
  const movementId = nodes.lighthouse.id
  await expect(act.call(services, director, { personIds: [people.kwame.id] })).rejects.toThrow(kind('NotAllowed'))
  await expect(due.call(services, director, { movementId, search: 'series', take: 1 })).rejects.toThrow(
    kind('NotAllowed'),
  )
  await expect(tellLeaders.call(services, director, { movementId })).rejects.toThrow(kind('NotAllowed'))
})

test('what a rule refuses waits, visibly, once', async () => {
  const id = people.lukasz.id
  await owner.query(`update person set expected_graduation = '2026-10' where id = $1`, [id])
  const system = systemCaller([nodes.lighthouse.id], 'workflow:test')
  const note = () => noteRefusal.call(services, system, { personId: id, rule: 'people.change-state.before-last' })
  expect(await note()).toEqual({ noted: 1 })
  expect(await note()).toEqual({ noted: 0 })
  const { acts } = await next.call(services, leader, { personId: id })
  expect(acts[0]!.waitsFor).toEqual({ code: 'refused', values: { rule: 'people.change-state.before-last' } })
  await act.call(services, system, { personIds: [id] })
  expect((await lifeLine.call(services, leader, { personId: id })).rows[0]!.kind).toBe('automation.alumni.propose.done')
})

test('a system of one movement does nothing in another', async () => {
  const system = systemCaller([nodes.harvest.id], 'workflow:test')
  expect(await act.call(services, system, { personIds: [people.lukasz.id, newId()] })).toEqual({ steps: 0 })
})

test('row-level security alone keeps acts, holds and settings to those who see the person or the place', async () => {
  const rowsAs = async (accountId: string, table: string) => {
    const caller = await callerOf(accountId)
    const scope = rowScopeOf(rightsOf(caller.principal!, services.clock.now()))
    const { personId } = caller.principal!
    return services.db.transaction({ scope, personId, accountId }, { readOnly: true }, (tx) =>
      tx.rows(sql`select * from ${raw(table)}`),
    )
  }
  for (const table of ['automation_act', 'automation_enrolment', 'automation_hold', 'automation_setting']) {
    const seen = await rowsAs(accounts['campus-leader'].accountId, table)
    expect(seen.length, table).toBeGreaterThan(0)
    expect(await rowsAs(furtherAccounts.otherMovementDirector.accountId, table), table).toEqual([])
  }
})

test('row-level security alone keeps words on a move to those who change the home, or who receive', async () => {
  const says = async (caller: typeof leader, networkId: string | null, now: boolean) => {
    const { principal } = caller
    const scope = rowScopeOf(rightsOf(principal!, services.clock.now()))
    const { personId, accountId } = principal!
    return services.db
      .transaction({ scope, personId, accountId }, {}, (tx) =>
        tx.rows(sql`insert into automation_go_ahead (id, person_id, occurrence, network_id, now, by_person, at)
          values (${newId()}::uuid, ${people.lukasz.id}::uuid, '2026-10', ${networkId}::uuid, ${now}, ${personId}::uuid, ${services.clock.now()})`),
      )
      .then(
        () => 'said',
        () => 'refused',
      )
  }
  const network = nodes.highlandsGraduates.id
  expect(await says(leader, null, true)).toBe('said')
  expect(await says(leader, network, false)).toBe('said')
  expect(await says(coordinator, network, false)).toBe('said')
  expect(await says(coordinator, network, true)).toBe('refused')
  expect(await says(coordinator, nodes.coastGraduates.id, false)).toBe('refused')
  for (const other of [neighbour, stranger, member]) expect(await says(other, network, false)).toBe('refused')
})

test('graduations are listed for those who read them; a fellow member reads none', async () => {
  const names = async (caller: typeof leader, nodeId: string) =>
    (await graduations.call(services, caller, { nodeId })).rows.map(({ person }) => person.id)
  expect(await names(leader, nodes.kilima.id)).toContain(people.dennis.id)
  expect(await names(member, nodes.mustardSeed.id)).toEqual([])
  await expect(names(neighbour, nodes.mustardSeed.id)).rejects.toThrow(kind('NotFound'))
  await expect(names(stranger, nodes.kilima.id)).rejects.toThrow(kind('NotFound'))
  const { rows } = await graduations.call(services, leader, { nodeId: nodes.kilima.id })
  const row = rows.find(({ person }) => person.id === people.dennis.id)
  expect(row).toMatchObject({ held: { until: null, by: people.ruth.name }, mayApply: true, networks: [{}] })
})

test('the life line comes in pages that meet without gap or repetition, and takes no forged cursor', async () => {
  const person = { personId: people.kwame.id }
  const whole = (await lifeLine.call(services, leader, { ...person, take: 100 })).rows.map(({ id }) => id)
  const paged: string[] = []
  for (let after: string | undefined; ;) {
    const { rows, next } = await lifeLine.call(services, leader, { ...person, take: 2, after })
    paged.push(...rows.map(({ id }) => id))
    if (!next) break
    after = next
  }
  expect(whole.length).toBeGreaterThan(4)
  expect(paged).toEqual(whole)
  await expect(lifeLine.call(services, leader, { ...person, after: 'x' })).rejects.toThrow(kind('InvalidInput'))
})
