import { story } from '@ministry/seed'
import { beforeAll, describe, expect, test } from 'vitest'
import { systemCaller } from '../../acting.ts'
import type { Caller } from '../../context.ts'
import { testLinks } from '../../test-links.ts'
import { createWorld } from '../../test-world.ts'
import { create } from '../create.ts'
import { joinNode } from '../join-node.ts'
import { update } from '../update.ts'
import { list } from './list.ts'
import { merge } from './merge.ts'
import { merges } from './merges.ts'
import { notSame } from './not-same.ts'
import { pair } from './pair.ts'
import { proposeMerge } from './propose-merge.ts'
import { sweep } from './sweep.ts'

const { services, owner, as } = await createWorld({ personLinks: testLinks })
const { nodes } = story
const leader = await as('campus-leader')
const administrator = await as('campus-administrator')
const regional = await as('regional-director')
const director = await as('national-director')
const rule = (code: string) => expect.objectContaining({ kind: 'RuleBroken', code }) as Error
const kind = (kind: string) => expect.objectContaining({ kind }) as Error
const movementId = nodes.lighthouse.id
const sweeping = async () => {
  let after: string | undefined
  let people = 0
  for (;;) {
    const swept = await sweep.call(services, systemCaller([movementId], 'workflow:test'), {
      movementId,
      after,
      take: 50,
    })
    people += swept.people
    if (swept.next === null) return people
    after = swept.next
  }
}
const somebody = async (name: string, nodeId: string, more: object = {}) =>
  (await create.call(services, director, { name, home: { nodeId }, force: true, ...more })).id!
const seen = async (nodeId: string, caller: Caller = leader, more: object = {}) =>
  (await list.call(services, caller, { nodeId, take: 200, ...more })).rows.map(({ first, second }) =>
    [first.name, second.name].sort().join(' & '),
  )
const campus = nodes.mustardSeed.scopeIds.at(-2)!

let [amina, amena, far]: string[] = []
beforeAll(async () => {
  amina = await somebody('Aminata Okonkwo-Berg', nodes.mustardSeed.id, {
    birthDate: '2004-05-17',
    emails: ['aminata@berg.org'],
  })
  amena = await somebody('Aminatta Okonkwo Berg', nodes.emmaus.id, {
    birthDate: '2004-05-17',
    phones: ['+254712888777'],
  })
  far = await somebody('Aminata Okonkwo Berg', nodes.anchor.id, {
    birthDate: '2004-05-17',
    emails: ['aminata@berg.org'],
  })
  await sweeping()
})

describe('the sweep', () => {
  test('puts a pair before whoever has both in reach, and a pair across places before the role above both', async () => {
    const pairName = 'Aminata Okonkwo-Berg & Aminatta Okonkwo Berg'
    const across = 'Aminata Okonkwo Berg & Aminata Okonkwo-Berg'
    expect(await seen(campus)).toContain(pairName)
    expect(await seen(campus)).not.toContain(across)
    expect(await seen(campus, administrator)).toContain(pairName)
    const above = await seen(movementId, director)
    expect(above).toEqual(expect.arrayContaining([pairName, across]))
    const { total, rows } = await list.call(services, director, { nodeId: movementId, take: 1 })
    expect(total).toBe(above.length)
    expect(rows).toHaveLength(1)
  })

  test('looks again only at who was changed', async () => {
    expect(await sweeping()).toBe(0)
    await owner.query('update person set version = version + 1 where id = $1', [amina])
    expect(await sweeping()).toBe(1)
  })

  test('is the system’s own, and finds the pages of a list one behind the other', async () => {
    await expect(sweep.call(services, director, { movementId })).rejects.toThrow(kind('NotAllowed'))
    const names: string[] = []
    for (let after: string | undefined; ;) {
      const page = await list.call(services, director, { nodeId: movementId, take: 1, after })
      names.push(...page.rows.map(({ id }) => id))
      if (page.next === null) break
      after = page.next
    }
    expect(new Set(names).size).toBe(names.length)
    expect(names).toHaveLength((await list.call(services, director, { nodeId: movementId })).total)
  })
})

