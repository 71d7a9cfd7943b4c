/** Shapes of follow-ups. The browser may import this file. Source: PPL-6. */
import { calendarDate } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

export const followUpStates = ['open', 'done', 'dropped'] as const
export const followUpOrigins = ['hand', 'automation', 'attendance', 'import'] as const
const title = z.string().trim().min(1, 'follow-ups.title-missing').max(200, 'follow-ups.title-long')
const words = z.string().trim().max(4000, 'follow-ups.text-long').nullable().default(null)
const day = calendarDate()
const named = z.object({ id: id(), name: z.string().nullable() })

/** One to be made; the identifier is the maker's: twice makes once. */
export const newFollowUp = z.object({
  id: id(),
  personId: id(),
  title,
  detail: words,
  dueOn: day,
  /** Null: somebody is still to be found. */
  assigneeId: id().nullable().default(null),
})
export type NewFollowUp = z.output<typeof newFollowUp>
export const done = z.object({ id: id() })

const followUp = z.object({
  id: id(),
  person: z.object({ id: id(), name: z.string() }),
  /** The home, where the reader sees it. */
  place: z.object({ id: id(), name: z.string() }).nullable(),
  title: z.string(),
  detail: z.string().nullable(),
  dueOn: day,
  snoozedUntil: day.nullable(),
  /** The later of the two: when it is to be done. */
  wantedOn: day,
  state: z.enum(followUpStates),
  outcome: z.string().nullable(),
  closedAt: z.date().nullable(),
  closedBy: named.nullable(),
  origin: z.enum(followUpOrigins),
  createdBy: named.nullable(),
  createdAt: z.date(),
  assignee: named.nullable(),
  /** The assignee has no seat any more from which they could see to it. */
  left: z.boolean(),
  version: z.number().int(),
})
export type FollowUpView = z.output<typeof followUp>

/** `today` is the reader's: what is overdue and what is due are told by it. `totalIsMore`: so many were counted, and there are more. */
const list = pageOf(followUp).extend({ today: day, totalIsMore: z.boolean() })
export const mineInput = pageInput.extend({ state: z.enum(['open', 'closed']).default('open') })
export const mineOutput = list
export const listInput = pageInput.extend({
  nodeId: id(),
  state: z.enum(['open', 'closed']).default('open'),
  /** `nobody`: without an assignee; `left`: whose assignee sees to it no more. */
  assignee: z.union([id(), z.enum(['nobody', 'left'])]).optional(),
  /** Only what should have been done before today. */
  late: z.boolean().default(false),
})
export const listOutput = list
export const ofPersonInput = z.object({ personId: id() })
const taker = z.object({ id: id(), name: z.string(), role: z.string(), place: z.string() })
/** All of a person, open ones first; whom one could be given to, where the reader may. */
export const ofPersonOutput = z.object({
  rows: z.array(followUp),
  today: day,
  mayCreate: z.boolean(),
  takers: z.array(taker),
})
export const takersInput = z.object({ personIds: z.array(id()).min(1).max(200) })
/** Those who could be given each of these people. */
export const takersOutput = z.object({ takers: z.array(taker) })

export const workloadInput = z.object({ nodeId: id() })
const load = z.object({
  /** Null: without an assignee. */
  assignee: named.nullable(),
  open: z.number().int(),
  overdue: z.number().int(),
  /** Today until the end of the week. */
  thisWeek: z.number().int(),
  snoozed: z.number().int(),
  /** Those of them that the assignee can see to no more. */
  left: z.number().int(),
})
export const workloadOutput = z.object({ rows: z.array(load), today: day })

const one = z.object({ id: id(), version: z.number().int() })
export const closeInput = one.extend({ as: z.enum(['done', 'dropped']).default('done'), outcome: words })
export const reopenInput = one
export const snoozeInput = one.extend({ until: day })
export const changeInput = one.extend({ title, detail: words, dueOn: day })
export const acted = one
/** Those of the list, or all open ones at a place that somebody (`from`), or nobody, has. */
export const reassignInput = z.object({
  of: z.union([z.object({ items: z.array(one).min(1).max(200) }), z.object({ nodeId: id(), fromId: id().nullable() })]),
  assigneeId: id().nullable(),
})
export const reassignOutput = z.object({ given: z.number().int() })
