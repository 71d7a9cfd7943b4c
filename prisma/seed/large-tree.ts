/** The places of the large seed: a nation of many regions with a realistic skew, and a small second movement. */
import type { NodeKind } from '@ministry/access'
import { invalidInput } from '@ministry/kernel/errors'
import { fixedId, type IdKind } from './fixed-id.ts'
import { seededRandom } from './random.ts'

export interface LargeSize {
  people: number
  nodes: number
}
export interface LargeNode {
  id: string
  kind: NodeKind
  name: string
  parent: LargeNode | undefined
  /** From the National node down to the node itself. */
  scopeIds: readonly string[]
  openedOn: string
  /** Share of all people whose home it is. */
  weight: number
  /** Small groups at or below it. */
  groups: LargeNode[]
}

/** The identifier of the large seed's thing number `count` of its kind: apart from the demo's by its time, 2023-11-16T01:00Z. */
export const largeId = (kind: IdKind, count: number): string => fixedId(kind, count, '018bd5a45a80')

const firstOf: Record<NodeKind, number> = {
  National: 1,
  Board: 10,
  Region: 1_000,
  GraduateNetwork: 2_000,
  Campus: 10_000,
  GraduateGroup: 1_000_000,
  SmallGroup: 2_000_000,
}
/** The identifier of a node by its place among those of its kind: 0 is the largest region, its largest campus, a group of about a hundred. */
export const nodeId = (kind: NodeKind, place = 0): string => largeId('node', firstOf[kind] + place)

const SHARE = { smallGroups: 0.8, campus: 0.07, graduates: 0.129, other: 0.001 }
const OTHER_NODES = 4

/** Lays out the tree, parents before children; `nodes` is met exactly. Throws InvalidInput where they are too few for a tree. */
export function planTree({ nodes: total }: LargeSize): LargeNode[] {
  const { nodes, add } = forest()
  const random = seededRandom(4)
  const count = counts(total)
  const nation = add('National', 'Jubilee Student Movement')
  add('Board', 'Board', nation)
  // The first of 25 regions has a sixth of all people, the first campus of a large region about a twentieth of the region's.
  const regionShares = falling(count.regions, 0.7)
  const campusCounts = split(count.campuses, regionShares)
  const graduateCounts = split(count.graduateGroups, regionShares)
  const campuses = regionShares.flatMap((share, r) => {
    const region = add('Region', `Region ${r + 1}`, nation)
    const network = add('GraduateNetwork', `Graduates of Region ${r + 1}`, region)
    for (const [g, part] of falling(graduateCounts[r]!, 0.4).entries())
      add('GraduateGroup', `Graduates ${r + 1}.${g + 1}`, network, SHARE.graduates * share * part)
    return falling(campusCounts[r]!, 0.6).map((part, c) => {
      const node = add('Campus', `Campus ${r + 1}.${c + 1}`, region, SHARE.campus * share * part)
      return { node, share: share * part }
    })
  })
  const groupCounts = split(
    count.smallGroups,
    campuses.map(({ share }) => share),
  )
  for (const [c, { node, share }] of campuses.entries()) {
    const sizes = Array.from({ length: groupCounts[c]! }, () => 0.5 + 3 * random.next() ** 3)
    if (c === 0) sizes[0] = 3.6
    const sum = sizes.reduce((a, b) => a + b, 0)
    for (const [g, size] of sizes.entries())
      add(
        'SmallGroup',
        `${node.name.replace('Campus', 'Group')}.${g + 1}`,
        node,
        (SHARE.smallGroups * share * size) / sum,
      )
  }
  const other = add('National', 'Little Flock Fellowship')
  const campus = add('Campus', 'Hillside College', add('Region', 'Only Region', other), SHARE.other / 3)
  add('SmallGroup', 'Shepherds', campus, (SHARE.other * 2) / 3)
  return nodes
}

function counts(total: number) {
  const regions = Math.max(2, Math.round(total / 400))
  const campuses = Math.max(regions, Math.round(total * 0.15))
  const graduateGroups = Math.max(regions, Math.round(total * 0.06))
  const smallGroups = total - 2 - 2 * regions - graduateGroups - campuses - OTHER_NODES
  if (smallGroups < campuses) throw invalidInput(`${total} nodes are too few for regions, campuses and groups.`)
  return { regions, campuses, graduateGroups, smallGroups }
}

function forest() {
  const nodes: LargeNode[] = []
  const taken: Partial<Record<NodeKind, number>> = {}
  const add = (kind: NodeKind, name: string, parent?: LargeNode, weight = 0): LargeNode => {
    const place = taken[kind] ?? 0
    taken[kind] = place + 1
    const id = nodeId(kind, place)
    const openedOn = `${2004 + (nodes.length % 18)}-0${1 + (nodes.length % 9)}-10`
    const node = { id, kind, name, parent, scopeIds: [...(parent?.scopeIds ?? []), id], openedOn, weight, groups: [] }
    nodes.push(node)
    if (kind === 'SmallGroup') for (let at: LargeNode | undefined = node; at; at = at.parent) at.groups.push(node)
    return node
  }
  return { nodes, add }
}

/** Shares that sum to 1 and fall off by a power law. */
export function falling(count: number, exponent: number): number[] {
  const shares = Array.from({ length: count }, (_, index) => (index + 1) ** -exponent)
  const sum = shares.reduce((a, b) => a + b, 0)
  return shares.map((share) => share / sum)
}

/** Whole numbers in proportion to the shares, at least 1 each, that sum to `total` exactly: largest remainders go up. */
export function split(total: number, shares: readonly number[]): number[] {
  const spare = total - shares.length
  const exact = shares.map((share) => share * spare)
  const parts = exact.map((part) => 1 + Math.floor(part))
  let left = total - parts.reduce((a, b) => a + b, 0)
  const order = exact.map((part, index) => ({ rest: part - Math.floor(part), index })).sort((a, b) => b.rest - a.rest)
  for (const { index } of order) if (left-- > 0) parts[index]!++
  return parts
}
