/** Holds the product's rights, in memory, against the printed table. */
import { abilityOf, may, type Ability } from '../ability.ts'
import { policy, type Policy } from '../matrix.ts'
import type { Noun } from '../nouns.ts'
import { rightsOf } from '../rights.ts'
import { accessCases, type AccessCase, type Choice } from './cases.ts'
import type { Facts, Tree } from './oracle.ts'
import { principalWith, rowWith } from './rows.ts'

export interface Comparison {
  asked: number
  /** How often the answer was yes and no, by role and place. */
  answers: Map<string, { yes: number; no: number }>
  differences: AccessCase[]
}
const at = new Date('2026-11-22T12:00:00Z')

/** Asks every question of the choice both ways; stops at the first difference where `first` is wanted. */
export function compare(tree: Tree, choice: Choice, by: Policy = policy, { first = false } = {}): Comparison {
  const found: Comparison = { asked: 0, answers: new Map(), differences: [] }
  const abilities = new Map<string, Ability>()
  let facts: Facts | undefined
  let row: object = {}
  for (const question of accessCases(tree, choice)) {
    const { role, nodeId, noun, action, field, place, expected } = question
    const key = `${role} ${nodeId}`
    let ability = abilities.get(key)
    if (!ability) {
      const principal = principalWith(tree, [question])
      abilities.set(key, (ability = abilityOf(rightsOf(principal, at, by), principal)))
    }
    if (facts !== question.row) row = rowWith(tree, noun, (facts = question.row))
    const given = may(ability, action, noun as Noun, row, field)
    found.asked++
    const tally = found.answers.get(`${role}: ${place}`) ?? { yes: 0, no: 0 }
    tally[given ? 'yes' : 'no']++
    found.answers.set(`${role}: ${place}`, tally)
    if (given === expected) continue
    found.differences.push(question)
    if (first) break
  }
  return found
}