describe('two who are not the same', () => {
  test('come again only when much more speaks for it', async () => {
    const one = await somebody('Thandiwe Mokoena-Vale', nodes.mustardSeed.id)
    const other = await somebody('Thandiwe Mokoena Vale', nodes.mustardSeed.id)
    await sweeping()
    const name = 'Thandiwe Mokoena Vale & Thandiwe Mokoena-Vale'
    expect(await seen(campus)).toContain(name)
    await notSame.call(services, leader, { firstId: one, secondId: other })
    expect(await seen(campus)).not.toContain(name)
    expect(await seen(campus, leader, { state: 'not-same' })).toContain(name)
    const write = async (id: string, fields: object) => {
      const { rows } = await owner.query<{ version: number }>('select version from person where id = $1', [id])
      await update.call(services, leader, { id, version: rows[0]!.version, fields })
      await sweeping()
    }
    await write(one, { courseOfStudy: 'Law' })
    expect(await seen(campus)).not.toContain(name)
    await write(one, { emails: ['thandiwe@vale.org'] })
    await write(other, { emails: ['thandiwe@vale.org'] })
    expect(await seen(campus)).toContain(name)
  })
  test('are said to be so by those alone who could merge them', async () => {
    await expect(notSame.call(services, leader, { firstId: amina!, secondId: far! })).rejects.toThrow(kind('NotFound'))
  })
})

describe('a proposal', () => {
  test('of one side goes to the role above both', async () => {
    await expect(proposeMerge.call(services, leader, { firstId: amina!, secondId: far! })).rejects.toThrow(
      kind('NotFound'),
    )
    await joinNode.call(services, director, { id: far!, nodeId: nodes.emmaus.id })
    const shown = await pair.call(services, leader, { firstId: amina!, secondId: far! })
    expect(shown).toMatchObject({ mayMerge: false, mayPropose: true, obstacles: ['people.merge.not-wholly'] })
    const versions = { survivor: shown.first.version, merged: shown.second.version }
    const both = { survivorId: amina!, mergedId: far!, versions }
    await expect(merge.call(services, leader, both)).rejects.toThrow(rule('people.merge.not-wholly'))
    await proposeMerge.call(services, leader, { firstId: amina!, secondId: far!, note: 'She told me herself' })
    const proposed = await list.call(services, director, { nodeId: movementId, state: 'proposed' })
    expect(proposed.rows).toMatchObject([{ note: 'She told me herself' }])
    const region = nodes.mustardSeed.scopeIds[1]!
    expect((await list.call(services, regional, { nodeId: region, state: 'proposed' })).rows).toHaveLength(1)
    // Whoever proposed sees it too, and can't decide it.
    expect((await list.call(services, leader, { nodeId: campus, state: 'proposed' })).rows).toHaveLength(1)
    await expect(merge.call(services, regional, both)).resolves.toMatchObject({ id: amina })
    expect((await list.call(services, director, { nodeId: movementId, state: 'proposed' })).rows).toEqual([])
    expect((await merges.call(services, director, { nodeId: movementId })).rows).toMatchObject([
      { survivor: { id: amina }, mergedName: 'Aminata Okonkwo Berg' },
    ])
  })
})

test('side by side: every field with what is proposed, and what would follow', async () => {
  const shown = await pair.call(services, regional, { firstId: amina!, secondId: amena! })
  const field = (name: string) => shown.fields.find(({ field }) => field === name)
  expect(field('name')).toMatchObject({ choice: 'survivor', list: false })
  expect(field('phones')).toMatchObject({ choice: 'both', list: true })
  expect(shown.mayMerge).toBe(true)
  expect(shown.first.memberships.length).toBeGreaterThan(0)
  expect(shown.reasons.length).toBeGreaterThan(0)
})

test('at entry: who is alike in one’s own scope is named, and nobody elsewhere', async () => {
  const typed = { name: 'Aminata Okonkwo Berk', birthDate: '2004-05-17', home: { nodeId: nodes.mustardSeed.id } }
  const answer = await create.call(services, leader, typed)
  expect(answer.id).toBeNull()
  expect(answer.possibleDuplicates.map(({ id }) => id)).toContain(amena)
  const elsewhere = await create.call(services, await as('cell-leader'), { ...typed, name: 'Aminatta Okonkwo Berg' })
  expect(elsewhere.possibleDuplicates.map(({ id }) => id)).not.toContain(amena)
})
