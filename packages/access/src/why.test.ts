/** What is explained is what is decided. Source: ACS-5. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { abilityOf, may, mayAny } from './ability.ts'
import { nouns, type Noun } from './nouns.ts'
import { acts, factsAt, oracle, place, principalWith, rowWith, world, type Holding } from './oracle/index.ts'
import { rightsOf, type Principal } from './rights.ts'
import { active, roleNames, roles, type HeldRole } from './roles.ts'
import { explain, type Reason } from './why.ts'

const noon = new Date('2026-11-22T12:00:00Z')
const day = (count: number) => new Date(noon.getTime() + count * 86_400_000)
const decide = (principal: Principal, at: Date, action: string, noun: Noun, row: object, field?: string) =>
  may(abilityOf(rightsOf(principal, at), principal), action, noun, row, field)

const times: Pick<Holding, 'from' | 'until'>[] = [
  {},
  { until: noon },
  { from: day(1) },
  { from: day(-3), until: day(3) },
]
const holding = fc
  .tuple(fc.constantFrom(...roleNames), fc.nat(), fc.constantFrom(...times))
  .map(([role, pick, time]) => {
    const seats = [...world.values()].filter(({ kind }) => kind === roles[role].at)
    return { role, nodeId: seats.length ? seats[pick % seats.length]!.id : null, ...time }
  })
const question = fc
  .tuple(
    // People have fields and conditions: asked about more often than the rest.
    fc.oneof(fc.constant('Person' as const), fc.constantFrom(...nouns)),
    fc.oneof(fc.constantFrom('read', 'update'), fc.constantFrom(...acts)),
    fc.constantFrom(...world.keys()),
    fc.nat(),
    fc.option(fc.constantFrom('name', 'birthDate', 'emails', 'counts', 'sensitiveCustom'), { nil: undefined }),
  )
  .map(([noun, action, node, pick, field]) => {
    const facts = factsAt(world, noun, node)
    return {
      noun,
      action,
      facts: facts[pick % facts.length]!,
      field: action === 'read' || action === 'update' ? field : undefined,
    }
  })

test('an explanation is the decision, whoever asks about whatever', () => {
  let yes = 0
  fc.assert(
    fc.property(fc.array(holding, { maxLength: 4 }), question, (held, { noun, action, facts, field }) => {
      const principal = principalWith(world, held)
      const row = rowWith(world, noun, facts)
      const told = explain(principal, noon, { action, noun, field }, row)
      expect(told.allowed).toBe(decide(principal, noon, action, noun, row, field))
      expect(told.allowed).toBe(oracle(world, held, { noun, action, row: facts, field }, noon))
      if (told.allowed) yes++
    }),
    { numRuns: 5_000 },
  )
  expect(yes).toBeGreaterThan(100)
})

test('each reason is true by itself', () => {
  const seen = new Set<string>()
  const heldAs = (principal: Principal, reason: Exclude<Reason, { kind: 'self' | 'own-field' }>) =>
    principal.roles.find(
      ({ role, nodeId, startsAt, endsAt }) =>
        role === reason.role && nodeId === reason.nodeId && startsAt === reason.startsAt && endsAt === reason.endsAt,
    )!
  const alone = (principal: Principal, role: HeldRole) => ({ ...principal, roles: [role] })
  fc.assert(
    fc.property(fc.array(holding, { maxLength: 4 }), question, (held, { noun, action, facts, field }) => {
      const principal = principalWith(world, held)
      const row = rowWith(world, noun, facts)
      const { reasons, allowed, given } = explain(principal, noon, { action, noun, field }, row)
      for (const reason of reasons) {
        seen.add(reason.kind)
        if (reason.kind === 'self' || reason.kind === 'own-field') {
          const without = { ...principal, roles: [] }
          expect(decide(without, noon, action, noun, row)).toBe(true)
          expect(decide(without, noon, action, noun, row, field)).toBe(reason.kind === 'self')
          continue
        }
        const role = heldAs(principal, reason)
        const only = alone(principal, role)
        const answer = (at: Date) => decide(only, at, action, noun, row, field)
        if (reason.kind === 'role') expect(answer(noon)).toBe(true)
        else expect(answer(noon)).toBe(false)
        if (reason.kind === 'begins' || reason.kind === 'ended') {
          expect(active(noon)(role)).toBe(false)
          expect(answer(role.startsAt)).toBe(true)
        } else expect(active(noon)(role)).toBe(true)
        if (reason.kind === 'field') expect(decide(only, noon, action, noun, row)).toBe(true)
        if (reason.kind === 'condition') expect(reason.only).not.toBeNull()
        if (reason.kind === 'elsewhere')
          expect(
            mayAny(abilityOf(rightsOf(only, noon), only), action, noun) ||
              reason.reach === 'groups' ||
              reason.reach === 'graduate-branch',
          ).toBe(true)
      }
      if (allowed || reasons.length) expect(given).toEqual([])
      else {
        expect(given).not.toEqual([])
        seen.add('others')
      }
    }),
    { numRuns: 5_000 },
  )
  expect([...seen].sort()).toEqual([
    'begins',
    'condition',
    'elsewhere',
    'ended',
    'field',
    'others',
    'own-field',
    'role',
    'self',
  ])
})

describe('what is hidden and what is not there', () => {
  const cellLeader = principalWith(world, [{ role: 'cell-leader', nodeId: place('alpha-one').id }])

  test('are told with the same words', () => {
    const told = explain(cellLeader, noon, { action: 'read', noun: 'Person' }, null)
    expect(told).toMatchObject({ allowed: false, reasons: [{ kind: 'elsewhere', role: 'cell-leader', word: 'full' }] })
  })

  test('whoever could never do it is told who could', () => {
    const told = explain(cellLeader, noon, { action: 'update', noun: 'Route' }, null)
    expect(told).toEqual({ allowed: false, reasons: [], given: ['national-director', 'national-administrator'] })
  })
})

test('a yes names the role with its strongest reach once, and what is one’s own first', () => {
  const leader = principalWith(world, [{ role: 'campus-leader', nodeId: place('alpha').id, from: day(-40) }])
  const own = rowWith(world, 'Person', { node: place('alpha').id, own: true })
  const told = explain(leader, noon, { action: 'read', noun: 'Person' }, own)
  expect(told.reasons).toMatchObject([
    { kind: 'self' },
    {
      kind: 'role',
      role: 'campus-leader',
      nodeId: place('alpha').id,
      startsAt: day(-40),
      area: 'members',
      word: 'full',
      reach: 'subtree',
    },
  ])
})
