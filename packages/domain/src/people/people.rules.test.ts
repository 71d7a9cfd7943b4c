import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acrossRegions, changesTo, impossible, outranks, stateProblem } from './people.rules.ts'
import { openStates, personStates, type SomeFields, statesAfter } from './people.schema.ts'

test('leads from visitor to alumni, and back from where life turned', () => {
  expect(statesAfter('visitor')).not.toContain('alumni')
  expect(statesAfter('member')).toContain('pre_graduate')
  expect(statesAfter('pre_graduate')).toContain('alumni')
  for (const state of openStates) {
    expect(statesAfter(state)).toContain('archived')
    expect(statesAfter('archived')).toContain(state)
    expect(statesAfter(state)).not.toContain(state)
  }
})

test.each([
  ['member', 'pre_graduate', '2026-05-02', undefined],
  ['member', 'pre_graduate', '2026-05-01', undefined],
  ['visitor', 'alumni', '2026-05-02', 'not-after'],
  ['member', 'pre_graduate', '2026-06-01', 'in-future'],
  ['member', 'pre_graduate', '2026-04-30', 'before-last'],
  ['member', 'archived', '2026-05-02', 'archived'],
  ['archived', 'member', '2026-05-02', 'archived'],
] as const)('from %s to %s on %s: %s', (from, to, on, problem) => {
  expect(stateProblem({ state: from, since: '2026-05-01' }, to, on, '2026-05-31')).toBe(problem)
})

test('knows a region from its neighbour', () => {
  expect(acrossRegions(['n', 'r1', 'c1'], ['n', 'r1', 'c2', 'g'])).toBe(false)
  expect(acrossRegions(['n', 'r1', 'c1'], ['n', 'r2', 'c3'])).toBe(true)
  expect(acrossRegions(['n'], ['n', 'r2'])).toBe(false)
  expect(acrossRegions(['n', 'r1'], ['m', 'r1'])).toBe(true)
})

test('nobody is born tomorrow, however little is known of the day', () => {
  expect(impossible({ birthDate: '2026-06-01' }, '2026-05-31')).toBe('born-in-future')
  expect(impossible({ birthDate: '2026-06' }, '2026-05-31')).toBe('born-in-future')
  expect(impossible({ birthDate: '2026-05' }, '2026-05-31')).toBeUndefined()
  expect(impossible({ birthDate: '2026' }, '2026-05-31')).toBeUndefined()
  expect(impossible({ birthDate: null }, '2026-05-31')).toBeUndefined()
})

const fields = fc.record<SomeFields>(
  {
    name: fc.constantFrom('Ana', 'Ben'),
    city: fc.constantFrom('Rome', 'Oslo', null, undefined),
    emails: fc.constantFrom([], ['a@x.org'], ['a@x.org', 'b@x.org']),
    sortName: fc.constantFrom('ana', 'Ana, X', null),
  },
  { requiredKeys: [] },
)
test('a change is what differs, never what is absent, and nothing is left once it is made', () => {
  fc.assert(
    fc.property(fields, fields, (present, wanted) => {
      const changes = changesTo(present, wanted)
      for (const { field, before, after } of changes) {
        expect(wanted[field]).toEqual(after)
        expect(before).not.toEqual(after)
      }
      const made = { ...present, ...Object.fromEntries(changes.map(({ field, after }) => [field, after])) }
      expect(changesTo(made, wanted)).toEqual([])
    }),
  )
})
test('a sort name is no change beside an unchanged name', () => {
  expect(changesTo({ name: 'Ana', sortName: 'ana' }, { name: 'Ana', sortName: 'X, Ana' })).toEqual([])
  expect(changesTo({ name: 'Ana', sortName: 'ana' }, { sortName: 'X, Ana' })).toHaveLength(1)
  expect(changesTo({ name: 'Ana', sortName: 'ana' }, { name: 'Anna', sortName: 'X, Anna' })).toHaveLength(2)
})

test('stands higher who leads where the caller only helps, or sits outside the caller’s care', () => {
  const campus = ['nation', 'region', 'campus']
  const administrator = { caredFor: ['campus'], led: [] as string[] }
  const leader = { caredFor: ['campus'], led: ['campus'] }
  const higher = (role: Parameters<typeof outranks>[0][number]['role'], scopeIds: string[], who = administrator) =>
    outranks([{ role, scopeIds }], who.caredFor, who.led)
  expect(higher('campus-leader', campus)).toBe(true)
  expect(higher('campus-leader', campus, leader)).toBe(false)
  expect(higher('campus-administrator', campus)).toBe(false)
  expect(higher('cell-leader', [...campus, 'group'])).toBe(false)
  expect(higher('regional-administrator', ['nation', 'region'])).toBe(true)
  expect(higher('regional-administrator', ['nation', 'region'], leader)).toBe(true)
  expect(outranks([], ['campus'], [])).toBe(false)
})

test('every state is somewhere in the life-cycle', () => {
  for (const state of personStates) expect(personStates.some((from) => statesAfter(from).includes(state))).toBe(true)
})
