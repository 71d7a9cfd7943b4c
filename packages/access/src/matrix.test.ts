import { describe, expect, test } from 'vitest'
import { cells, matrix } from './matrix.ts'
import { areaOf, areas, nouns, nounsOf, personFields } from './nouns.ts'
import { areaOfNoun, heldAt, printedAreas, printedNouns, printedRoles, wordIn } from './oracle/index.ts'
import { allowedChildren, nodeKinds, roleNames, roles, seatsOf } from './roles.ts'

/** Where a cell's name says more than the printed word, because the page says it elsewhere. */
const longerWords: Record<string, string> = {
  'full, whole tree': 'full',
  none: 'none (decides the cases that approvals put to the Board)',
}

describe('the matrix', () => {
  test('has the printed roles, areas and words', () => {
    expect([...roleNames].sort()).toEqual([...printedRoles].sort())
    expect(areas).toEqual(printedAreas)
    for (const role of roleNames)
      for (const area of areas)
        expect([matrix[role][area], longerWords[matrix[role][area]]], `${role} ${area}`).toContain(wordIn(role, area))
  })

  test('names only words that their area explains', () => {
    for (const role of roleNames)
      for (const area of areas) expect(Object.keys(cells[area]), `${role} ${area}`).toContain(matrix[role][area])
  })

  test('has no word that no role uses', () => {
    for (const area of areas)
      for (const word of Object.keys(cells[area]))
        expect(
          roleNames.some((role) => matrix[role][area] === word),
          `${area}: ${word}`,
        ).toBe(true)
  })

  test('puts every noun into exactly one area, the printed one', () => {
    expect([...nouns].sort()).toEqual([...printedNouns].sort())
    expect(new Set(nouns).size).toBe(nouns.length)
    for (const noun of nouns) expect(areaOf(noun), noun).toBe(areaOfNoun(noun))
  })

  test('grants in each area only the nouns of that area', () => {
    for (const area of areas)
      for (const [word, grants] of Object.entries(cells[area]))
        for (const grant of grants)
          for (const noun of grant.nouns) expect(nounsOf[area] as readonly string[], `${area}: ${word}`).toContain(noun)
  })

  test('holds every role at the printed kind of node', () => {
    expect(Object.fromEntries(roleNames.map((role) => [role, roles[role].at]))).toEqual(heldAt)
  })

  test('tells every field of a person exactly once', () => {
    const fields = Object.values(personFields).flat()
    expect(new Set(fields).size).toBe(fields.length)
  })
})

describe('the kinds of nodes', () => {
  test('stand under each other as the tree is described', () => {
    expect(allowedChildren).toEqual({
      National: ['Region', 'Board'],
      Region: ['Campus', 'GraduateNetwork'],
      Campus: ['SmallGroup'],
      GraduateNetwork: ['GraduateGroup'],
      Board: [],
      SmallGroup: [],
      GraduateGroup: [],
    })
  })

  test('never stand under themselves, however deep', () => {
    const below = (kind: (typeof nodeKinds)[number]): string[] =>
      allowedChildren[kind].flatMap((child) => [child, ...below(child)])
    for (const kind of nodeKinds) expect(below(kind)).not.toContain(kind)
  })

  test('have seats for the roles that are assigned there, not for those that follow from a membership', () => {
    expect(seatsOf('SmallGroup')).toEqual(['cell-leader', 'small-group-admin'])
    expect(seatsOf('Board')).toEqual(['board-member'])
    expect(seatsOf('GraduateNetwork')).toEqual([])
  })
})
