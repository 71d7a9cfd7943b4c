/** Who leads what in the large seed, and the accounts that measurements sign in with. */
import type { Role } from '@ministry/access'
import { line } from './copy-rows.ts'
import type { Resident } from './large-lives.ts'
import { seats } from './large-seats.ts'
import { largeId, nodeId, type LargeNode } from './large-tree.ts'

const handle = (count: number, username: string, role: Role, nodeId: string) => ({
  username,
  email: `${username}@example.org`,
  accountId: largeId('account', count),
  personId: largeId('person', count),
  role,
  nodeId,
})
/** One account for each scope: the same identifiers whatever the size. The password is the demo's. */
export const largeHandles = {
  national: handle(1, 'large-national', 'national-director', nodeId('National')),
  /** The largest: a sixth of all people where there are 25. */
  region: handle(2, 'large-region', 'regional-director', nodeId('Region')),
  /** The largest: about 2,000 of 300,000 people. */
  campus: handle(3, 'large-campus', 'campus-leader', nodeId('Campus')),
  /** A group of about a hundred. */
  group: handle(4, 'large-group', 'cell-leader', nodeId('SmallGroup')),
  campusAdministrator: handle(5, 'large-administrator', 'campus-administrator', nodeId('Campus')),
  otherMovement: handle(6, 'large-other', 'national-director', nodeId('National', 1)),
}

/** Homes of those who have the accounts, in the order of their identifiers. */
export const homesOfHandles = (nodes: readonly LargeNode[]): LargeNode[] =>
  Object.values(largeHandles).map(({ nodeId }) => nodes.find(({ id }) => id === nodeId)!)

export const assignmentColumns = 'id, person_id, role, node_id, starts_at, granted_by, scope_ids'

/** Seats people as they come up; gives lines of COPY's text format. */
export function seating() {
  const taken = new Map<string, number>()
  let count = 0
  return ({ personId, node, joinedOn }: Resident): string[] => {
    const seat = taken.get(node.id) ?? 0
    const role = seats[node.kind][seat]
    if (!role) return []
    taken.set(node.id, seat + 1)
    const by = personId === largeHandles.national.personId ? null : largeHandles.national.personId
    return [line(largeId('assignment', ++count), personId, role, node.id, `${joinedOn} 08:00:00Z`, by, node.scopeIds)]
  }
}
