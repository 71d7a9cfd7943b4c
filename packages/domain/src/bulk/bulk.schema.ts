/** Shapes of acts on many people. The browser may import this file. Source: PPL-3. */
import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

/** So many people are done while whoever asks waits, in one transaction; more in the background. */
export const bulkAtOnce = 500
/** For how many days an act can be taken back. */
export const undoDays = 30

export const bulkActs = ['tag', 'untag', 'join', 'follow-up'] as const
export type BulkActName = (typeof bulkActs)[number]

export const bulkStates = ['running', 'done', 'stopped', 'failed', 'undoing', 'undone'] as const
export type BulkState = (typeof bulkStates)[number]
/** Why somebody is left: out of sight, not the caller's to change, the tag or the assignee isn't for them, archived, or the caller. */
export const leftReasons = ['gone', 'not-yours', 'tag-elsewhere', 'archived', 'no-seat', 'yourself'] as const
export type LeftReason = (typeof leftReasons)[number]
/** Why somebody is spared by an undo. */
export const sparedReasons = [
  'gone',
  'not-yours',
  'touched',
  'tag-retired',
  'moved',
  'state-changed',
  'in-use',
  'closed',
  'edited',
  'archived',
] as const
export type SparedReason = (typeof sparedReasons)[number]

const count = z.number().int()
const reasons = z.array(z.object({ reason: z.string(), count }))

/** `total`: how many are meant, now. What would become of them, where these are few enough to be looked at one by one. */
export const previewOutput = z.object({
  total: count,
  atOnce: z.boolean(),
  fate: z.object({ done: count, same: count, left: reasons }).nullable(),
})
export const bulkDone = z.object({ id: id(), state: z.enum(bulkStates) })

/** Counts of an act: `done` of `total`; of the done ones `undone` and `spared`. */
const counts = { total: count, done: count, same: count, left: count, undone: count, spared: count }
const named = z.object({ id: id(), name: z.string().nullable() })
/** What was done, in words that the reader may read; a name is null where it isn't theirs to see. */
const saidWhat = z.object({
  act: z.enum(bulkActs),
  tag: named.nullable(),
  node: named.nullable(),
  state: z.string().nullable(),
  /** Null too where it is to be done about the reader. */
  title: z.string().nullable(),
  dueOn: z.string().nullable(),
  /** Null: nobody yet; absent where nobody is asked to do anything. */
  assignee: named.nullable().optional(),
})
const line = z.object({
  id: id(),
  nodeId: id(),
  nodeName: z.string(),
  what: saidWhat,
  state: z.enum(bulkStates),
  ...counts,
  by: z.string().nullable(),
  mine: z.boolean(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
  undoneAt: z.date().nullable(),
})
export type BulkLine = z.output<typeof line>
/** With `nodeId`: only if it stands at that node or below, as an address says. */
export const getInput = z.object({ id: id(), nodeId: id().optional() })
export const getOutput = line.extend({
  /** Whether the people were ticked one by one. */
  ticked: z.boolean(),
  leftFor: reasons,
  sparedFor: reasons,
  problem: z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), count])) }).nullable(),
  undoneBy: z.string().nullable(),
  /** Until when it can be taken back; null where the reader may not, or there is nothing (more) to take back. */
  undoUntil: z.date().nullable(),
  mayStop: z.boolean(),
})
export type BulkView = z.output<typeof getOutput>
export const listInput = pageInput.extend({ nodeId: id(), mine: z.boolean().default(false) })
export const listOutput = pageOf(line)

export const rowsShown = ['done', 'same', 'left', 'undone', 'spared'] as const
export const rowsInput = pageInput.extend({ id: id(), show: z.enum(rowsShown) })
export const rowsOutput = pageOf(
  z.object({
    number: count,
    /** Null: nobody whom the reader sees (any more). */
    person: z.object({ id: id(), name: z.string() }).nullable(),
    /** Of those left and spared. */
    reason: z.string().nullable(),
  }),
)
export const oneAct = z.object({ id: id() })
/** What a chunk did; the workflow goes on until nothing remains. */
export const chunkInput = z.object({ id: id(), take: z.number().int().min(1).max(5000) })
export const chunkOutput = z.object({ finished: z.boolean(), people: count })
