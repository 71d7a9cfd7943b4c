/** What can be done to many, and whom it means: shapes that take in those of people and follow-ups. Source: PPL-3. */
import { calendarDate } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { newFollowUp } from '../follow-ups/index.ts'
import { openStates, selection } from '../people/index.ts'

/** What is done to each of the people. */
const bulkWhat = z.discriminatedUnion('act', [
  z.object({ act: z.literal('tag'), tagId: id() }),
  z.object({ act: z.literal('untag'), tagId: id() }),
  z.object({
    act: z.literal('join'),
    nodeId: id(),
    state: z.enum(openStates).default('member'),
    /** Absent: today there. */
    joinedOn: calendarDate().optional(),
  }),
  z.object({
    act: z.literal('follow-up'),
    ...newFollowUp.pick({ title: true, detail: true, dueOn: true, assigneeId: true }).shape,
  }),
])
export type BulkWhat = z.output<typeof bulkWhat>

export const previewInput = selection.extend({ what: bulkWhat })
export type Meant = z.output<typeof previewInput>
/** `id` is the caller's: twice is one act. `total`: how many were shown to be meant. */
export const beginInput = previewInput.extend({ id: id(), total: z.number().int().min(1) })
