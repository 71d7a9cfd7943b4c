import { appointedBy, roleNames, roles, type HeldRole, type Role, type Seat } from '@ministry/access'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answersFor, invitationStateOf, type PersonPlace } from './accounts.rules.ts'
import {
  appoints,
  assertEndable,
  mayAppoint,
  namesTheFirstBoard,
  obstacleToRole,
  seatsToFill,
} from './appointments.rules.ts'

const at = new Date('2026-11-16T09:00:00Z')
const after = (hours: number) => new Date(at.getTime() + hours * 3_600_000)
const paths = {
  n: ['n'],
  board: ['n', 'board'],
  r: ['n', 'r'],
  c: ['n', 'r', 'c'],
  c2: ['n', 'r', 'c2'],
  g: ['n', 'r', 'c', 'g'],
  g2: ['n', 'r', 'c2', 'g2'],
  gn: ['n', 'r', 'gn'],
  gg: ['n', 'r', 'gn', 'gg'],
  r2: ['n', 'r2'],
}
type Node = keyof typeof paths
const kinds = {
  n: 'National',
  board: 'Board',
  r: 'Region',
  r2: 'Region',
  c: 'Campus',
  c2: 'Campus',
  g: 'SmallGroup',
  g2: 'SmallGroup',
  gn: 'GraduateNetwork',
  gg: 'GraduateGroup',
} as const
const node = (id: Node, state = 'active') => ({ id, kind: kinds[id], state, scopeIds: paths[id] })
const holds = (role: Role, id: Node, extras: Partial<HeldRole> = {}): HeldRole => ({
  role,
  nodeId: id,
  scopeIds: paths[id],
  startsAt: after(-1),
  endsAt: null,
  ...extras,
})

describe('the table of appointments', () => {
  test('has every role that can be assigned, each given by a seat or the Board', () => {
    const given = roleNames.filter(
      (role) => (roles[role].at !== null && !role.endsWith('-member')) || role === 'board-member',
    )
    expect(Object.keys(appointedBy).sort()).toEqual([...given].sort())
  })

  test.each<[Seat, Node, Role[]]>([
    ['cell-leader', 'g', ['national-director', 'regional-director', 'campus-leader']],
    ['small-group-admin', 'g', ['national-director', 'regional-director', 'campus-leader', 'cell-leader']],
    ['graduate-group-leader', 'gg', ['national-director', 'regional-director', 'alumni-coordinator']],
    ['campus-leader', 'c', ['national-director', 'regional-director']],
    ['campus-administrator', 'c', ['national-director', 'regional-director']],
    ['small-group-coordinator', 'c', ['national-director', 'regional-director', 'campus-leader']],
    ['alumni-coordinator', 'r', ['national-director', 'regional-director']],
    ['regional-director', 'r', ['national-director']],
    ['regional-administrator', 'r', ['national-director']],
    ['national-administrator', 'n', ['national-director']],
    ['training-coordinator', 'n', ['national-director']],
    ['finance-director', 'n', ['national-director']],
    ['national-director', 'n', []],
    ['board-member', 'board', []],
  ])('%s is given by the right seats in the line above, and no others', (role, place, givers) => {
    const line: Partial<Record<Role, Node>> = {
      'national-director': 'n',
      'national-administrator': 'n',
      'finance-director': 'n',
      'training-coordinator': 'n',
      'regional-director': 'r',
      'regional-administrator': 'r',
      'alumni-coordinator': 'r',
      'campus-leader': 'c',
      'campus-administrator': 'c',
      'small-group-coordinator': 'c',
      'cell-leader': 'g',
      'small-group-admin': 'g',
      'graduate-group-leader': 'gg',
      'board-member': 'board',
    }
    const able = (Object.entries(line) as [Role, Node][]).filter(([seat, id]) =>
      mayAppoint([holds(seat, id)], role, node(place)),
    )
    expect(able.map(([seat]) => seat).sort()).toEqual([...givers].sort())
  })

  test('holds only within the subtree', () => {
    expect(mayAppoint([holds('campus-leader', 'c')], 'cell-leader', node('g2'))).toBe(false)
    expect(mayAppoint([holds('regional-director', 'r2')], 'campus-leader', node('c'))).toBe(false)
  })

  test('never lets a seat give itself', () => {
    for (const seat of Object.keys(appointedBy) as Seat[]) expect(appoints(seat, seat)).toBe(false)
  })
})

