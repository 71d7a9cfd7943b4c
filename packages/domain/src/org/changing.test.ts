/** Open, rename, settings, reopen: good path, out of scope, rules, and the trace each leaves. Source: ORG-2, ORG-3. */
import { story } from '@ministry/seed'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { changeSettings } from './change-settings.ts'
import { close } from './close.ts'
import { get } from './get.ts'
import { move } from './move.ts'
import { open } from './open.ts'
import { rename } from './rename.ts'
import { reopen } from './reopen.ts'

const { services, owner, as, clock } = await createWorld()
const { nodes } = story
const [director, region, leader, cellLeader, administrator] = [
  await as('national-director'),
  await as('regional-director'),
  await as('campus-leader'),
  await as('cell-leader'),
  await as('campus-administrator'),
]
const trace = async (nodeId: string) => {
  const rows = async (text: string) => (await owner.query(text, [nodeId])).rows
  return {
    versions: await rows(
      `select act, name, state, parent_id, valid_to from node_version where node_id = $1 order by valid_from, id`,
    ),
    audit: await rows(
      `select action, before, after, reason, actor_person_id from audit_entry where subject_id = $1 order by at, id`,
    ),
    events: await rows(`select name, data from outbox_event where subject = 'node:' || $1 order by id`),
  }
}

describe('org.open', () => {
  test('opens a node under one’s own, with version, audit and event', async () => {
    const { id } = await open.call(services, leader, {
      parentId: nodes.kilima.id,
      kind: 'SmallGroup',
      name: '  Siloam ',
      code: 'SIL',
      reason: 'New year',
    })
    const { versions, audit, events } = await trace(id)
    expect(versions).toMatchObject([
      { act: 'open', name: 'Siloam', state: 'active', parent_id: nodes.kilima.id, valid_to: null },
    ])
    expect(audit).toMatchObject([
      {
        action: 'org.open',
        after: { kind: 'SmallGroup', name: 'Siloam', code: 'SIL', parentId: nodes.kilima.id },
        reason: 'New year',
        actor_person_id: story.people.ruth.id,
      },
    ])
    expect(events).toMatchObject([{ name: 'org/node.opened', data: { nodeId: id, parentId: nodes.kilima.id } }])
    const page = await get.call(services, leader, { nodeId: id })
    expect(page).toMatchObject({ name: 'Siloam', openedOn: story.day, code: 'SIL' })
    expect(page.breadcrumbs).toHaveLength(4)
  })

  test.each([
    ['a parent out of sight', leader, { parentId: nodes.mtoni.id }, { kind: 'NotFound' }],
    [
      'a parent that is only the way up',
      leader,
      { parentId: nodes.highlands.id, kind: 'Campus' },
      { kind: 'NotAllowed' },
    ],
    ['somebody who leads no place above it', administrator, {}, { kind: 'NotAllowed' }],
    [
      'a leader of the parent’s own level',
      cellLeader,
      { parentId: nodes.mustardSeed.id },
      { code: 'org.open.kind-not-allowed' },
    ],
    ['a wrong kind', leader, { kind: 'Campus' }, { code: 'org.open.kind-not-allowed' }],
    ['a closed parent', director, { parentId: nodes.thursdayLunch.id }, { code: 'org.open.kind-not-allowed' }],
    ['a name that is taken', leader, { name: 'EMMAUS' }, { kind: 'Conflict', code: 'org.open.name-taken' }],
    ['no name', leader, { name: '   ' }, { kind: 'InvalidInput' }],
  ] as const)('refuses %s', async (_, caller, change, error) => {
    const input = { parentId: nodes.kilima.id, kind: 'SmallGroup' as const, name: 'Refused', ...change }
    await expect(open.call(services, caller, input)).rejects.toMatchObject(error)
    const { rows } = await owner.query(`select from org_node where name = 'Refused'`)
    expect(rows).toHaveLength(0)
  })

  test('a code is refused where a place beside has it, and never tells of one out of sight', async () => {
    const opened = (name: string, code: string) =>
      open.call(services, leader, { parentId: nodes.kilima.id, kind: 'SmallGroup', name, code })
    const { id } = await opened('Coded', 'bahari')
    const taken = (act: string) => ({ kind: 'Conflict', code: `org.${act}.code-taken` })
    await expect(opened('Coded too', 'Bahari')).rejects.toMatchObject(taken('open'))
    const another = await opened('Coded too', 'MTONI')
    const renamed = (code: string) => rename.call(services, leader, { nodeId: another.id, name: 'Coded too', code })
    await expect(renamed('BAHARI')).rejects.toMatchObject(taken('rename'))
    await renamed('KILIMA')
    // In the way of a move it is said before anything moves; whoever moves there sees both.
    const atMtoni = { parentId: nodes.mtoni.id, kind: 'SmallGroup' as const, name: 'Coded there', code: 'bahari' }
    await open.call(services, region, atMtoni)
    const moved = move.call(services, region, { nodeId: id, parentId: nodes.mtoni.id })
    await expect(moved).rejects.toMatchObject(taken('move'))
    await expect(move.call(services, region, { nodeId: another.id, parentId: nodes.mtoni.id })).resolves.toBeTruthy()
  })

  test('takes the name of a closed sibling, and % as a letter', async () => {
    const opened = (name: string) =>
      open.call(services, leader, { parentId: nodes.kilima.id, kind: 'SmallGroup', name })
    await opened('Thursday Lunch')
    await opened('50% Club')
    await expect(opened('50% club')).rejects.toMatchObject({ code: 'org.open.name-taken' })
    await opened('50x Club')
  })
})

