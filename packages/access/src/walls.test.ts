/** The two walls, each alone and both together, in PostgreSQL. Source: ACS-3, ACS-4. */
import { openDatabase, type Database, type RowContext, type Transaction } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { abilityOf } from './ability.ts'
import {
  acts,
  heldAt,
  me,
  oracle,
  place,
  principalWith,
  printedRoles,
  world,
  type Facts,
  type Holding,
} from './oracle/index.ts'
import { storedNouns, writeWorld, type StoredNoun, type WorldRows } from './oracle/world-rows.ts'
import { rightsOf, rowScopeOf, type Right } from './rights.ts'
import { scope, type Asking } from './scope.ts'

const noon = new Date('2026-11-22T12:00:00Z')
const hour = (count: number) => new Date(noon.getTime() + count * 3_600_000)
const { app, owner, ownerUrl } = await createTestDatabase()
let withoutPolicies: Database
let rows: WorldRows

beforeAll(async () => {
  rows = await writeWorld(world, place('delta-one').id, (text, values) => owner.query(text, values))
  withoutPolicies = openDatabase(ownerUrl, { max: 2 })
})
afterAll(() => withoutPolicies.close())

/** Every role at every node where it can be held, what has ended or not begun, and pairs. */
const holdings: [string, Holding[]][] = [
  ...printedRoles.flatMap((role) => {
    const kind = heldAt[role]!
    const seats = [...world.values()].filter((node) => node.kind === kind)
    const held = seats.length ? seats.map(({ id }) => ({ role, nodeId: id })) : [{ role, nodeId: null }]
    return held.map((holding, index): [string, Holding[]] => [`${role} ${index + 1}`, [holding]])
  }),
  ['nobody in particular', []],
  ['an ended role', [{ role: 'national-director', nodeId: place('north').id, until: noon }]],
  ['a role to come', [{ role: 'regional-director', nodeId: place('hills').id, from: hour(1) }]],
  [
    'two roles in two branches',
    [
      { role: 'campus-administrator', nodeId: place('alpha').id },
      { role: 'graduate-group-leader', nodeId: place('coast-doctors').id },
    ],
  ],
  [
    'a member who leads elsewhere, and an ended role above',
    [
      { role: 'small-group-member', nodeId: place('alpha-one').id },
      { role: 'cell-leader', nodeId: place('beta-one').id },
      { role: 'regional-director', nodeId: place('hills').id, until: hour(-1) },
    ],
  ],
  [
    'two roles, one above the other',
    [
      { role: 'regional-director', nodeId: place('hills').id },
      { role: 'campus-leader', nodeId: place('alpha').id },
    ],
  ],
  [
    'roles in two movements',
    [
      { role: 'finance-director', nodeId: place('north').id },
      { role: 'national-administrator', nodeId: place('south').id },
    ],
  ],
]

function asking(held: Holding[], tx: Transaction): Asking {
  const principal = principalWith(world, held)
  const rights = rightsOf(principal, noon)
  return { ability: abilityOf(rights, principal), rights, tx, asked: () => {} }
}
const contextOf = (held: Holding[]): RowContext => ({
  scope: rowScopeOf(rightsOf(principalWith(world, held), noon)),
  ...me,
})
const expectedFor = (held: Holding[], noun: StoredNoun, action: string) =>
  ids(noun, (row) => oracle(world, held, { noun, action, row }, noon))
const ids = (noun: StoredNoun, passes: (row: Facts) => boolean) =>
  [...rows[noun]]
    .filter(([, row]) => passes(row))
    .map(([id]) => id)
    .sort()

const modelOf = (noun: string) => `${noun[0]!.toLowerCase()}${noun.slice(1)}` as 'person'
async function seen(tx: Transaction, noun: StoredNoun, where: object = {}): Promise<string[]> {
  const found = await tx.prisma[modelOf(noun)].findMany({ where, select: { id: true } })
  return found.map(({ id }) => id).sort()
}

describe.each(holdings)('%s', (_, held) => {
  test('the ability alone, with row-level security off, finds exactly the permitted rows', async () => {
    await withoutPolicies.transaction({ scope: {} }, { readOnly: true }, async (tx) => {
      const ctx = asking(held, tx)
      for (const noun of storedNouns)
        for (const action of ['read', 'update', 'close'])
          expect(await seen(tx, noun, { AND: [scope(ctx, action, noun)] }), `${action} ${noun}`).toEqual(
            expectedFor(held, noun, action),
          )
    })
  })

  test('row-level security alone, without a condition, shows exactly the same rows', async () => {
    await app.transaction(contextOf(held), { readOnly: true }, async (tx) => {
      for (const noun of storedNouns) expect(await seen(tx, noun), noun).toEqual(expectedFor(held, noun, 'read'))
    })
  })

  test('both together show them too', async () => {
    await app.transaction(contextOf(held), { readOnly: true }, async (tx) => {
      const ctx = asking(held, tx)
      for (const noun of storedNouns)
        expect(await seen(tx, noun, { AND: [scope(ctx, 'read', noun)] }), noun).toEqual(expectedFor(held, noun, 'read'))
    })
  })

  test('row-level security alone lets nobody write what no act of theirs may touch', async () => {
    const settings = ['Setting', 'NodeMove']
    for (const [noun, table, column] of writable) {
      const permitted = ids(noun, (row) =>
        acts.some((action) => {
          if (writesNothing.includes(action)) return false
          const asked = noun === 'OrgNode' ? [noun, ...settings] : [noun]
          return asked.some((noun) => oracle(world, held, { noun, action, row }, noon))
        }),
      )
      const written = await app
        .transaction(contextOf(held), {}, async ({ client }) => {
          const { rows } = await client.query<{ id: string }>(`update ${table} set ${column} = ${column} returning id`)
          throw new Undo(rows.map(({ id }) => id).sort())
        })
        .catch((undo: Undo) => undo.ids)
      expect(written, noun).toEqual(permitted)
    }
  })
})

