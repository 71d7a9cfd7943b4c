import { m } from '@ministry/kernel/messages'

const names: Record<string, () => string> = {
  visitor: m.state_visitor,
  member: m.state_member,
  pre_graduate: m.state_pre_graduate,
  alumni: m.state_alumni,
  inactive: m.state_inactive,
  archived: m.state_archived,
}
/** Where somebody stands in the life-cycle, for many of them: `Members`. */
export const personStateName = (state: string): string => names[state]?.() ?? state
