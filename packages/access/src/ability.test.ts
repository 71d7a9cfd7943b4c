/** The traps of the library, each met by our own doors. Source: ACS-3. */
import { accessibleBy } from '@casl/prisma/runtime'
import type { MinistryError } from '@ministry/kernel/errors'
import type { Transaction } from '@ministry/db'
import { describe, expect, test } from 'vitest'
import { abilityOf, may, mayAny, permittedFields } from './ability.ts'
import { pathOf, place, principalWith, rowWith, world, type Holding } from './oracle/index.ts'
import { rightsOf, type Right } from './rights.ts'
import { allow, find, reaches, scope, type Asking } from './scope.ts'

const noon = new Date('2026-11-22T12:00:00Z')
const tx = {} as Transaction
function asking(...held: Holding[]): Asking & { questions: string[] } {
  const principal = principalWith(world, held)
  const rights = rightsOf(principal, noon)
  const questions: string[] = []
  const asked = (action: string, noun: string) => void questions.push(`${action} ${noun}`)
  return { ability: abilityOf(rights, principal), rights, tx, questions, asked }
}
const administrator = { role: 'campus-administrator', nodeId: place('alpha').id }
const leader = { role: 'campus-leader', nodeId: place('alpha').id }
const member = { role: 'small-group-member', nodeId: place('alpha-one').id }
const nodeRow = (name: string) => ({ id: place(name).id, scopeIds: pathOf(world, place(name).id) })

describe('nothing permitted', () => {
  test('is a filter that no row passes, not the empty OR that a spread would lose', () => {
    const nobody = asking()
    expect(scope(nobody, 'read', 'Import')).toEqual({ id: { in: [] } })
    // What would have happened: the search replaces the empty OR, and every row passes.
    const trap = accessibleBy(nobody.ability as never, 'read' as never).ofType('Import' as never) as object
    expect({ ...trap, OR: [{ fileName: 'a' }] }).toEqual({ OR: [{ fileName: 'a' }] })
    expect({ ...scope(nobody, 'read', 'Import'), OR: [{ fileName: 'a' }] }).toHaveProperty('id', { in: [] })
  })

  test('is also what an act gives that nobody granted', () => {
    expect(scope(asking(member), 'delete', 'Person')).toEqual({ id: { in: [] } })
  })
})

describe('fields', () => {
  const [ours, mine, theirs] = [
    rowWith(world, 'Person', { node: place('alpha-one').id }),
    rowWith(world, 'Person', { node: place('delta').id, own: true }),
    rowWith(world, 'Person', { node: place('beta').id }),
  ]

  test('stay with the condition beside which they were granted', () => {
    const { ability } = asking(administrator)
    expect(may(ability, 'update', 'Person', ours, 'phones')).toBe(true)
    expect(may(ability, 'update', 'Person', ours, 'birthDate')).toBe(false)
    expect(may(ability, 'update', 'Person', mine, 'birthDate')).toBe(true)
    expect(may(ability, 'update', 'Person', mine, 'name')).toBe(false)
    expect(may(ability, 'update', 'Person', theirs, 'phones')).toBe(false)
  })

  test('of a row are those of the rules that hold for this very row', () => {
    const { ability } = asking(administrator)
    expect(permittedFields(ability, 'update', 'Person', ours)).toContain('name')
    expect(permittedFields(ability, 'update', 'Person', ours)).not.toContain('gender')
    expect(permittedFields(ability, 'update', 'Person', mine)).toContain('gender')
    expect(permittedFields(ability, 'update', 'Person', mine)).not.toContain('sortName')
    expect(permittedFields(ability, 'update', 'Person', theirs)).toEqual([])
    expect(permittedFields(asking(leader).ability, 'update', 'Person', ours)).toContain('gender')
  })

  test('never widen the filter: rows outside stay outside though a rule is limited to fields only', () => {
    const fieldsOnly: Right = {
      actions: ['read'],
      noun: 'Person',
      place: 'below-or-at',
      nodeIds: [place('alpha').id],
      fields: ['name'],
    }
    const conditional: Right = {
      actions: ['read'],
      noun: 'Person',
      place: 'below-or-at',
      nodeIds: [place('beta').id],
      only: 'listed',
    }
    const ctx = { ...asking(), ability: abilityOf([fieldsOnly, conditional], { accountId: '', personId: '' }) }
    const filter = scope(ctx, 'read', 'Person')
    expect(filter['OR']).toHaveLength(2)
    expect(JSON.stringify(filter)).not.toContain('{}')
  })
})

