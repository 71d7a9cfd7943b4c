/** A tree that has every place: own, below, above, beside, across, in another movement, and closed. Source: ORG-1. */
import type { Tree, TreeNode } from './oracle.ts'

const drawn = `
National north
  Board north-board
  Region hills
    Campus alpha
      SmallGroup alpha-one
      SmallGroup alpha-two
      SmallGroup alpha-closed
    Campus beta
      SmallGroup beta-one
    GraduateNetwork hills-graduates
      GraduateGroup hills-doctors
      GraduateGroup hills-teachers
  Region coast
    Campus gamma
      SmallGroup gamma-one
    GraduateNetwork coast-graduates
      GraduateGroup coast-doctors
National south
  Board south-board
  Region plain
    Campus delta
      SmallGroup delta-one
    GraduateNetwork plain-graduates
      GraduateGroup plain-doctors
`

/** Identifiers are numbered as the nodes stand in the drawing, and differ only in their last digits. */
const idOf = (index: number) => `01980000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`

function read(text: string): ReadonlyMap<string, TreeNode> {
  const above: string[] = []
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line, index): [string, TreeNode] => {
        const depth = line.search(/\S/) / 2
        const [kind, name] = line.trim().split(' ') as [string, string]
        above[depth] = idOf(index + 1)
        return [name, { id: above[depth], kind, parentId: depth ? above[depth - 1]! : null }]
      }),
  )
}

const byName = read(drawn)
/** A node of the world by the name in the drawing. */
export const place = (name: string): TreeNode => {
  const node = byName.get(name)
  if (!node) throw new Error(`The world has no ${name}`)
  return node
}
export const world: Tree = new Map([...byName.values()].map((node) => [node.id, node]))

/** From the top down to the node itself. */
export function pathOf(tree: Tree, node: string | null): string[] {
  const path: string[] = []
  for (let at = node; at; at = tree.get(at)!.parentId) path.unshift(at)
  return path
}

/** How one place lies, seen from another. */
export function relation(tree: Tree, seat: string, node: string): Place {
  const [here, there] = [pathOf(tree, seat), pathOf(tree, node)]
  if (seat === node) return 'own'
  if (there.includes(seat)) return 'below'
  if (here.includes(node)) return 'above'
  if (here[0] !== there[0]) return 'other movement'
  if (tree.get(seat)!.parentId === tree.get(node)!.parentId) return 'sibling'
  return here.length === there.length ? 'cousin' : 'beside'
}
export const places = ['own', 'below', 'above', 'sibling', 'cousin', 'beside', 'other movement'] as const
export type Place = (typeof places)[number]
