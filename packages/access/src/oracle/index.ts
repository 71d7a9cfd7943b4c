/** A second opinion about rights, for tests only: written from the product's description without the code that it checks. */
export { acts, accessCases, factsAt, type AccessCase, type Choice } from './cases.ts'
export { oracle, type Facts, type Holding, type Question, type Tree, type TreeNode } from './oracle.ts'
export { areaOfNoun, heldAt, printedAreas, printedNouns, printedRoles, wordIn } from './table.ts'
export { me, principalWith, rowWith } from './rows.ts'
export { pathOf, place, places, relation, world, type Place } from './world.ts'