/** Tables that the application may update, by a column that no trigger looks at. */
const writable: [StoredNoun, string, string][] = [
  ['OrgNode', 'org_node', 'website'],
  ['Person', 'person', 'city'],
  ['Membership', 'membership', 'joined_on'],
  ['RoleAssignment', 'role_assignment', 'end_reason'],
  ['Invitation', 'invitation', 'revoked_at'],
  ['Account', 'account', 'deactivated_at'],
  ['Import', 'import', 'problem'],
  ['BulkAct', 'bulk_act', 'problem'],
  ['Note', 'note', 'body'],
  ['FollowUp', 'follow_up', 'title'],
  ['Transfer', 'transfer', 'decision_reason'],
]
class Undo extends Error {
  readonly ids: string[]
  constructor(ids: string[]) {
    super('undo')
    this.ids = ids
  }
}

/** Acts that write no row of the noun: a proposal is decided by others. */
const writesNothing = ['read', 'export', 'propose']

/** Rows that the application may begin at a node, and whether it would be one of them. */
const insertable: [StoredNoun, string][] = [
  [
    'Membership',
    `insert into membership (id, person_id, node_id, state, joined_on) values ($1, '${me.personId}', $2, 'member', '2025-01-06')`,
  ],
  [
    'Invitation',
    `insert into invitation (id, person_id, node_id, email, token_hash, created_at, expires_at) values ($1, '${me.personId}', $2, 'x@example.org', 'token', now(), now())`,
  ],
  [
    'RoleAssignment',
    `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, '${me.personId}', 'board-member', $2, now())`,
  ],
  [
    'Import',
    `insert into import (id, kind, node_id, account_id, person_id, file_name, state, source, created_at, updated_at) values ($1, 'people', $2, $1, $1, '', '', '{}', now(), now())`,
  ],
  [
    'BulkAct',
    `insert into bulk_act (id, act, node_id, account_id, person_id, state, what, asked, total, created_at) values ($1, 'tag', $2, '${me.accountId}', '${me.personId}', 'running', '{}', '{}', 0, now())`,
  ],
  [
    'Person',
    `insert into person (id, name, emails, phones, languages, home_node_id, created_at, updated_at) values ($1, 'New', '{}', '{}', '{}', $2, now(), now())`,
  ],
  [
    'OrgNode',
    `insert into org_node (id, kind, parent_id, name, opened_on) values ($1, 'SmallGroup', $2, 'New', '2025-01-06')`,
  ],
]
const newId = '01980000-0000-7000-b000-000000000001'

test.each(holdings.filter(([name]) => !/ [2-9]$/.test(name)))(
  '%s begins rows only where the act is theirs',
  async (_, held) => {
    for (const [noun, text] of insertable) {
      const permitted = [...world.keys()].filter((node) => {
        // A node is begun below its parent; everything else at the node.
        const [tree, row] =
          noun === 'OrgNode'
            ? [new Map([...world, [newId, { id: newId, kind: 'SmallGroup', parentId: node }]]), { node: newId }]
            : [world, { node }]
        return acts.some((action) => !writesNothing.includes(action) && oracle(tree, held, { noun, action, row }, noon))
      })
      const begun: string[] = []
      for (const node of world.keys()) {
        const attempt = app.transaction(contextOf(held), {}, async ({ client }) => {
          await client.query(text, [newId, node])
          throw new Undo([])
        })
        const refusal = await attempt.catch((error: Error) => (error instanceof Undo ? null : error.message))
        // Policies are asked before unique indexes.
        if (refusal === null || refusal.includes('duplicate key')) begun.push(node)
        else expect(refusal).toContain('row-level security policy')
      }
      expect(begun, noun).toEqual(permitted)
    }
  },
)

describe('a fault in a wall is caught', () => {
  const leader: Holding[] = [{ role: 'campus-leader', nodeId: place('alpha').id }]

  test('when the ability is asked with a wider right', async () => {
    const wider: Right = { actions: ['read'], noun: 'Person', place: 'below-or-at', nodeIds: [place('hills').id] }
    await withoutPolicies.transaction({ scope: {} }, { readOnly: true }, async (tx) => {
      const ctx = { ...asking(leader, tx), ability: abilityOf([wider], me) }
      expect(await seen(tx, 'Person', { AND: [scope(ctx, 'read', 'Person')] })).not.toEqual(
        expectedFor(leader, 'Person', 'read'),
      )
    })
  })

  test('when row-level security reads a wider context', async () => {
    const wider = { ...contextOf(leader), scope: { 'Person.read': [place('hills').id] } }
    await app.transaction(wider, { readOnly: true }, async (tx) => {
      expect(await seen(tx, 'Person')).not.toEqual(expectedFor(leader, 'Person', 'read'))
    })
  })

  test('when a table loses its policy', async () => {
    await owner.query('alter table membership disable row level security')
    await app.transaction(contextOf(leader), { readOnly: true }, async (tx) => {
      expect(await seen(tx, 'Membership')).toHaveLength(rows.Membership.size)
    })
    await owner.query('alter table membership enable row level security')
  })

  test('when neither wall stands, everything is seen', async () => {
    await withoutPolicies.transaction({ scope: {} }, { readOnly: true }, async (tx) => {
      for (const noun of storedNouns) expect(await seen(tx, noun)).toHaveLength(rows[noun].size)
    })
  })
})
