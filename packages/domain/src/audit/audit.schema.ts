import { id } from '@ministry/kernel/id'
import { pageInput } from '@ministry/kernel/page'
import * as z from 'zod'

export const searchInput = pageInput.extend({
  /** Entries of this node and below. */
  nodeId: id().optional(),
  /** Who acted. */
  personId: id().optional(),
  /** The verb, for instance `org.move`. */
  action: z.string().max(100).optional(),
  noun: z.string().max(50).optional(),
  /** What it was done to. */
  subjectId: id().optional(),
  /** From this instant on, and before that one. */
  from: z.date().optional(),
  until: z.date().optional(),
})

/** `actor` and `subject` are names where they may be seen; `actorKind` is `person`, `nobody` or a named system act. */
export const entryRow = z.object({
  id: id(),
  at: z.date(),
  action: z.string(),
  actorKind: z.string(),
  actorPersonId: id().nullable(),
  actor: z.string().nullable(),
  noun: z.string(),
  subjectId: id().nullable(),
  subject: z.string().nullable(),
  nodeId: id().nullable(),
  node: z.string().nullable(),
  reason: z.string().nullable(),
})
/** Newest first. The total is counted up to a limit; `totalIsMore` says that there are more. */
export const searchOutput = z.object({
  rows: z.array(entryRow),
  next: z.string().nullable(),
  total: z.number().int(),
  totalIsMore: z.boolean(),
})

/** One field's values; `personal` ones are about a person and go when the person is erased. */
export const difference = z.object({
  field: z.string(),
  /** What a custom field is called, where the reader may know it. */
  label: z.string().optional(),
  before: z.unknown(),
  after: z.unknown(),
  personal: z.boolean(),
})
export type Difference = z.infer<typeof difference>
export const getInput = z.object({ id: id() })
export const getOutput = entryRow.extend({
  requestId: z.string().nullable(),
  address: z.string().nullable(),
  device: z.string().nullable(),
  /** Whose personal values the entry holds. */
  personId: id().nullable(),
  person: z.string().nullable(),
  differences: z.array(difference),
  /** True where personal values are held back, because the person, or these fields, are out of the reader's sight. */
  personalHidden: z.boolean(),
})
