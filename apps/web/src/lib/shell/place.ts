/** A node as the shell shows it: its name, and the way to it from the top. */
export interface Place {
  id: string
  name: string
  kind: string
  closed: boolean
  /** Ancestors, the topmost first. */
  above: { id: string; name: string }[]
}

interface Named {
  id: string
  kind: string
  name: string
  parentId: string | null
  state: string
}

/** The place from nodes that are at hand, or undefined where it isn't among them. */
export function placeAmong(nodes: readonly Named[], nodeId: string): Place | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const node = byId.get(nodeId)
  if (!node) return undefined
  const above: Place['above'] = []
  for (let up = byId.get(node.parentId ?? ''); up; up = byId.get(up.parentId ?? ''))
    above.unshift({ id: up.id, name: up.name })
  return { id: node.id, name: node.name, kind: node.kind, closed: node.state !== 'active', above }
}
