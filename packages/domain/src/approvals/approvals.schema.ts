/** Shapes of approvals: requests, the way they go, decisions, deputies. The browser may import this file. Source: APR-1 to APR-8. */
import { calendarDate } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import { money } from '@ministry/kernel/money'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'
import { plannedSeat, plannedStep, seatAt } from './plan.schema.ts'
import { routeCondition, routeDefinition } from './route.schema.ts'

export const caseStates = ['open', 'sent_back', 'approved', 'rejected', 'withdrawn'] as const
const caseState = z.enum(caseStates)
const kind = z.string().min(1).max(40)
/** Read by the schema of its kind. */
const payload = z.unknown()
const reason = z.string().trim().max(2000)
const who = z.object({ id: id(), name: z.string() })
const place = z.object({ id: id(), name: z.string(), kind: z.string() })
const values = z.record(z.string(), z.union([z.string(), z.number()]))

/** One line of a case: a message key with values, the amount as asked, and the person it is about where the reader may see them. */
const summary = z.object({ subject: z.string(), amount: money.nullable(), about: who.nullable() })

// ── Before submitting (APR-6) ────────────────────────────────────────────────────────────────────────────────
export const previewInput = z.object({ kind, nodeId: id(), payload })
/** A seat of a route as people read it: its place, who sits there, who stands in for whom. */
const shownSeat = plannedSeat.extend({
  place: place.nullable(),
  people: z.array(who.extend({ deputy: who.nullable() })),
  /** Median working hours until this seat answered, of the last cases of the kind; null where there are too few. */
  usualHours: z.number().nullable(),
})
export const shownStep = plannedStep.extend({ seats: z.array(shownSeat) })
export type ShownStep = z.output<typeof shownStep>
export const previewOutput = z.object({
  checks: z.array(z.object({ code: z.string(), passed: z.boolean(), values })),
  steps: z.array(shownStep),
  /** When the rule holds that the request goes by. */
  rule: routeCondition,
  /** Of the whole way, working hours; null where there is no history. */
  usualHours: z.number().nullable(),
  /** What the bands go by: the amount in the National node's currency, and what else counts into it. */
  counted: z.object({ amount: money, earlier: money, rate: z.string().nullable() }).nullable(),
  /** What would change the route: from this amount on (or up to it) other seats are asked. */
  changes: z.array(z.object({ when: z.enum(['over', 'up-to']), amount: money, seats: z.array(seatAt) })),
})

// ── Requests and their way ───────────────────────────────────────────────────────────────────────────────────
export const submitInput = z.object({
  /** The request's own identifier, made by the client: pressing twice asks once. */
  id: id(),
  kind,
  nodeId: id(),
  payload,
  fileIds: z.array(id()).max(10).default([]),
})
export const caseChanged = z.object({ id: id(), state: caseState, version: z.number().int() })
/** Sent with every act: who read an older version is told so. */
const onVersion = { id: id(), version: z.number().int() }
export const editInput = z.object({ ...onVersion, payload, fileIds: z.array(id()).max(10).default([]) })
export const withdrawInput = z.object({ ...onVersion, reason: reason.optional() })

export const choices = ['approve', 'reject', 'send_back', 'abstain'] as const
/** `reason` is needed to reject and to send back. `payloadHash` is what the approver has read. */
export const decideInput = z.object({
  ...onVersion,
  choice: z.enum(choices),
  reason: reason.optional(),
  payloadHash: z.string().length(64),
})
export const decideManyInput = z.object({
  cases: z
    .array(z.object({ ...onVersion, payloadHash: z.string().length(64) }))
    .min(1)
    .max(200),
})
/** Each by itself: some may have moved on meanwhile. `code` is the error's, in the reader's words by the catalogue. */
export const decidedMany = z.object({
  approved: z.array(id()),
  refused: z.array(z.object({ id: id(), code: z.string() })),
})
export const commented = z.object({ id: id() })
export const commentInput = z.object({ id: id(), text: z.string().trim().min(1).max(4000) })
/** One's own turn in one case, to somebody else. */
export const delegateInput = z.object({ ...onVersion, toId: id(), reason: reason.optional() })
/** By the seat above: who is to answer instead. */
export const reassignInput = z.object({ ...onVersion, seatId: id(), toId: id(), reason: reason.min(1) })
/** Who may be given a turn: for the pickers. */
export const candidatesInput = z.object({ id: id(), search: z.string().trim().max(100).default('') })
export const candidatesOutput = z.object({ people: z.array(who) })

