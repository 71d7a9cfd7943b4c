import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { abilityOf, may } from './ability.ts'
import { cells, grantsOf, policy, type Grant, type Policy } from './matrix.ts'
import { areas, nounsOf, type Area, type Noun } from './nouns.ts'
import { compare } from './oracle/compare.ts'
import { oracle, pathOf, place, places, principalWith, rowWith, world, type Holding } from './oracle/index.ts'
import { rightsOf } from './rights.ts'
import { roleNames, roles, type Role } from './roles.ts'

const noon = new Date('2026-11-22T12:00:00Z')
const minutes = (count: number) => new Date(noon.getTime() + count * 60_000)
const abilityFor = (holdings: Holding[], at = noon, tree = world) => {
  const principal = principalWith(tree, holdings)
  return abilityOf(rightsOf(principal, at), principal)
}

describe('every role, noun, act and place', () => {
  const found = compare(world, {})

  test('is decided as the printed table says', () => {
    expect(found.differences.slice(0, 10)).toEqual([])
    expect(found.asked).toBeGreaterThan(1_000_000)
  })

  test('was asked at every place, with both answers where the role gives any right', () => {
    for (const role of roleNames.filter((role) => roles[role].at !== null)) {
      const at = roles[role].at!
      const expected = places.filter(
        (place) =>
          !(at === 'National' && ['above', 'sibling', 'cousin', 'beside'].includes(place)) &&
          !(['Board', 'SmallGroup', 'GraduateGroup'].includes(at) && place === 'below') &&
          !(['Region', 'Board'].includes(at) && place === 'cousin'),
      )
      for (const place of expected) {
        const tally = found.answers.get(`${role}: ${place}`)
        const everything = role === 'national-director' && ['own', 'below'].includes(place)
        if (!everything) expect(tally?.no, `${role}: ${place}`).toBeGreaterThan(0)
        if (place === 'own') expect(tally?.yes, `${role}: ${place}`).toBeGreaterThan(0)
      }
    }
    expect(found.answers.get('external-contributor: nowhere')?.yes).toBeGreaterThan(0)
  })
})

describe('a fault in the matrix is caught', () => {
  /** What a role's grants come to in the world: two words that come to the same can't be told apart there. */
  const meaning = (role: Role, by: Policy) => {
    const node = [...world.values()].find(({ kind }) => kind === roles[role].at)
    const rights = rightsOf(principalWith(world, [{ role, nodeId: node?.id ?? null }]), noon, by)
    const covered = rights.map(({ place, nodeIds, ...right }) => [
      right,
      place,
      [...world.keys()].filter(
        (id) => place.startsWith('below') && pathOf(world, id).some((on) => nodeIds.includes(on)),
      ),
      place.startsWith('below') ? [] : nodeIds,
    ])
    return JSON.stringify(covered.map((right) => JSON.stringify(right)).sort())
  }
  const swap = (role: Role, area: Area, word: string): Policy => ({
    ...policy,
    matrix: { ...policy.matrix, [role]: { ...policy.matrix[role], [area]: word } },
  })

  for (const role of roleNames)
    test(`when a cell of ${role} changes to any other word`, () => {
      let swapped = 0
      for (const area of areas)
        for (const word of Object.keys(cells[area])) {
          const bent = swap(role, area, word)
          if (meaning(role, bent) === meaning(role, policy)) continue
          const { differences } = compare(world, { roles: [role], nouns: nounsOf[area] }, bent, { first: true })
          expect(differences.length, `${area}: ${policy.matrix[role][area]} → ${word}`).toBe(1)
          swapped++
        }
      expect(swapped).toBeGreaterThan(5)
    })

  const withCell = (area: Area, word: string, grants: readonly Grant[]): Policy => ({
    ...policy,
    cells: { ...policy.cells, [area]: { ...policy.cells[area], [word]: grants } },
  })
  const bends: [string, (grant: Grant) => Grant[]][] = [
    ['a grant is lost', () => []],
    ['a noun is lost', (grant) => [{ ...grant, nouns: grant.nouns.slice(1) }]],
    [
      'an act is lost',
      (grant) => [{ ...grant, actions: grant.actions[0] === 'manage' ? ['read'] : grant.actions.slice(1) }],
    ],
    ['an act is added', (grant) => [{ ...grant, actions: [...grant.actions, 'something-new'] }]],
    ['it reaches the whole movement', (grant) => [{ ...grant, reach: 'movement' as const }]],
    ['its condition is lost', ({ only: _only, ...grant }) => [grant]],
    ['its fields are lost', ({ fields: _fields, ...grant }) => [grant]],
  ]
  for (const [fault, bend] of bends)
    test(`when in a word ${fault}`, () => {
      let bentGrants = 0
      for (const area of areas)
        for (const [word, grants] of Object.entries(cells[area] as Record<string, readonly Grant[]>))
          grants.forEach((grant, index) => {
            const bent = withCell(area, word, grants.toSpliced(index, 1, ...bend(grant)))
            const holders = roleNames.filter(
              (role) => policy.matrix[role][area] === word && meaning(role, bent) !== meaning(role, policy),
            )
            if (holders.length === 0 || (fault === 'an act is added' && grant.actions[0] === 'manage')) return
            const { differences } = compare(world, { roles: holders, nouns: nounsOf[area] }, bent, { first: true })
            expect(differences.length, `${area}: ${word}, grant ${index}`).toBe(1)
            bentGrants++
          })
      expect(bentGrants).toBeGreaterThan(2)
    })

  test('when what comes with any role or account is lost', () => {
    for (const lost of [{ withAnyRole: [] }, { withAccount: [] }])
      expect(compare(world, {}, { ...policy, ...lost }, { first: true }).differences).toHaveLength(1)
    expect(grantsOf('board-member')).toEqual(policy.withAnyRole)
  })
})

