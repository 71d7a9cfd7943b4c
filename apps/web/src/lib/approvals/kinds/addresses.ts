/** Where requests of a kind are made, and changed. */
import { m } from '@ministry/kernel/messages'

const forms: Record<string, string> = {
  expense: '/expenses/new',
  event: '/events/new',
  'role-assignment': '/team/propose',
}

/** The form in which its requester changes a request; undefined for a kind that has none. */
export const changeAddress = ({
  kind,
  id,
  node,
}: {
  kind: string
  id: string
  node: { id: string }
}): string | undefined => forms[kind] && `/${node.id}${forms[kind]}?case=${id}`

/** What can be asked for at a place, by what somebody may read. */
export function asksAt(nodeId: string, reads: readonly string[]): { label: string; href: string }[] {
  const may = (noun: string) => reads.includes(noun)
  return [
    { label: m.approvals_page_ask_expense(), href: `/${nodeId}${forms['expense']}` },
    ...(may('Event') ? [{ label: m.approvals_page_ask_event(), href: `/${nodeId}${forms['event']}` }] : []),
    ...(may('RoleAssignment')
      ? [{ label: m.approvals_page_ask_role(), href: `/${nodeId}${forms['role-assignment']}` }]
      : []),
  ]
}
