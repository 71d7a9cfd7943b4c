/** The matrix page, and the walls over the story with people as they sign in. Source: ACS-1, ACS-3, ACS-4. */
import {
  abilityOf,
  areas,
  isRole,
  matrix as decides,
  nouns,
  policy,
  rightsOf,
  roleNames,
  rowScopeOf,
  type Noun,
} from '@ministry/access'
import { oracle, type Facts, type Holding, type Tree, type TreeNode } from '@ministry/access/oracle'
import { scope, type Asking } from '@ministry/access/scope'
import { openDatabase, type Transaction } from '@ministry/db'
import { story } from '@ministry/seed'
import { afterAll, describe, expect, test } from 'vitest'
import messages from '../../../kernel/messages/en/shell.json' with { type: 'json' }
import { createWorld } from '../test-world.ts'
import { matrix } from './matrix.ts'

const { services, owner, ownerUrl, as, callerOf, clock } = await createWorld()
const withoutPolicies = openDatabase(ownerUrl, { max: 2 })
afterAll(() => withoutPolicies.close())

describe('access.matrix', () => {
  test('shows what decides, cell by cell', async () => {
    const shown = await matrix.call(services, await as('campus-administrator'), undefined)
    expect(shown.roles.map(({ role }) => role)).toEqual(roleNames)
    for (const { role, cells } of shown.roles) {
      expect(cells.map(({ area }) => area)).toEqual(areas)
      expect(isRole(role) && cells.map(({ word }) => word)).toEqual(
        areas.map((area) => decides[role as 'board-member'][area]),
      )
    }
    const donors = shown.roles
      .find(({ role }) => role === 'finance-director')!
      .cells.find(({ area }) => area === 'members')!
    expect(donors.grants).toMatchObject([{ actions: ['read'], nouns: ['Person'], reach: 'subtree', only: 'donor' }])
  })

  test('is for administrators', async () => {
    for (const role of ['national-director', 'national-administrator', 'regional-administrator'] as const)
      await expect(matrix.call(services, await as(role), undefined)).resolves.toHaveProperty('areas')
    for (const role of ['campus-leader', 'small-group-member', 'board-member', 'external-contributor'] as const)
      await expect(matrix.call(services, await as(role), undefined)).rejects.toMatchObject({ kind: 'NotAllowed' })
  })
})

