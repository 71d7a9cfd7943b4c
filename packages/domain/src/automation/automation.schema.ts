/** Shapes of automation: what can be tuned, what comes next, what was. The browser may import this file. Source: AUT-1 to AUT-4. */
import { calendarDate } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

/** Welcome after a registration, pre-graduates, the alumni transition, and whoever has gone silent. Source: AUT-1 to AUT-4. */
export const automationNames = ['welcome', 'pre-graduate', 'alumni', 're-engage'] as const
export type AutomationName = (typeof automationNames)[number]
const automation = z.enum(automationNames)

// ── What can be tuned ───────────────────────────────────────────────────────────────────────────────────────────
/** Mails of a series, at most: each has a template of its own. */
export const longestSeries = { welcome: 3, 're-engage': 2 } as const
const rising = (days: readonly number[]) => days.every((day, i) => i === 0 || day > days[i - 1]!)
const series = (longest: number) =>
  z.array(z.number().int().min(0).max(365)).min(1).max(longest).refine(rising, 'automation.days-not-rising')

/** Numbers of each automation. `days` count from the beginning of the series, one for each mail. */
export const automationNumbers = {
  welcome: z.object({
    days: series(longestSeries.welcome),
    /** A mail that is later than so many days is left out. */
    lateDays: z.number().int().min(1).max(60),
  }),
  'pre-graduate': z.object({ monthsBefore: z.number().int().min(1).max(24) }),
  alumni: z.object({
    /** From the proposal to the transition. */
    daysToObject: z.number().int().min(0).max(180),
  }),
  're-engage': z.object({
    /** Without a sign of life, breaks not counted. */
    monthsSilent: z.number().int().min(1).max(24),
    days: series(longestSeries['re-engage']),
    lateDays: z.number().int().min(1).max(60),
    /** Until which day whoever leads looks after them; 0: nobody is asked to. Numbers that were set before this one was ask as well. */
    followUpDays: z.number().int().min(0).max(60).default(7),
  }),
} as const
export type AutomationNumbers = { [A in AutomationName]: z.output<(typeof automationNumbers)[A]> }
/** What holds for people of a node. */
export type AutomationSettings = { [A in AutomationName]: AutomationNumbers[A] & { enabled: boolean } }

/** What holds where nobody says anything. */
export const unsaidSettings: AutomationSettings = {
  welcome: { enabled: true, days: [0, 3, 10], lateDays: 7 },
  'pre-graduate': { enabled: true, monthsBefore: 6 },
  alumni: { enabled: true, daysToObject: 14 },
  're-engage': { enabled: true, monthsSilent: 3, days: [0, 14], lateDays: 7, followUpDays: 7 },
}

const origin = z.object({ id: id(), name: z.string() })
const numberValue = z.union([z.number(), z.array(z.number())])
/** An automation at a node: what holds, whose word it is, and what is to come. */
export const automationView = z.object({
  automation,
  enabled: z.boolean(),
  numbers: z.record(z.string(), numberValue),
  /** The node that says it; null for what the product takes where nobody said anything. */
  enabledFrom: origin.nullable(),
  numbersFrom: origin.nullable(),
  /** Whether this node says something of its own. */
  own: z.boolean(),
  /** What would hold without the node's own word. */
  above: z.object({ enabled: z.boolean(), numbers: z.record(z.string(), numberValue), from: origin.nullable() }),
  /** Acts of the next 30 days here; `more` where there are too many to count one by one. */
  planned: z.object({ count: z.number().int(), more: z.boolean() }),
})
export type AutomationView = z.output<typeof automationView>
export const settingsInput = z.object({ nodeId: id() })
export const settingsOutput = z.object({
  node: origin,
  automations: z.array(automationView),
  /** Whether the reader may change them. */
  change: z.boolean(),
})
export const changeSettingsInput = z.object({
  nodeId: id(),
  automation,
  /** Null: as above. */
  enabled: z.boolean().nullable(),
  /** Null: all as above. */
  numbers: z.record(z.string(), numberValue).nullable(),
})
export const settingsChangedOutput = z.object({ nodeId: id() })