export const caseInput = z.object({ id: id() })
const mayDo = z.object({
  decide: z.boolean(),
  /** Who the reader signs for: themself, or the absent or delegating person. */
  decideFor: who.nullable(),
  abstain: z.boolean(),
  delegate: z.boolean(),
  /** Seats that the reader may give to somebody else, as the seat above. */
  reassign: z.array(id()),
  edit: z.boolean(),
  withdraw: z.boolean(),
  comment: z.boolean(),
  /** Why the reader can't decide though they hold a seat: an error code, or null. */
  refused: z.string().nullable(),
})
export const caseSeat = seatAt.extend({
  id: id(),
  place: place.nullable(),
  act: z.enum(['endorse', 'decide']),
  position: z.number().int(),
  quorum: z.number().int(),
  state: z.enum(['waiting', 'open', 'signed', 'skipped', 'left', 'closed']),
  because: plannedSeat.shape.because,
  /** Who could sign now; for a signed seat those who did. */
  people: z.array(who.extend({ deputy: who.nullable() })),
  assignedTo: who.nullable(),
  openedAt: z.date().nullable(),
  remindAt: z.date().nullable(),
  dueAt: z.date().nullable(),
  closedAt: z.date().nullable(),
  votes: z.array(
    z.object({
      by: who,
      for: who.nullable(),
      choice: z.enum(choices),
      reason: z.string().nullable(),
      at: z.date(),
    }),
  ),
})
export const trailEntry = z.object({
  kind: z.string(),
  by: who.nullable(),
  seat: seatAt.nullable(),
  reason: z.string().nullable(),
  values,
  revision: z.number().int(),
  at: z.date(),
})
export const caseOutput = z.object({
  id: id(),
  kind: z.string(),
  summary,
  node: place,
  requester: who,
  own: z.boolean(),
  state: caseState,
  revision: z.number().int(),
  version: z.number().int(),
  payload,
  payloadHash: z.string(),
  submittedAt: z.date(),
  endedAt: z.date().nullable(),
  executedAt: z.date().nullable(),
  /** Which version of the route it follows; null: the product's own. */
  routeVersion: z.number().int().nullable(),
  /** When the rule holds that it goes by; null where its route has none for it. */
  rule: routeCondition.nullable(),
  /** What the bands went by, in the National node's currency: more than was asked for where other requests add up with it. */
  counted: money.nullable(),
  /** Of the present revision, in order. */
  seats: z.array(caseSeat),
  trail: z.array(trailEntry),
  comments: z.array(z.object({ by: who, text: z.string(), at: z.date() })),
  files: z.array(z.object({ id: id(), name: z.string(), mediaType: z.string(), size: z.number().int() })),
  may: mayDo,
})
export type CaseView = z.output<typeof caseOutput>

// ── Inbox, own requests, reports ─────────────────────────────────────────────────────────────────────────────
export const inboxInput = pageInput.extend({
  kind: kind.optional(),
  nodeId: id().optional(),
  overdue: z.boolean().optional(),
  /** `for` others as deputy or delegate only, `own` seats only. */
  as: z.enum(['own', 'for-others']).optional(),
})
export const inboxRow = z.object({
  id: id(),
  kind: z.string(),
  summary,
  node: place,
  requester: who,
  act: z.enum(['endorse', 'decide']),
  for: who.nullable(),
  version: z.number().int(),
  payloadHash: z.string(),
  bulk: z.boolean(),
  submittedAt: z.date(),
  dueAt: z.date().nullable(),
  overdue: z.boolean(),
})
export const inboxOutput = pageOf(inboxRow)
/** True counts, for the badge and the filters. */
export const inboxCountOutput = z.object({
  total: z.number().int(),
  overdue: z.number().int(),
  byKind: z.record(z.string(), z.number().int()),
})
export const casesInput = pageInput.extend({
  /** `mine`: what I asked for; `place`: what I may read at a node and below. */
  of: z.union([z.object({ mine: z.literal(true) }), z.object({ nodeId: id() })]),
  kind: kind.optional(),
  state: caseState.optional(),
  /** Days on which they were asked for, in the zone of the place. */
  from: calendarDate().optional(),
  to: calendarDate().optional(),
})
export const caseRow = z.object({
  id: id(),
  kind: z.string(),
  summary,
  node: place,
  requester: who,
  state: caseState,
  submittedAt: z.date(),
  endedAt: z.date().nullable(),
  /** Where it waits now, and who could answer there. */
  waits: z.array(
    seatAt.extend({
      place: place.nullable(),
      people: z.array(who),
      dueAt: z.date().nullable(),
      overdue: z.boolean(),
    }),
  ),
})
export const casesOutput = pageOf(caseRow)

export const reportInput = z.object({
  nodeId: id(),
  kind: kind.optional(),
  from: calendarDate().optional(),
  to: calendarDate().optional(),
})
export const reportOutput = z.object({
  byState: z.array(z.object({ kind: z.string(), state: caseState, cases: z.number().int() })),
  /** Working hours from the opening of a seat to its signature: median and 90 %. */
  times: z.array(
    z.object({
      kind: z.string(),
      act: z.string(),
      seat: z.string(),
      answered: z.number().int(),
      median: z.number(),
      ninety: z.number(),
    }),
  ),
  /** Where cases wait now, the longest first. */
  waits: z.array(
    seatAt.extend({
      place: place.nullable(),
      kind: z.string(),
      cases: z.number().int(),
      overdue: z.number().int(),
      oldest: z.date(),
      people: z.array(who),
    }),
  ),
})