describe('a row without the columns that conditions speak of', () => {
  test('passes no condition', () => {
    const { ability } = asking(leader)
    for (const noun of ['Person', 'Membership', 'Import', 'Account'] as const)
      for (const row of [{}, { scopeIds: null }, { scopeIds: [] }, { id: place('alpha').id }])
        expect(may(ability, 'delete', noun, row), `${noun} ${JSON.stringify(row)}`).toBe(false)
  })

  test('is refused with a defect where a negated condition would let it pass', () => {
    const { ability } = asking(leader)
    const { scopeIds } = nodeRow('alpha')
    expect(() => may(ability, 'close', 'OrgNode', { scopeIds })).toThrow(/without its id/)
    expect(may(ability, 'close', 'OrgNode', nodeRow('alpha'))).toBe(false)
    expect(may(ability, 'close', 'OrgNode', nodeRow('alpha-one'))).toBe(true)
  })
})

describe('the doors to rows', () => {
  test('note every question', () => {
    const ctx = asking(leader)
    scope(ctx, 'read', 'Person')
    allow(ctx, 'create', 'Membership', nodeRow('alpha-one'))
    reaches(ctx, 'export', 'Person', nodeRow('alpha'))
    expect(ctx.questions).toEqual(['read Person', 'create Membership', 'export Person'])
  })

  test('say "not found" of what may not be seen, "not allowed" of what may only be seen', async () => {
    const found = { id: 'x', scopeIds: pathOf(world, place('alpha-one').id), homeIds: pathOf(world, place('beta').id) }
    const answering = (row: object | null) =>
      ({ prisma: { person: { findFirst: () => Promise.resolve(row) } } }) as unknown as Transaction
    const kindOf = (attempt: Promise<unknown>) => attempt.catch((error: unknown) => (error as MinistryError).kind)
    expect(await kindOf(find({ ...asking(leader), tx: answering(null) }, 'update', 'Person', 'x'))).toBe('NotFound')
    expect(await kindOf(find({ ...asking(leader), tx: answering(found) }, 'update', 'Person', 'x'))).toBe('NotAllowed')
    expect(await find({ ...asking(leader), tx: answering(found) }, 'read', 'Person', 'x')).toBe(found)
  })

  test('reach a place only by rights without a further condition', () => {
    const [campus, group] = [nodeRow('alpha'), nodeRow('alpha-one')]
    expect(reaches(asking(administrator), 'create', 'Person', group)).toBe(true)
    expect(reaches(asking(administrator), 'delete', 'Person', group)).toBe(false)
    expect(reaches(asking(member), 'read', 'Person', group)).toBe(false)
    expect(reaches(asking(leader), 'rename', 'OrgNode', campus)).toBe(false)
    expect(reaches(asking(leader), 'rename', 'OrgNode', group)).toBe(true)
    expect(reaches(asking(leader), 'read', 'Person', nodeRow('beta-one'))).toBe(false)
    expect(reaches(asking(member), 'create', 'Expense', group)).toBe(true)
    expect(reaches(asking(leader), 'create', 'Expense', nodeRow('hills'))).toBe(false)
  })

  test('open for somebody who may act on some row, whichever', () => {
    expect(mayAny(asking(member).ability, 'read', 'Person')).toBe(true)
    expect(mayAny(asking(member).ability, 'create', 'Person')).toBe(false)
  })
})
