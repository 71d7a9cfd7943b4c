/** Which seats a kind of node has, in the order they are filled. */
import type { NodeKind, Role } from '@ministry/access'

/** The seats of each kind of node; the first to come up there takes the first. */
export const seats: Record<NodeKind, readonly Role[]> = {
  National: ['national-director', 'national-administrator', 'finance-director'],
  Board: ['board-member', 'board-member', 'board-member', 'board-member', 'board-member'],
  Region: ['regional-director', 'regional-administrator', 'alumni-coordinator'],
  GraduateNetwork: [],
  Campus: ['campus-leader', 'campus-administrator'],
  GraduateGroup: ['graduate-group-leader'],
  SmallGroup: ['cell-leader'],
}