describe('time', () => {
  const leader = { role: 'campus-leader', nodeId: place('alpha').id }
  const student = rowWith(world, 'Person', { node: place('alpha-one').id })

  test.each([
    ['starts this instant', { from: noon }, true],
    ['has started, ends in a minute', { from: minutes(-9), until: minutes(1) }, true],
    ['ends this instant, as at a closed node', { from: minutes(-9), until: noon }, false],
    ['ended', { from: minutes(-9), until: minutes(-1) }, false],
    ['starts in a minute', { from: minutes(1) }, false],
    ['ended before it began', { from: minutes(1), until: minutes(1) }, false],
  ])('a role that %s', (_, dates, expected) => {
    const holding = { ...leader, ...dates }
    expect(may(abilityFor([holding]), 'update', 'Person', student)).toBe(expected)
    expect(
      oracle(world, [holding], { noun: 'Person', action: 'update', row: { node: place('alpha-one').id } }, noon),
    ).toBe(expected)
  })

  test('leaves the own account and data when every role has ended', () => {
    const ability = abilityFor([{ ...leader, until: minutes(-1) }])
    const mine = { node: place('delta').id, own: true }
    expect(may(ability, 'update', 'Account', rowWith(world, 'Account', mine))).toBe(true)
    expect(may(ability, 'read', 'Person', rowWith(world, 'Person', mine))).toBe(true)
    expect(may(ability, 'read', 'OrgNode', { id: place('alpha').id, scopeIds: pathOf(world, place('alpha').id) })).toBe(
      false,
    )
  })
})

describe('several roles', () => {
  const holding = fc.constantFrom(...roleNames).chain((role) => {
    const at = [...world.values()].filter(({ kind }) => kind === roles[role].at)
    return fc.record({
      role: fc.constant<string>(role),
      nodeId: at.length ? fc.constantFrom(...at.map(({ id }) => id)) : fc.constant(null),
      from: fc.constantFrom(minutes(-5), noon, minutes(5)),
      until: fc.constantFrom(null, minutes(-2), noon, minutes(5)),
    })
  })
  const question = fc.record({
    noun: fc.constantFrom(...areas.flatMap((area): readonly Noun[] => nounsOf[area])),
    action: fc.constantFrom('read', 'create', 'update', 'export', 'assign', 'publish', 'close'),
    node: fc.constantFrom(...world.keys()),
    own: fc.boolean(),
    mark: fc.constantFrom({}, { listed: true }, { donor: true }, { preGraduate: true }, { enrolled: true }),
  })

  test('add up, and only those that are held now', () => {
    fc.assert(
      fc.property(
        fc.array(holding, { maxLength: 4 }),
        fc.array(question, { minLength: 20, maxLength: 40 }),
        (held, asked) => {
          const ability = abilityFor(held)
          for (const { noun, action, node, own, mark } of asked) {
            const row = { node, own: noun !== 'OrgNode' && own, about: 'people' as const, ...mark }
            const answer = may(ability, action, noun, rowWith(world, noun, row))
            expect(answer, JSON.stringify({ held, noun, action, row })).toBe(
              oracle(world, held, { noun, action, row }, noon),
            )
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
