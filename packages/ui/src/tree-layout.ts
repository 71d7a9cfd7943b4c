import { hierarchy, tree } from 'd3-hierarchy'
import { branchesOf, type Branch, type TreeNode } from './tree.ts'

export interface PlacedNode {
  node: TreeNode
  depth: number
  /** Pixels from the start and the top edge of the picture to the card's own. */
  x: number
  y: number
}
export interface TreePictureLayout {
  width: number
  height: number
  nodes: PlacedNode[]
  /** SVG paths from a card to each card below it. */
  links: { id: string; path: string }[]
}

/** Four levels fit beside the sidebar of a small laptop. */
export const card = { width: 208, height: 64, gapX: 36, gapY: 20 }

/** A tidy tree from start to end: siblings under each other, levels beside each other. Source: ORG-4. */
export function layTree(nodes: readonly TreeNode[]): TreePictureLayout {
  const tops = branchesOf(nodes)
  const root = hierarchy<{ children: Branch[] } | Branch>(
    tops.length === 1 ? tops[0]! : { children: tops },
    ({ children }) => children,
  )
  const laid = tree<{ children: Branch[] } | Branch>()
    .nodeSize([card.height + card.gapY, card.width + card.gapX])
    .separation((one, other) => (one.parent === other.parent ? 1 : 1.25))(root)
  const shift = tops.length === 1 ? 0 : card.width + card.gapX
  const shown = laid.descendants().filter(({ data }) => 'id' in data)
  const top = Math.min(0, ...shown.map(({ x }) => x))
  const placed = shown.map(({ x, y, depth, data }) => ({
    node: data as Branch,
    depth: depth - (shift ? 1 : 0),
    x: y - shift,
    y: x - top,
  }))
  const at = new Map(placed.map((place) => [place.node.id, place]))
  return {
    width: Math.max(0, ...placed.map(({ x }) => x)) + card.width,
    height: Math.max(0, ...placed.map(({ y }) => y)) + card.height,
    nodes: placed,
    links: placed.flatMap(({ node, x, y }) => {
      const parent = node.parentId === null ? undefined : at.get(node.parentId)
      return parent
        ? [{ id: node.id, path: curve(parent.x + card.width, parent.y + card.height / 2, x, y + card.height / 2) }]
        : []
    }),
  }
}

function curve(fromX: number, fromY: number, toX: number, toY: number): string {
  const middle = (fromX + toX) / 2
  return `M${fromX},${fromY}C${middle},${fromY} ${middle},${toY} ${toX},${toY}`
}
