/** Shapes of events before they are published. The browser may import this file. Source: EVT-1, EVT-2. */
import { isTimeZone } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

const instant = z.iso.datetime({ error: 'events.time-unreadable' })
const text = (length: number) => z.string().trim().max(length).nullable().default(null)
const details = {
  name: z.string().trim().min(1, 'events.name-missing').max(200),
  /** UTC; shown in `timeZone`. */
  startsAt: instant,
  endsAt: instant,
  timeZone: z.string().max(60).refine(isTimeZone, 'events.time-zone-unknown'),
  place: text(300),
  link: z
    .url({ protocol: /^https?$/, error: 'events.link-unreadable' })
    .max(500)
    .nullable()
    .default(null),
  description: z.string().trim().max(4000).default(''),
  expectedPeople: z
    .number()
    .int('events.number-unreadable')
    .min(1, 'events.number-unreadable')
    .max(1_000_000, 'events.number-unreadable')
    .nullable()
    .default(null),
  budget: text(1000),
}

/** What approvers of an event read and sign: the whole draft as it was submitted. Plain JSON. */
export const eventRequest = z.object({ id: id(), ...details })
export type EventRequest = z.output<typeof eventRequest>

/** The identifier is made by the client: pressing twice drafts once. */
export const createEventInput = z.object({ id: id(), nodeId: id(), ...details })
export const changeEventInput = z.object({ id: id(), ...details })
export const eventInput = z.object({ id: id() })
export const eventSaved = z.object({ id: id() })

/** draft: not submitted, or given back; awaiting: its case is open. */
export const eventStates = ['draft', 'awaiting', 'approved'] as const
const eventView = z.object({
  id: id(),
  node: z.object({ id: id(), name: z.string(), kind: z.string() }),
  name: z.string(),
  startsAt: z.date(),
  endsAt: z.date(),
  timeZone: z.string(),
  place: z.string().nullable(),
  link: z.string().nullable(),
  description: z.string(),
  expectedPeople: z.number().int().nullable(),
  budget: z.string().nullable(),
  state: z.enum(eventStates),
  /** Of the last submission, where the reader may read it. */
  case: z.object({ id: id(), state: z.string(), version: z.number().int() }).nullable(),
  approvedAt: z.date().nullable(),
})
export const eventOutput = eventView.extend({
  /** What the reader may do now. */
  may: z.object({ change: z.boolean(), submit: z.boolean() }),
})
export const eventsInput = pageInput.extend({ nodeId: id(), state: z.enum(eventStates).optional() })
export const eventsOutput = pageOf(eventView)
