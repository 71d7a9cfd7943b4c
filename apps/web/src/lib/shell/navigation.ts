/** Where this person can go: by what they may read, at the place they are. */
import { m } from '@ministry/kernel/messages'
import CalendarDays from '@lucide/svelte/icons/calendar-days'
import Coins from '@lucide/svelte/icons/coins'
import FileInput from '@lucide/svelte/icons/file-input'
import HandCoins from '@lucide/svelte/icons/hand-coins'
import History from '@lucide/svelte/icons/history'
import House from '@lucide/svelte/icons/house'
import Inbox from '@lucide/svelte/icons/inbox'
import KeyRound from '@lucide/svelte/icons/key-round'
import NotebookPen from '@lucide/svelte/icons/notebook-pen'
import ListTodo from '@lucide/svelte/icons/list-todo'
import Lock from '@lucide/svelte/icons/lock'
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right'
import Mail from '@lucide/svelte/icons/mail'
import MapPin from '@lucide/svelte/icons/map-pin'
import MessageSquareText from '@lucide/svelte/icons/message-square-text'
import Network from '@lucide/svelte/icons/network'
import Route from '@lucide/svelte/icons/route'
import Send from '@lucide/svelte/icons/send'
import Signpost from '@lucide/svelte/icons/signpost'
import UserCog from '@lucide/svelte/icons/user-cog'
import Users from '@lucide/svelte/icons/users'
import Workflow from '@lucide/svelte/icons/workflow'
import type { Component } from 'svelte'

export interface Destination {
  label: string
  href: string
  icon: Component<{ size?: number | string; class?: string; 'aria-hidden'?: 'true' }>
  /** Also current on all pages below it. */
  deep?: boolean
}
export interface Navigation {
  home: Destination
  inbox: Destination
  /** What one asked for oneself. */
  requests: Destination
  /** What one is to do oneself about people, where one cares for any. */
  followUps: Destination[]
  /** At the place at hand. */
  place: Destination[]
  settings: Destination[]
}

/** `reads` are the nouns of which something of others may be read; `nodeId` is the place at hand, if there is one. */
export function navigationFor(reads: readonly string[], nodeId: string | undefined): Navigation {
  const reader = (...nouns: string[]) => nouns.some((noun) => reads.includes(noun))
  const at = (path: string) => `/${nodeId}${path}`
  const when = (allowed: boolean, destination: Destination) => (allowed ? [destination] : [])
  return {
    home: { label: m.shell_home(), href: '/', icon: House },
    inbox: { label: m.messaging_inbox(), href: '/inbox', icon: Inbox },
    requests: { label: m.approvals_page_my_requests(), href: '/requests', icon: Send },
    followUps: when(reader('FollowUp'), { label: m.follow_ups_mine(), href: '/follow-ups', icon: ListTodo }),
    place: nodeId
      ? [
          { label: m.shell_overview(), href: at(''), icon: MapPin },
          ...when(reader('Person'), { label: m.shell_nav_people(), href: at('/people'), icon: Users, deep: true }),
          ...when(reader('FollowUp'), {
            label: m.follow_ups_title(),
            href: at('/follow-ups'),
            icon: ListTodo,
            deep: true,
          }),
          ...when(reader('Transfer'), {
            label: m.transfers_title(),
            href: at('/transfers'),
            icon: ArrowLeftRight,
            deep: true,
          }),
          { label: m.shell_structure(), href: at('/structure'), icon: Network },
          ...when(reader('Account', 'Invitation', 'RoleAssignment'), {
            label: m.shell_team(),
            href: at('/team'),
            icon: UserCog,
            deep: true,
          }),
          ...when(reader('Expense'), {
            label: m.finance_expenses(),
            href: at('/expenses'),
            icon: HandCoins,
            deep: true,
          }),
          ...when(reader('Event'), { label: m.events_title(), href: at('/events'), icon: CalendarDays, deep: true }),
          ...when(reader('Message'), {
            label: m.messaging_messages(),
            href: at('/messages'),
            icon: MessageSquareText,
            deep: true,
          }),
          ...when(reader('Template'), {
            label: m.messaging_templates(),
            href: at('/templates'),
            icon: NotebookPen,
            deep: true,
          }),
          ...when(reader('Expense', 'Event', 'RoleAssignment'), {
            label: m.approvals_page_report(),
            href: at('/cases'),
            icon: Signpost,
            deep: true,
          }),
          ...when(reader('Import'), { label: m.shell_imports(), href: at('/imports'), icon: FileInput, deep: true }),
        ]
      : [],
    settings: [
      ...when(reader('Matrix'), { label: m.shell_access(), href: '/settings/access', icon: KeyRound }),
      ...when(reader('Route'), { label: m.approvals_page_routes(), href: '/settings/routes', icon: Route, deep: true }),
      ...when(reader('LedgerEntry', 'Setting'), { label: m.finance_rates(), href: '/settings/rates', icon: Coins }),
      ...when(reader('AuditEntry'), { label: m.shell_audit(), href: '/settings/audit', icon: History }),
      ...when(reader('AuditEntry'), { label: m.care_glass_page(), href: '/settings/care', icon: Lock }),
      ...when(reader('OutgoingMail'), { label: m.shell_outbox(), href: '/settings/outbox', icon: Mail, deep: true }),
      ...when(reader('Operation'), {
        label: m.monitoring_title(),
        href: '/settings/workflows',
        icon: Workflow,
        deep: true,
      }),
    ],
  }
}

/** Whether the page at this path belongs to the destination. */
export const isCurrent = ({ href, deep }: Destination, path: string): boolean =>
  path === href || (deep === true && path.startsWith(`${href}/`))