// ── What comes next, and what holds it up ───────────────────────────────────────────────────────────────────────
const values = z.record(z.string(), z.union([z.string(), z.number()]))
export type Values = z.output<typeof values>
export const aboutPerson = z.object({ personId: id() })
export const nextAct = z.object({
  automation,
  step: z.string(),
  /** The day at the person's home; null where it waits for something that has no date, or is paused. */
  on: calendarDate().nullable(),
  /** What it follows from: a rule code with values. */
  why: z.object({ code: z.string(), values }),
  /** Whose setting it is; null: nobody's, the product's. */
  settingFrom: origin.nullable(),
  /** Why it can't be done although it is due. */
  waitsFor: z.object({ code: z.string(), values }).nullable(),
  /** Whom to ask where it waits. */
  ask: z.array(z.object({ role: z.string(), name: z.string() })),
  held: z
    .object({ until: calendarDate().nullable(), reason: z.string().nullable(), by: z.string().nullable() })
    .nullable(),
})
export type NextAct = z.output<typeof nextAct>
export const nextOutput = z.object({
  acts: z.array(nextAct),
  /** Automations that the reader may pause, postpone and resume for this person. */
  mayHold: z.boolean(),
  /** The proposed move to the graduates, where there is one: where it can go, and whether the reader may have it made at once. */
  move: z
    .object({ mayApply: z.boolean(), network: id().nullable(), networks: z.array(origin), goesOn: z.boolean() })
    .nullable(),
  /** Today at the person's home. */
  today: calendarDate(),
})

export const graduationsInput = z.object({
  nodeId: id(),
  /** Only those that wait for somebody. */
  waiting: z.boolean().default(false),
})
/** A proposed move to the graduates. */
const graduation = z.object({
  person: z.object({ id: id(), name: z.string() }),
  state: z.string(),
  home: origin.nullable(),
  /** The expected graduation, as written. */
  expected: z.string(),
  proposedOn: calendarDate(),
  /** The day at the person's home; null while it is paused. */
  on: calendarDate().nullable(),
  waitsFor: nextAct.shape.waitsFor,
  held: nextAct.shape.held,
  /** Where it goes, as far as that is known. */
  network: id().nullable(),
  /** Networks among which the reader may choose. */
  networks: z.array(origin),
  /** Whether the reader may have it made at once. */
  mayApply: z.boolean(),
  /** Whether somebody said so, or where to: what is due is under way. */
  goesOn: z.boolean(),
})
export type Graduation = z.output<typeof graduation>
export const graduationsOutput = z.object({
  node: origin,
  rows: z.array(graduation),
  /** Whether there are more than the list has room for. */
  more: z.boolean(),
  /** Today at the node. */
  today: calendarDate(),
})

const reason = z.string().trim().min(1).max(500).nullish()
export const pauseInput = z.object({ personId: id(), automation, reason })
export const postponeInput = pauseInput.extend({ until: calendarDate() })
export const resumeInput = z.object({ personId: id(), automation })
/** `networkId` where the region has several graduate networks and none has been chosen. */
export const moveNowInput = z.object({ personId: id(), networkId: id().nullish() })
/** How many at once, at most. */
export const mostChosen = 100
export const chooseNetworkInput = z.object({
  personIds: z.array(id()).min(1, 'automation.nobody-chosen').max(mostChosen),
  networkId: id(),
})
export const networkChosenOutput = z.object({ chosen: z.number().int() })
export const holdOutput = z.object({ personId: id() })

// ── What was ────────────────────────────────────────────────────────────────────────────────────────────────────
export const lineEntry = z.object({
  id: z.string(),
  at: z.date(),
  /** Known to the day only: the time of `at` says nothing. */
  wholeDay: z.boolean(),
  /** `people.state`, `automation.welcome.mail-1`, …: the page has words for each. */
  kind: z.string(),
  values,
})
export type LineEntry = z.output<typeof lineEntry>
export const lifeLineInput = pageInput.extend({ personId: id(), take: z.number().int().min(1).max(100).default(30) })
export const lifeLineOutput = pageOf(lineEntry).omit({ total: true })