describe('org.rename', () => {
  test('changes name and code and keeps what they were', async () => {
    await rename.call(services, leader, { nodeId: nodes.bereans.id, name: 'Bereans Evening', reason: 'Two groups now' })
    clock.set('2026-11-17T09:00:00Z')
    await rename.call(services, leader, { nodeId: nodes.bereans.id, name: 'Bereans', code: 'BER' })
    const { versions, audit } = await trace(nodes.bereans.id)
    expect(versions.map(({ act, name }) => [act, name])).toEqual([
      ['open', 'Bereans'],
      ['rename', 'Bereans Evening'],
      ['rename', 'Bereans'],
    ])
    expect(versions.map(({ valid_to }) => valid_to === null)).toEqual([false, false, true])
    expect(audit.at(-1)).toMatchObject({
      before: { name: 'Bereans Evening', code: null },
      after: { name: 'Bereans', code: 'BER' },
    })
  })

  test('leaves the same name as it is, without a trace', async () => {
    const before = await trace(nodes.emmaus.id)
    await rename.call(services, leader, { nodeId: nodes.emmaus.id, name: 'Emmaus' })
    expect(await trace(nodes.emmaus.id)).toEqual(before)
  })

  test.each([
    ['the own node', leader, nodes.kilima.id, { kind: 'NotAllowed' }],
    ['a node beside', leader, nodes.mtoni.id, { kind: 'NotFound' }],
    ['by an administrator', administrator, nodes.emmaus.id, { kind: 'NotAllowed' }],
    ['a closed node', leader, nodes.thursdayLunch.id, { code: 'org.rename.closed' }],
  ] as const)('refuses %s', async (_, caller, nodeId, error) => {
    await expect(rename.call(services, caller, { nodeId, name: 'Other' })).rejects.toMatchObject(error)
  })

  test('refuses a sibling’s name; the director renames the movement itself', async () => {
    const taken = rename.call(services, leader, { nodeId: nodes.hilltop.id, name: 'emmaus' })
    await expect(taken).rejects.toMatchObject({ code: 'org.rename.name-taken' })
    await rename.call(services, director, { nodeId: nodes.lighthouse.id, name: 'Lighthouse' })
    await rename.call(services, director, { nodeId: nodes.lighthouse.id, name: nodes.lighthouse.name })
  })
})