describe('what must hold for a role to be given', () => {
  const asked = { role: 'cell-leader', place: node('g'), startsAt: at, endsAt: null as Date | null }
  const codeOf = (changes: Partial<typeof asked>, held: { startsAt: Date; endsAt: Date | null }[] = []) =>
    obstacleToRole({ ...asked, ...changes }, held)?.replace('accounts.assign-role.', '') ?? null

  test.each<[string | null, Partial<typeof asked>]>([
    [null, {}],
    [null, { startsAt: after(5), endsAt: after(6) }],
    ['unknown-role', { role: 'emperor' }],
    ['unknown-role', { role: 'constructor' }],
    ['follows-from-membership', { role: 'small-group-member' }],
    ['follows-from-membership', { role: 'external-contributor' }],
    ['wrong-kind', { role: 'campus-leader' }],
    ['node-closed', { place: node('g', 'closed') }],
    ['ends-before-it-starts', { startsAt: after(2), endsAt: after(2) }],
  ])('%s', (code, changes) => expect(codeOf(changes)).toBe(code))

  test.each<[string | null, { startsAt: Date; endsAt: Date | null }]>([
    ['already-held', { startsAt: after(-9), endsAt: null }],
    ['already-held', { startsAt: after(-9), endsAt: after(3) }],
    [null, { startsAt: after(-9), endsAt: after(2) }],
    [null, { startsAt: after(6), endsAt: null }],
    ['already-held', { startsAt: after(5), endsAt: null }],
  ])('%s where it is held then', (code, held) =>
    expect(codeOf({ startsAt: after(2), endsAt: after(6) }, [held])).toBe(code),
  )

  test('agrees with what the form offers', () => {
    for (const id of Object.keys(paths) as Node[])
      expect(seatsToFill(node(id))).toEqual(roleNames.filter((role) => codeOf({ role, place: node(id) }) === null))
    expect(seatsToFill(node('g', 'closed'))).toEqual([])
  })

  test('the first Board is named by the director of the movement, while it has fewer than two', () => {
    const director = [holds('national-director', 'n')]
    expect(namesTheFirstBoard(director, node('board'), 1)).toBe(true)
    expect(namesTheFirstBoard(director, node('board'), 2)).toBe(false)
    expect(namesTheFirstBoard(director, node('n'), 0)).toBe(false)
    expect(namesTheFirstBoard([holds('regional-director', 'r')], node('board'), 0)).toBe(false)
  })
})

test.each<[string | null, object]>([
  [null, {}],
  [null, { endsAt: after(3) }],
  ['already-ended', { present: { startsAt: after(-9), endsAt: at } }],
  ['in-the-past', { endsAt: after(-1) }],
  ['later', { present: { startsAt: after(-9), endsAt: after(1) }, endsAt: after(2) }],
  ['to-oneself', { personId: 'me' }],
  ['not-yours-to-end', { by: { personId: 'me', held: [holds('cell-leader', 'g')] } }],
  ['board-decides', { role: 'national-director', place: node('n') }],
])('a role is ended, or not: %s', (code, changes) => {
  const asked = {
    role: 'cell-leader',
    place: node('g'),
    personId: 'p',
    present: { startsAt: after(-9), endsAt: null },
    endsAt: at,
    at,
    by: { personId: 'me', held: [holds('campus-leader', 'c')] },
    ...changes,
  }
  if (code === null) expect(() => assertEndable(asked)).not.toThrow()
  else expect(() => assertEndable(asked)).toThrow(`accounts.end-role.${code}`)
})

