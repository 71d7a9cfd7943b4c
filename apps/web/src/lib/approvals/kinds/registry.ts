/** What the details of a request look like, by its kind. */
import type { CaseView } from '@ministry/domain/approvals/schema'
import type { Component } from 'svelte'
import EventDetails from './EventDetails.svelte'
import ExpenseDetails from './ExpenseDetails.svelte'
import OtherDetails from './OtherDetails.svelte'
import RoleDetails from './RoleDetails.svelte'

export interface DetailsProps {
  asked: Pick<CaseView, 'payload' | 'summary' | 'counted' | 'node'>
  /** What the page says at its head, so that it isn't said twice. */
  title: string
}
const details: Record<string, Component<DetailsProps>> = {
  expense: ExpenseDetails,
  event: EventDetails,
  'role-assignment': RoleDetails,
}
/** The component that shows what is asked for. */
export const detailsOf = (kind: string): Component<DetailsProps> => details[kind] ?? OtherDetails