describe('org.change-settings', () => {
  test('belongs to administrators of the place, is inherited below and taken from above again', async () => {
    const terms = [{ name: 'First semester', from: '2026-09-07', to: '2026-12-18' }]
    await changeSettings.call(services, administrator, {
      nodeId: nodes.kilima.id,
      settings: { language: 'sw', terms, restDays: [0, 6] },
    })
    const page = await get.call(services, leader, { nodeId: nodes.emmaus.id })
    expect(page.settings.language).toEqual({ value: 'sw', from: { id: nodes.kilima.id, name: nodes.kilima.name } })
    expect(page.settings.terms.value).toEqual(terms)
    expect(page.settings.breaks).toEqual({ value: [], from: null })
    clock.set('2026-11-17T10:00:00Z')
    await changeSettings.call(services, administrator, {
      nodeId: nodes.kilima.id,
      settings: { language: null, terms: null, restDays: null },
    })
    const after = await get.call(services, leader, { nodeId: nodes.kilima.id })
    expect(after.settings.language).toMatchObject({ value: 'en', from: { id: nodes.lighthouse.id } })
    expect(after.own).toMatchObject({ language: null, terms: null, contactEmail: 'kilima@lighthouse.example.org' })
    const { audit, versions, events } = await trace(nodes.kilima.id)
    expect(audit.at(-1)).toMatchObject({
      action: 'org.change-settings',
      before: { language: 'sw', terms, restDays: [0, 6] },
      after: { language: null, terms: null, restDays: null },
    })
    expect(versions.at(-1)).toMatchObject({ act: 'change-settings', valid_to: null })
    expect(events.at(-1)).toMatchObject({ name: 'org/settings.changed' })
  })

  test('is refused to leaders (no system area), beside, above, and for values that mean nothing', async () => {
    const change = (caller: typeof leader, nodeId: string, settings = { language: 'fr' }) =>
      changeSettings.call(services, caller, { nodeId, settings })
    await expect(change(leader, nodes.kilima.id)).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(change(administrator, nodes.highlands.id)).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(change(administrator, nodes.mtoni.id)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(change(administrator, nodes.kilima.id, { language: '?' })).rejects.toMatchObject({
      kind: 'InvalidInput',
    })
  })
})

describe('org.reopen', () => {
  test('opens a closed node again, empty', async () => {
    const { id } = await open.call(services, leader, { parentId: nodes.kilima.id, kind: 'SmallGroup', name: 'Jabbok' })
    clock.set('2026-11-18T09:00:00Z')
    await close.call(services, leader, { nodeId: id })
    clock.set('2026-11-19T09:00:00Z')
    await reopen.call(services, leader, { nodeId: id, reason: 'They came back' })
    const { versions, audit, events } = await trace(id)
    expect(versions.map(({ act, state }) => [act, state])).toEqual([
      ['open', 'active'],
      ['close', 'closed'],
      ['reopen', 'active'],
    ])
    expect(audit.map(({ action }) => action)).toEqual(['org.open', 'org.close', 'org.reopen'])
    expect(events.map(({ name }) => name)).toEqual(['org/node.opened', 'org/node.closed', 'org/node.reopened'])
  })

  test('refuses an open node, one under a closed parent, a name taken since, and somebody beside', async () => {
    const opened = (parentId: string, kind: 'Campus' | 'SmallGroup', name: string) =>
      open.call(services, director, { parentId, kind, name })
    const campus = await opened(nodes.highlands.id, 'Campus', 'Short-lived')
    const group = await opened(campus.id, 'SmallGroup', 'Inside')
    await close.call(services, director, { nodeId: campus.id, withBelow: true })
    const attempt = (nodeId: string, caller = director) => reopen.call(services, caller, { nodeId })
    await expect(attempt(nodes.emmaus.id)).rejects.toMatchObject({ code: 'org.reopen.already-active' })
    await expect(attempt(group.id)).rejects.toMatchObject({ code: 'org.reopen.parent-closed' })
    await expect(attempt(nodes.thursdayLunch.id)).rejects.toMatchObject({ code: 'org.reopen.name-taken' })
    await expect(attempt(campus.id, leader)).rejects.toMatchObject({ kind: 'NotFound' })
    await attempt(campus.id)
    await attempt(group.id)
  })
})