describe('over the story, signed in', () => {
  const nodes = Object.values<TreeNode>(story.nodes as Record<string, TreeNode>)
  const tree: Tree = new Map(nodes.map(({ id, kind, parentId }) => [id, { id, kind, parentId }]))
  const groups: Record<string, string> = { SmallGroup: 'small-group-member', GraduateGroup: 'graduate-member' }

  /** What the story says a person holds, read from the story and not from the database. */
  const holdingsOf = (personId: string): Holding[] => [
    ...story.assignments
      .filter((assignment) => assignment.personId === personId)
      .map(({ role, nodeId, startsOn, endsOn }) => ({
        ...{ role, nodeId, from: new Date(startsOn) },
        until: endsOn ? new Date(endsOn) : null,
      })),
    ...story.everybody
      .filter(({ id }) => id === personId)
      .flatMap(({ memberships }) => memberships)
      .flatMap(({ nodeId, leftOn }) => {
        const role = groups[tree.get(nodeId)!.kind]
        return role && !leftOn ? [{ role, nodeId }] : []
      }),
  ]

  const peopleFacts = (asker: string): [string, Facts][] =>
    story.everybody.map(({ id, memberships, listedInGroup }) => {
      const open = memberships.filter(({ leftOn }) => !leftOn)
      const home = open.find(({ isHome }) => isHome)
      const facts: Facts = {
        node: home?.nodeId ?? null,
        also: open.filter((membership) => membership !== home).map(({ nodeId }) => nodeId),
        own: id === asker,
        preGraduate: home?.states.at(-1)!.state === 'pre_graduate',
        listed: Boolean(listedInGroup),
      }
      return [id, facts]
    })
  const membershipFacts = (asker: string): [string, Facts][] =>
    story.everybody.flatMap(({ id, memberships }) =>
      memberships.map((membership): [string, Facts] => [membership.id, { node: membership.nodeId, own: id === asker }]),
    )
  const nodeFacts = (): [string, Facts][] => nodes.map(({ id }) => [id, { node: id }])
  const assignmentFacts = (asker: string): [string, Facts][] =>
    story.assignments.map(({ id, personId, nodeId }) => [id, { node: nodeId, own: personId === asker }])

  const kinds: [Noun, (asker: string) => [string, Facts][]][] = [
    ['Person', peopleFacts],
    ['Membership', membershipFacts],
    ['OrgNode', nodeFacts],
    ['RoleAssignment', assignmentFacts],
  ]
  const seen = async (tx: Transaction, noun: Noun, where: object = {}) => {
    const model = `${noun[0]!.toLowerCase()}${noun.slice(1)}` as 'person'
    return (await tx.prisma[model].findMany({ where, select: { id: true } })).map(({ id }) => id).sort()
  }

  const accounts = [...Object.entries(story.accounts), ...Object.entries(story.furtherAccounts)].filter(
    ([, account]) => !account.deactivatedOn,
  )
  test.each(accounts)(
    '%s sees by either wall exactly what the description gives',
    async (_, { accountId, personId, role }) => {
      const principal = (await callerOf(accountId)).principal!
      const rights = rightsOf(principal, clock.now())
      const held = holdingsOf(personId)
      const context = { scope: rowScopeOf(rights), personId, accountId }
      for (const [noun, factsOf] of kinds) {
        const expected = factsOf(personId)
          .filter(([, row]) => oracle(tree, held, { noun, action: 'read', row }, clock.now()))
          .map(([id]) => id)
          .sort()
        if (role && role !== 'external-contributor' && noun === 'OrgNode')
          expect(expected.length, 'sees a place').toBeGreaterThan(0)
        const byAbility = await withoutPolicies.transaction({ scope: {} }, { readOnly: true }, (tx) => {
          const ctx: Asking = { ability: abilityOf(rights, principal), rights, tx, asked: () => {} }
          return seen(tx, noun, { AND: [scope(ctx, 'read', noun)] })
        })
        expect(byAbility, `${noun} by the ability`).toEqual(expected)
        const byPolicy = await services.db.transaction(context, { readOnly: true }, (tx) => seen(tx, noun))
        expect(byPolicy, `${noun} by row-level security`).toEqual(expected)
      }
    },
  )

  test('which is something to see: the director everybody, a leader the campus, a member the list', () => {
    const readable = (personId: string) =>
      peopleFacts(personId).filter(([, row]) =>
        oracle(tree, holdingsOf(personId), { noun: 'Person', action: 'read', row }, clock.now()),
      ).length
    const { grace, ruth, minh, anneliese } = story.people
    expect(readable(grace.id)).toBeGreaterThan(350)
    expect(readable(ruth.id)).toBeGreaterThan(70)
    expect(readable(minh.id)).toBeGreaterThan(3)
    expect(readable(minh.id)).toBeLessThan(25)
    expect(readable(anneliese.id)).toBe(1)
  })

  test('a deactivated account is nobody', async () => {
    const { principal } = await callerOf(story.furtherAccounts.deactivated.accountId)
    expect(principal).toBeNull()
  })

  test('a role that ends while signed in bites on the next request', async () => {
    const { accountId, personId } = story.accounts['campus-administrator']
    await owner.query('update role_assignment set ends_at = $2 where person_id = $1', [personId, clock.now()])
    const { principal } = await callerOf(accountId)
    const ability = abilityOf(rightsOf(principal!, clock.now()), principal!)
    expect(ability.can('read', 'Membership')).toBe(true) // the own ones
    expect(ability.can('create', 'Person')).toBe(false)
  })
})

describe('texts', () => {
  const key = (kind: string, name: string) =>
    `${kind}_${name
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '_')}`

  test('exist for every role, area, noun, cell, act, reach and condition', () => {
    const grants = [
      ...areas.flatMap((area) => Object.values(policy.cells[area]).flat()),
      ...policy.withAnyRole,
      ...policy.withAccount,
    ]
    const keys = [
      ...roleNames.map((role) => key('role', role)),
      ...areas.map((area) => key('area', area)),
      ...nouns.map((noun) => key('noun', noun)),
      ...areas.flatMap((area) => Object.keys(policy.cells[area]).map((word) => key('cell', word))),
      ...grants.flatMap(({ actions }) => actions.map((action) => key('action', action))),
      ...grants.map(({ reach }) => key('reach', reach)),
      ...grants.flatMap(({ only }) => (only ? [key('only', only)] : [])),
    ]
    expect(keys.filter((name) => !Object.hasOwn(messages, name))).toEqual([])
  })
})
