import { allowedChildren, nodeKinds, type NodeKind } from '@ministry/access'
import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import messages from '../../../kernel/messages/en/org.json' with { type: 'json' }
import {
  crossesRegions,
  effectiveSettings,
  fits,
  inTreeOrder,
  obstacleToMove,
  type SettingSource,
  type Standing,
} from './org.rules.ts'
import { changeSettingsInput, nodeKind, ownSettings, type OwnSettings } from './org.schema.ts'

const nothing = Object.fromEntries(Object.keys(ownSettings.shape).map((name) => [name, null])) as OwnSettings
const source = (id: string, own: Partial<OwnSettings>): SettingSource => ({ id, name: id, own: { ...nothing, ...own } })

describe('settings', () => {
  test('come from the nearest node that has one, each by itself', () => {
    const found = effectiveSettings([
      source('nation', { timeZone: 'Africa/Nairobi', currency: 'KES', restDays: [0] }),
      source('region', { timeZone: 'Africa/Kampala' }),
      source('campus', { terms: [] }),
    ])
    expect(found.timeZone).toEqual({ value: 'Africa/Kampala', from: { id: 'region', name: 'region' } })
    expect(found.currency).toEqual({ value: 'KES', from: { id: 'nation', name: 'nation' } })
    expect(found.restDays.value).toEqual([0])
    expect(found.terms).toEqual({ value: [], from: { id: 'campus', name: 'campus' } })
    expect(found.breaks).toEqual({ value: [], from: null })
  })

  test('are the product’s where nobody said anything', () => {
    expect(effectiveSettings([]).timeZone).toEqual({ value: 'UTC', from: null })
  })

  test('never change by a node above one that has its own', () => {
    const zone = fc.constantFrom('Africa/Nairobi', 'Europe/Berlin', null)
    fc.assert(
      fc.property(fc.array(zone, { maxLength: 6 }), fc.constantFrom('Asia/Tokyo', 'UTC'), (above, own) => {
        const chain = above.map((timeZone, index) => source(`n${index}`, { timeZone }))
        const found = effectiveSettings([...chain, source('own', { timeZone: own })]).timeZone
        expect(found).toEqual({ value: own, from: { id: 'own', name: 'own' } })
      }),
    )
  })

  const accepts = (settings: object) =>
    changeSettingsInput.safeParse({ nodeId: '01980000-0000-7000-8000-000000000001', settings }).success
  test.each([
    [{ timeZone: 'Africa/Nairobi' }, true],
    [{ timeZone: 'Africa/Atlantis' }, false],
    [{ timeZone: null, currency: null }, true],
    [{ currency: 'KES' }, true],
    [{ currency: 'XQZ' }, false],
    [{ language: 'pt-BR' }, true],
    [{ language: 'English' }, false],
    [{ country: 'KE' }, true],
    [{ country: 'Kenya' }, false],
    [{ contactEmail: 'office@example.org' }, true],
    [{ contactEmail: 'office' }, false],
    [{ contactPhone: '+254 71 000 000' }, true],
    [{ website: 'https://example.org/x' }, true],
    [{ website: 'javascript:alert(1)' }, false],
    [{ restDays: [0, 6] }, true],
    [{ restDays: [7] }, false],
    [{ restDays: [1, 1] }, false],
    [{ quietHours: { from: '21:30', to: '07:00' } }, true],
    [{ quietHours: { from: '08:00', to: '08:00' } }, true],
    [{ quietHours: { from: '24:00', to: '07:00' } }, false],
    [{ quietHours: { from: '9:00', to: '' } }, false],
    [{ quietHours: null }, true],
    [{ terms: [{ name: 'Autumn', from: '2026-09-01', to: '2026-12-12' }] }, true],
    [{ terms: [{ name: 'Autumn', from: '2026-12-12', to: '2026-09-01' }] }, false],
    [{ holidays: [{ name: 'Nobody’s day', date: '2026-02-30' }] }, false],
    [{}, false],
  ])('%j: %s', (settings, expected) => {
    expect(accepts(settings)).toBe(expected)
  })
})

describe('standing', () => {
  const standing = (id: string, kind: NodeKind, above: string[], state = 'active'): Standing => ({
    ...{ id, kind, state },
    scopeIds: [...above, id],
  })
  const campus = standing('campus', 'Campus', ['nation', 'region'])
  const group = standing('group', 'SmallGroup', ['nation', 'region', 'campus'])

  test('is as the table of kinds says, and the schema knows the same kinds', () => {
    expect(nodeKind.options).toEqual(nodeKinds)
    for (const parent of nodeKinds)
      for (const kind of nodeKinds) expect(fits(kind, parent)).toBe(allowedChildren[parent].includes(kind))
  })

  test.each([
    ['into-own-subtree', campus, campus],
    ['into-own-subtree', campus, group],
    ['kind-not-allowed', group, standing('other', 'Region', ['nation'])],
    ['closed', { ...group, state: 'closed' }, standing('other', 'Campus', ['nation', 'region'])],
    ['parent-closed', group, standing('other', 'Campus', ['nation', 'region'], 'closed')],
    [null, group, standing('other', 'Campus', ['nation', 'region'])],
  ])('obstacle %s', (obstacle, node, parent) => {
    expect(obstacleToMove(node, parent)).toBe(obstacle)
  })

  test('crosses regions by the node right below the movement', () => {
    expect(crossesRegions(group, standing('other', 'Campus', ['nation', 'region']))).toBe(false)
    expect(crossesRegions(group, standing('other', 'Campus', ['nation', 'coast']))).toBe(true)
    expect(crossesRegions(group, standing('other', 'Campus', ['abroad', 'region']))).toBe(true)
  })

  test('lists every node once, parents before children, numbers by size', () => {
    const node = (id: string, parentId: string | null, name = id) => ({ id, parentId, kind: 'x', name })
    const nodes = [
      node('c', 'b', 'Group 10'),
      node('d', 'b', 'Group 9'),
      node('b', 'a'),
      node('lost', 'nowhere'),
      node('a', null),
    ]
    expect(inTreeOrder(nodes).map(({ id }) => id)).toEqual(['a', 'b', 'd', 'c', 'lost'])
  })
})

test('every code has a text', () => {
  const folder = new URL('.', import.meta.url)
  const verbs = readdirSync(folder).filter((name) => /^[a-z-]+\.ts$/.test(name))
  const text = verbs.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n')
  const documented = [...text.matchAll(/org\.(?:open|rename|move|close|reopen)\.(?!ts)[a-z-]+/g)].map(([code]) => code)
  const schema = readFileSync(new URL('org.schema.ts', folder), 'utf8')
  const issues = [...schema.matchAll(/'(org\.[a-z-]+)'/g)].map(([, code]) => code!)
  expect(documented.length + issues.length).toBeGreaterThan(25)
  for (const code of [...documented, ...issues])
    expect(messages, code).toHaveProperty(`error_${code.replaceAll(/[.-]/g, '_')}`)
})
