/** Names of what people are to each other, and of how offers stand. */
import { m } from '@ministry/kernel/messages'
import type { Relative } from '@ministry/domain/families/schema'
import type { TransferView } from '@ministry/domain/transfers/schema'

const names: Record<Relative, () => string> = {
  spouse: m.families_spouse,
  sibling: m.families_sibling,
  friend: m.families_friend,
  parent: m.families_parent,
  child: m.families_child,
  guardian: m.families_guardian,
  ward: m.families_ward,
  mentor: m.families_mentor,
  mentee: m.families_mentee,
}
export const relativeName = (is: Relative): string => names[is]()

const states: Record<TransferView['state'], () => string> = {
  open: m.transfers_state_open,
  accepted: m.transfers_state_accepted,
  declined: m.transfers_state_declined,
  withdrawn: m.transfers_state_withdrawn,
  expired: m.transfers_state_expired,
  void: m.transfers_state_void,
}
export const transferStateName = (state: TransferView['state']): string => states[state]()
