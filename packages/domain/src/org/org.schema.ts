import { calendarDate, isTimeZone } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import { isCurrency } from '@ministry/kernel/money'
import * as z from 'zod'

/** As the access package has them; a test holds the two together, since the browser may not load that package's list here. */
export const nodeKind = z.enum([
  'National',
  'Region',
  'Board',
  'Campus',
  'GraduateNetwork',
  'SmallGroup',
  'GraduateGroup',
])
export const nodeState = z.enum(['active', 'closed'])

const name = z.string().trim().min(1, 'org.name-missing').max(200)
const code = z.string().trim().min(1).max(40)
/** Why it is done; stands in the audit and in the node's history. */
const reason = z.string().trim().max(500).optional()

// ── Settings (ORG-2) ─────────────────────────────────────────────────────────────────────────────────────────
const period = z
  .object({ name: z.string().trim().min(1).max(100), from: calendarDate(), to: calendarDate() })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'org.period-ends-before-it-begins' })
const holiday = z.object({ name: z.string().trim().min(1).max(100), date: calendarDate() })
const restDays = z
  .array(z.number().int().min(0).max(6))
  .max(7)
  .refine((days) => new Set(days).size === days.length, 'org.rest-day-twice')

const hour = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'org.hour-unreadable')
/** By the local clock, `HH:MM`, until the next day where `to` is earlier; the same twice: never. Source: MSG-2. */
const quietHours = z.object({ from: hour, to: hour })
export type QuietHours = z.infer<typeof quietHours>

/** Each setting a node can have of its own. Null means: as above. Rest days count from Sunday, 0. Source: ORG-2. */
export const ownSettings = z.object({
  timeZone: z.string().max(60).refine(isTimeZone, 'org.time-zone-unknown').nullable(),
  currency: z.string().refine(isCurrency, 'org.currency-unknown').nullable(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'org.language-unknown')
    .nullable(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'org.country-unknown')
    .nullable(),
  contactEmail: z.email('org.email-unreadable').max(254).nullable(),
  contactPhone: z
    .string()
    .trim()
    .regex(/^\+?[\d ()/.-]{4,30}$/, 'org.phone-unreadable')
    .nullable(),
  address: z.string().trim().min(1).max(500).nullable(),
  website: z
    .url({ protocol: /^https?$/, error: 'org.website-unreadable' })
    .max(500)
    .nullable(),
  terms: z.array(period).max(60).nullable(),
  breaks: z.array(period).max(60).nullable(),
  restDays: restDays.nullable(),
  holidays: z.array(holiday).max(400).nullable(),
  quietHours: quietHours.nullable(),
})
export type OwnSettings = z.infer<typeof ownSettings>
export type SettingName = keyof OwnSettings

const origin = z.object({ id: id(), name: z.string() })
const from = <T extends z.ZodType>(value: T) => z.object({ value, from: origin.nullable() })
/** What holds at a node, each with the node that it comes from; `from` is null for what the product takes where nobody said anything. */
export const effectiveSettings = z.object({
  timeZone: from(z.string()),
  currency: from(z.string()),
  language: from(z.string()),
  country: from(z.string().nullable()),
  contactEmail: from(z.string().nullable()),
  contactPhone: from(z.string().nullable()),
  address: from(z.string().nullable()),
  website: from(z.string().nullable()),
  terms: from(z.array(period)),
  breaks: from(z.array(period)),
  restDays: from(z.array(z.number().int())),
  holidays: from(z.array(holiday)),
  quietHours: from(quietHours),
})
export type EffectiveSettings = z.infer<typeof effectiveSettings>

// ── The tree (ORG-4) ─────────────────────────────────────────────────────────────────────────────────────────
export const crumb = z.object({ id: id(), kind: nodeKind, name: z.string(), state: nodeState })
/** A node in lists. `people` is null for whoever may not see people there. */
export const treeNode = crumb.extend({
  parentId: id().nullable(),
  code: z.string().nullable(),
  /** Levels below the National node. */
  depth: z.number().int(),
  children: z.number().int(),
  people: z.number().int().nullable(),
  seats: z.number().int(),
  emptySeats: z.number().int(),
})
export type TreeNode = z.infer<typeof treeNode>

export const treeInput = z.object({
  /** Only the children of this node: for trees that are too large to come whole. */
  under: id().optional(),
  closed: z.boolean().default(false),
})
/** Parents stand before their children; `whole` is false where `children` counts nodes that are not in the list. */
export const treeOutput = z.object({ nodes: z.array(treeNode), whole: z.boolean(), total: z.number().int() })

export const searchInput = z.object({
  text: z.string().trim().min(1).max(100),
  closed: z.boolean().default(false),
  take: z.number().int().min(1).max(50).default(20),
})
/** `path` leads from the top to the parent. */
export const searchOutput = z.array(crumb.extend({ code: z.string().nullable(), path: z.array(z.string()) }))

export const getInput = z.object({ nodeId: id() })
/** Who sits where. `personId` and, for seats that don't lead, `name` are null for whoever may not see them. */
export const seat = z.object({
  role: z.string(),
  leads: z.boolean(),
  holders: z.array(z.object({ personId: id().nullable(), name: z.string().nullable(), since: z.date() })),
})
export const getOutput = crumb.extend({
  parentId: id().nullable(),
  code: z.string().nullable(),
  openedOn: calendarDate(),
  /** From the top down to the node itself. */
  breadcrumbs: z.array(crumb),
  own: ownSettings,
  settings: effectiveSettings,
  seats: z.array(seat),
  people: z.number().int().nullable(),
  children: z.array(treeNode),
  /** False where there are more children than the page takes. */
  allChildren: z.boolean(),
  can: z.object({
    /** Kinds of nodes that may be opened here. */
    open: z.array(nodeKind),
    rename: z.boolean(),
    move: z.boolean(),
    close: z.boolean(),
    reopen: z.boolean(),
    changeSettings: z.boolean(),
    seePeople: z.boolean(),
  }),
})

// ── Changes (ORG-3) ──────────────────────────────────────────────────────────────────────────────────────────
export const nodeOutput = z.object({ id: id() })
export const openInput = z.object({ parentId: id(), kind: nodeKind, name, code: code.nullable().optional(), reason })
export const renameInput = z.object({
  nodeId: id(),
  name,
  /** Absent: as it is. */
  code: code.nullable().optional(),
  reason,
})
export const moveInput = z.object({ nodeId: id(), parentId: id(), reason })
export const closeInput = z.object({
  nodeId: id(),
  /** Also everything that is open below. */
  withBelow: z.boolean().default(false),
  /** Where the people go; needed where there are any. */
  handOverTo: id().optional(),
  reason,
})
/** What the closing took with it. */
export const closeOutput = z.object({
  id: id(),
  nodes: z.number().int(),
  people: z.number().int(),
  roles: z.number().int(),
  invitations: z.number().int(),
})
export const reopenInput = z.object({ nodeId: id(), reason })
export const changeSettingsInput = z.object({
  nodeId: id(),
  settings: ownSettings.partial().refine((own) => Object.keys(own).length > 0, 'org.nothing-to-change'),
  reason,
})
