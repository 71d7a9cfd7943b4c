/** From the tree as the product gives it to what pictures and lists of it need. */
import type { TreeNode } from '@ministry/ui'

/** A node as `org.tree` gives it. */
export interface GivenNode {
  id: string
  parentId: string | null
  name: string
  kind: string
  state: string
  children: number
  people: number | null
  emptySeats: number
}

/** The node and all that is below it among the nodes given; parents come before children. Empty where the node isn't there. */
export function subtree(nodes: readonly GivenNode[], rootId: string): TreeNode[] {
  const inside = new Set([rootId])
  const listed = new Map<string, number>()
  for (const { parentId } of nodes) if (parentId) listed.set(parentId, (listed.get(parentId) ?? 0) + 1)
  return nodes.flatMap(({ state, children, ...node }) => {
    if (!inside.has(node.id) && !inside.has(node.parentId ?? '')) return []
    inside.add(node.id)
    const more = Math.max(0, children - (listed.get(node.id) ?? 0))
    return [{ ...node, href: `/${node.id}`, closed: state === 'closed', more }]
  })
}

/** As many whole levels as a picture can show; at least the top and what is right below it. */
export function pictured(nodes: readonly TreeNode[], most = 60): TreeNode[] {
  const levels: TreeNode[][] = []
  const depth = new Map<string, number>()
  for (const node of nodes) {
    const level = depth.has(node.parentId ?? '') ? depth.get(node.parentId!)! + 1 : 0
    depth.set(node.id, level)
    ;(levels[level] ??= []).push(node)
  }
  let shown: TreeNode[] = []
  for (const [index, level] of levels.entries()) {
    if (index > 1 && shown.length + level.length > most) break
    shown = [...shown, ...level]
  }
  const visible = new Set(shown.map(({ id }) => id))
  const hidden = new Map<string, number>()
  for (const { id, parentId } of nodes)
    if (!visible.has(id) && parentId) hidden.set(parentId, (hidden.get(parentId) ?? 0) + 1)
  return nodes
    .filter(({ id }) => visible.has(id))
    .map((node) => ({ ...node, more: node.more + (hidden.get(node.id) ?? 0) }))
}