describe('answersFor', () => {
  const place = (id: Node, role: Role | null = null): PersonPlace => ({ role, nodeId: id, scopeIds: paths[id] })
  const may = (held: HeldRole[], ...places: PersonPlace[]) => answersFor(held, 'deactivate', 'Account', places, at)
  const administrator = [holds('campus-administrator', 'c')]

  test.each<[string, boolean, HeldRole[], PersonPlace[]]>([
    ['a member at home below', true, administrator, [place('g')]],
    ['a member of another campus', false, administrator, [place('c2')]],
    ['a member with a role elsewhere', false, administrator, [place('g'), place('g2', 'cell-leader')]],
    ['a cell leader below', true, administrator, [place('g', 'cell-leader')]],
    ['a fellow administrator', true, administrator, [place('c', 'campus-administrator')]],
    ['the leader of the own campus', false, administrator, [place('c', 'campus-leader')]],
    ['somebody with a role above', false, administrator, [place('c'), place('r', 'regional-administrator')]],
    ['a campus leader, by the region', true, [holds('regional-administrator', 'r')], [place('c', 'campus-leader')]],
    [
      'a finance director, by an administrator',
      false,
      [holds('national-administrator', 'n')],
      [place('n', 'finance-director')],
    ],
    ['a finance director, by the director', true, [holds('national-director', 'n')], [place('n', 'finance-director')]],
    ['a fellow director', false, [holds('national-director', 'n')], [place('n', 'national-director')]],
    [
      'a board member, by an administrator',
      false,
      [holds('national-administrator', 'n')],
      [place('board', 'board-member')],
    ],
    ['a board member, by the director', true, [holds('national-director', 'n')], [place('board', 'board-member')]],
    ['a co-leader of the own campus', false, [holds('campus-leader', 'c')], [place('c', 'campus-leader')]],
    ['the administrator of the own campus', true, [holds('campus-leader', 'c')], [place('c', 'campus-administrator')]],
    ['an external contributor', true, administrator, [{ role: 'external-contributor', nodeId: null, scopeIds: [] }]],
    [
      'a group member, by the coordinator',
      true,
      [holds('small-group-coordinator', 'c', { groupIds: ['g'] })],
      [place('g')],
    ],
    [
      'a campus member, by the coordinator',
      false,
      [holds('small-group-coordinator', 'c', { groupIds: ['g'] })],
      [place('c')],
    ],
    ['by a role that has ended', false, [holds('campus-administrator', 'c', { endsAt: at })], [place('g')]],
    ['by a role without accounts', false, [holds('small-group-admin', 'g')], [place('g')]],
  ])('%s: %s', (_what, answers, held, places) => expect(may(held, ...places)).toBe(answers))
})

test('an invitation is one of four things', () => {
  const row = { acceptedAt: null as Date | null, revokedAt: null as Date | null, expiresAt: after(1) }
  expect(invitationStateOf(row, at)).toBe('open')
  expect(invitationStateOf({ ...row, expiresAt: at }, at)).toBe('expired')
  expect(invitationStateOf({ ...row, revokedAt: at }, at)).toBe('revoked')
  expect(invitationStateOf({ ...row, acceptedAt: at, expiresAt: at }, at)).toBe('accepted')
})

describe('nobody grants beyond their own power', () => {
  // Written down by hand, from the table of roles: how high each stands. What the Board gives, no role gives.
  const height: Record<Seat, number> = {
    ...{ 'national-director': 9, 'board-member': 9, 'finance-director': 4, 'national-administrator': 4 },
    ...{ 'training-coordinator': 4, 'regional-director': 4, 'regional-administrator': 3, 'alumni-coordinator': 3 },
    ...{ 'campus-leader': 3, 'campus-administrator': 2, 'small-group-coordinator': 2, 'cell-leader': 2 },
    ...{ 'graduate-group-leader': 2, 'small-group-admin': 1 },
  }
  const gives: Partial<Record<Role, number>> = {
    ...{
      'national-director': 5,
      'regional-director': 4,
      'campus-leader': 3,
      'alumni-coordinator': 3,
      'cell-leader': 2,
    },
  }
  const node = fc.constantFrom(...(Object.keys(paths) as Node[]))
  const somebody = fc
    .record({ role: fc.constantFrom(...roleNames.filter((role) => roles[role].at !== null)), at: node })
    .map(({ role, at: id }): HeldRole => ({ role, nodeId: id, scopeIds: paths[id], startsAt: at, endsAt: null }))
  const seat = fc.constantFrom(...(Object.keys(appointedBy) as Seat[]))

  test('whatever they hold, whatever the role, wherever the place', () => {
    fc.assert(
      fc.property(fc.array(somebody, { maxLength: 4 }), seat, node, (held, role, place) => {
        const may = mayAppoint(held, role, { scopeIds: paths[place] })
        const above = held.filter((one) => paths[place].includes(one.nodeId!) && (gives[one.role] ?? 0) > height[role])
        if (may) expect(above.length, `${role} at ${place}`).toBeGreaterThan(0)
        // Nobody gives what they hold themself, nor what is as high.
        expect(
          mayAppoint(
            held.filter((one) => one.role === role),
            role,
            { scopeIds: paths[place] },
          ),
        ).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })
})