/** For spreadsheets: one line a case, cells that a spreadsheet would compute are neutralised. */
export const reportCsvOutput = z.object({ fileName: z.string(), csv: z.string(), cases: z.number().int() })

// ── Deputies (APR-2) ─────────────────────────────────────────────────────────────────────────────────────────
export const absence = z.object({
  id: id(),
  deputy: who.nullable(),
  startsAt: z.date(),
  endsAt: z.date(),
  note: z.string().nullable(),
})
export const absencesOutput = z.object({
  own: z.array(absence),
  /** For whom the reader stands in now or later. */
  deputyFor: z.array(absence.omit({ deputy: true }).extend({ person: who })),
})
/** Days in the zone of the person's home, both included. */
export const setAbsenceInput = z
  .object({
    id: id(),
    from: calendarDate(),
    until: calendarDate(),
    deputyId: id().nullable(),
    note: z.string().trim().max(500).optional(),
  })
  .refine(({ from, until }) => from <= until, { path: ['until'], message: 'approvals.absence-ends-before-it-begins' })
export const absenceSet = z.object({ id: id() })
export const endAbsenceInput = z.object({ id: id() })
/** Who may be named as deputy: those who hold a role in the same movement. */
export const deputiesInput = z.object({ search: z.string().trim().max(100).default('') })

// ── Routes (APR-1) ───────────────────────────────────────────────────────────────────────────────────────────
export const routesInput = z.object({ nodeId: id() })
/** SHA-256 of a route, in hex: who acts on a draft says which one they have read. */
const routeHash = z.string().length(64)
const routeVersionLine = z.object({
  id: id(),
  version: z.number().int(),
  note: z.string().nullable(),
  createdAt: z.date(),
  publishedAt: z.date().nullable(),
  publishedBy: who.nullable(),
  cases: z.number().int(),
})
export const routesOutput = z.object({
  node: place,
  /** Of the movement, for bands. */
  currency: z.string(),
  change: z.boolean(),
  kinds: z.array(
    z.object({
      kind: z.string(),
      banded: z.boolean(),
      facts: z.record(z.string(), z.array(z.string())),
      /** What holds: the newest published one, or the product's own (null). */
      version: z.number().int().nullable(),
      definition: routeDefinition,
      /** The product's own, to begin again from. */
      own: routeDefinition,
      draft: z
        .object({
          ...{ id: id(), version: z.number().int(), definition: routeDefinition, note: z.string().nullable() },
          hash: routeHash,
        })
        .nullable(),
      versions: z.array(routeVersionLine),
    }),
  ),
})
export const saveDraftInput = z.object({
  nodeId: id(),
  kind,
  definition: routeDefinition,
  note: z.string().trim().max(500).optional(),
  /** Of the draft that was changed; null: there was none. */
  hash: routeHash.nullable(),
})
export const draftSaved = z.object({ id: id(), version: z.number().int(), hash: routeHash })
export const routeInput = z.object({ id: id() })
/** How the newest cases of the kind would have gone by a draft. */
export const tryRouteOutput = z.object({
  /** Of what was tried. */
  hash: routeHash,
  tried: z.number().int(),
  same: z.number().int(),
  different: z.array(
    z.object({
      id: id(),
      summary,
      node: place,
      submittedAt: z.date(),
      before: z.array(seatAt),
      after: z.array(seatAt),
      /** No rule of the draft holds for it. */
      noRule: z.boolean(),
    }),
  ),
  /** So many more would go another way, which the reader may not see. */
  unseen: z.number().int(),
  /** Gaps between bands and rules that can never hold, as message keys. Publishing is refused while there are any. */
  faults: z.array(z.object({ code: z.string(), values })),
})
export const published = z.object({ id: id(), version: z.number().int() })
/** `hash` is of the draft that was read. */
export const publishInput = z.object({ id: id(), hash: routeHash, note: z.string().trim().max(500).optional() })
export const discardDraftInput = z.object({ id: id(), hash: routeHash })
export const draftDiscarded = z.object({ id: id() })
/** One version of a route, as it was published; or a draft, for those who may change routes. */
export const routeVersionOutput = routeVersionLine.extend({
  kind: z.string(),
  node: place,
  currency: z.string(),
  banded: z.boolean(),
  facts: z.record(z.string(), z.array(z.string())),
  definition: routeDefinition,
  hash: routeHash,
  /** Whether new requests go by it. */
  holds: z.boolean(),
})
