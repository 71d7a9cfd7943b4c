/** Every question of role × noun × act × place with the answer that the printed table gives: for tests in memory, in SQL and over HTTP. */
import { oracle, type Facts, type Holding, type Tree, type TreeNode } from './oracle.ts'
import { heldAt, printedNouns, printedRoles } from './table.ts'
import { relation, type Place } from './world.ts'

export interface AccessCase {
  role: string
  /** Where the role is held. */
  nodeId: string | null
  noun: string
  action: string
  row: Facts
  field?: string | undefined
  /** How the row lies from where the role is held. */
  place: Place | 'nowhere'
  expected: boolean
}
export interface Choice {
  roles?: readonly string[]
  nouns?: readonly string[]
  /** Which of the possible seats of a role; the first one unless said otherwise. */
  seats?: (possible: TreeNode[]) => TreeNode[]
}

export const acts = (
  'read create update delete end merge export assign propose deactivate reactivate resend revoke publish cancel total open rename ' +
  'move close reopen give-consent withdraw-consent renew-consent set-do-not-contact lift-do-not-contact something-new'
).split(' ')

const personFields =
  'id name preferredName sortName emails phones street city province postalCode country institution courseOfStudy ' +
  'expectedGraduation expectedGraduationSource languages gender birthDate emergencyName emergencyPhone doNotContact listedInGroup ' +
  'state home joined version createdAt updatedAt custom tags photo sensitiveCustom'
const fieldsOf: Record<string, (string | undefined)[]> = {
  Person: [undefined, ...personFields.split(' ')],
  Report: [undefined, 'counts', 'names', 'gifts'],
  Dashboard: [undefined, 'counts', 'names', 'gifts'],
}

/** Rows of this noun that belong to a node. */
export function factsAt(tree: Tree, noun: string, node: string): Facts[] {
  const plain: Facts = { node }
  if (noun === 'OrgNode') return [plain]
  if (noun === 'Report' || noun === 'Dashboard')
    return (['people', 'finance', 'training'] as const).map((about) => ({ node, about }))
  const both = [plain, { node, own: true }]
  if (noun !== 'Person') return both
  const elsewhere = [...tree.keys()]
  const second = elsewhere[(elsewhere.indexOf(node) + 5) % elsewhere.length]!
  const marks = ['preGraduate', 'listed', 'enrolled', 'donor'] as const
  return [...both, { node, also: [second] }, ...marks.map((mark) => ({ node, [mark]: true }))]
}

/** All questions about this tree; lazily, since there are hundreds of thousands. */
export function* accessCases(tree: Tree, choice: Choice = {}): Generator<AccessCase> {
  const { roles = printedRoles, nouns = printedNouns, seats = (possible) => possible.slice(0, 1) } = choice
  for (const role of roles) {
    const kind = heldAt[role]
    const possible = kind === null ? [null] : seats([...tree.values()].filter((node) => node.kind === kind))
    for (const seat of possible)
      for (const noun of nouns)
        for (const node of tree.keys())
          for (const row of factsAt(tree, noun, node))
            yield* questions(tree, { role, nodeId: seat?.id ?? null }, noun, row)
  }
}

function* questions(tree: Tree, holding: Holding, noun: string, row: Facts): Generator<AccessCase> {
  const place = holding.nodeId === null ? 'nowhere' : relation(tree, holding.nodeId, row.node!)
  for (const action of acts)
    for (const field of fieldsOf[noun] ?? [undefined]) {
      if (field !== undefined && !['read', 'update', 'export', 'merge'].includes(action)) continue
      const expected = oracle(tree, [holding], { noun, action, row, field })
      yield { ...holding, noun, action, row, field, place, expected }
    }
}
