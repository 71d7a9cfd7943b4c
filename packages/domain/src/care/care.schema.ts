/** Shapes of notes and care notes. The browser may import this file. Source: PPL-6, ACS-6. */
import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

const body = z.string().trim().min(1, 'care.text-missing').max(10_000, 'care.text-long')
const named = z.object({ id: id(), name: z.string().nullable() })
export const done = z.object({ id: id() })

// ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────────────
export const notesInput = pageInput.extend({ personId: id() })
const note = z.object({
  id: id(),
  /** Without a name where the reader doesn't see the places they work at. */
  author: named,
  body: z.string(),
  createdAt: z.date(),
  /** Later than `createdAt` where it was changed. */
  updatedAt: z.date(),
  version: z.number().int(),
  may: z.object({ change: z.boolean(), remove: z.boolean() }),
})
/** `mayWrite`: whether the reader may add one. */
export const notesOutput = pageOf(note).extend({ mayWrite: z.boolean() })
/** The identifier is made by the client: pressing twice writes once. */
export const writeNoteInput = z.object({ id: id(), personId: id(), body })
export const changeNoteInput = z.object({ id: id(), version: z.number().int(), body })
export const removeNoteInput = z.object({ id: id() })

// ── Care notes ──────────────────────────────────────────────────────────────────────────────────────────────────
export const aboutInput = z.object({ personId: id() })
/** Why the reader may open it. */
export const careReasons = ['author', 'shared', 'leader', 'break-glass'] as const
const careNote = z.object({
  id: id(),
  author: named,
  /** Where it was written: whoever leads there reads it. */
  place: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  version: z.number().int(),
  sharedWith: z.array(named),
  because: z.enum(careReasons),
})
const glass = z.object({ by: named, reason: z.string(), at: z.date(), endsAt: z.date() })
/** What can be opened, without its texts. That there is more is told to nobody. */
export const careNotesOutput = z.object({
  notes: z.array(careNote),
  mayWrite: z.boolean(),
  /** Whether the reader could open what they are no reader of, with a reason that is logged. */
  mayBreakGlass: z.boolean(),
  /** Until when they have done so. */
  openUntil: z.date().nullable(),
  /** Who has, for the authors; one's own. The latest first. */
  glassBroken: z.array(glass),
  /** Whom a note can be shared with. */
  readers: z.array(z.object({ id: id(), name: z.string(), role: z.string(), place: z.string() })),
})
export const openedOutput = z.object({ texts: z.array(z.object({ id: id(), body: z.string() })) })
const readers = z.array(id()).max(20)
export const writeCareNoteInput = z.object({ id: id(), personId: id(), body, sharedWith: readers.default([]) })
export const changeCareNoteInput = z.object({ id: id(), version: z.number().int(), body })
export const shareCareNoteInput = z.object({ id: id(), sharedWith: readers })
export const removeCareNoteInput = z.object({ id: id() })
export const breakGlassInput = z.object({
  personId: id(),
  reason: z.string().trim().min(10, 'care.reason-short').max(1000, 'care.reason-long'),
})
export const breakGlassOutput = z.object({ until: z.date() })
export const glassInput = pageInput.extend({ nodeId: id() })
export const glassOutput = pageOf(
  glass.extend({
    id: id(),
    /** Without a name where the reader may not read the person. */
    person: named,
    place: z.string().nullable(),
  }),
)
