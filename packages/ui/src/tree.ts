/** A place of the tree as lists and pictures need it. */
export interface TreeNode {
  id: string
  parentId: string | null
  name: string
  kind: string
  href: string
  /** People at the place and all below; null where that may not be known. */
  people: number | null
  /** Seats of the place that nobody holds. */
  emptySeats: number
  closed: boolean
  /** Places below that are not among the nodes given. */
  more: number
}

export interface Branch extends TreeNode {
  children: Branch[]
}

/** The nodes as branches under their tops; a node whose parent is not among them is a top. Order is kept. */
export function branchesOf(nodes: readonly TreeNode[]): Branch[] {
  const branches = new Map(nodes.map((node): [string, Branch] => [node.id, { ...node, children: [] }]))
  const tops: Branch[] = []
  for (const branch of branches.values()) {
    const parent = branch.parentId === null ? undefined : branches.get(branch.parentId)
    ;(parent ? parent.children : tops).push(branch)
  }
  return tops
}
