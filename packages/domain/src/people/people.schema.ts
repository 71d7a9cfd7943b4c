/** Shapes of people: what goes in and out of the verbs. The browser may import this file. Source: PPL-1, PPL-2, PPL-3. */
import { calendarDate, partialDate, partialMonth } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'
import {
  customChange,
  customField,
  customValue,
  tag,
  tagChange,
  type CustomChange,
  type TagChange,
} from './fields/fields.schema.ts'

export * from './fields/fields.schema.ts'
import {
  consentChannels,
  consentPurposes,
  genders,
  openStates,
  personStates,
  type PersonState,
} from './choices.schema.ts'
import { listColumn, listOrder } from './filter.schema.ts'
import { peopleFilter } from './people-filter.schema.ts'

export * from './choices.schema.ts'
export * from './exports.schema.ts'
export * from './filter.schema.ts'
export * from './people-filter.schema.ts'
export * from './views.schema.ts'

const followers: Record<PersonState, readonly PersonState[]> = {
  visitor: ['member', 'inactive', 'archived'],
  member: ['pre_graduate', 'alumni', 'inactive', 'archived'],
  // Back to member where graduation is put off.
  pre_graduate: ['member', 'alumni', 'inactive', 'archived'],
  // Back to member with a second course of study.
  alumni: ['member', 'inactive', 'archived'],
  // Re-engaged.
  inactive: ['visitor', 'member', 'pre_graduate', 'alumni', 'archived'],
  // Restored.
  archived: ['visitor', 'member', 'pre_graduate', 'alumni', 'inactive'],
}

/** The states that a membership may go to from this one. Source: PPL-2. */
export const statesAfter = (state: PersonState): readonly PersonState[] => followers[state]

const text = (max: number) => z.string().trim().min(1).max(max)
const optional = (max: number) => text(max).nullish()

/** Neither blank nor control nor format character, nor a mark that needs a letter. */
export const visible = /[^\s\p{Z}\p{C}\p{M}]/u

/** What is written about a person. Absent leaves a value as it is, null erases it. Source: PPL-1. */
const fields = {
  /** As the person writes it; something in it can be seen. */
  name: text(300).regex(visible),
  /** What lists are ordered by, for instance `Family, Given`; absent, the name. */
  sortName: optional(300),
  preferredName: optional(300),
  gender: z.enum(genders).nullish(),
  /** To the day, the month or the year. */
  birthDate: partialDate().nullish(),
  /** The first is preferred. */
  emails: z
    .array(z.string().trim().toLowerCase().pipe(z.email()).pipe(z.string().max(254)))
    .max(10)
    .optional(),
  /** As typed or E.164; the first is preferred. A number without a country is read as one of the home node's country. */
  phones: z.array(text(40)).max(10).optional(),
  street: optional(300),
  city: optional(200),
  province: optional(200),
  postalCode: optional(40),
  country: optional(100),
  institution: optional(300),
  courseOfStudy: optional(300),
  /** `2028-06` or `2028`. */
  expectedGraduation: partialMonth().nullish(),
  /** Who says so: `person`, `import`, `institution`, … */
  expectedGraduationSource: optional(100),
  /** BCP 47 tags. */
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/))
    .max(20)
    .optional(),
  emergencyName: optional(300),
  emergencyPhone: optional(40),
}
export const personFields = z.object(fields)
export type PersonFields = z.output<typeof personFields>
/** Some of the fields: absent or undefined leaves a value, null erases it. */
export type SomeFields = { [F in keyof PersonFields]?: PersonFields[F] | undefined }
export const personFieldNames = Object.keys(fields) as (keyof PersonFields)[]
/** What is shown of a person besides: wishes, which acts of their own change. */
export const wishNames = ['doNotContact', 'listedInGroup'] as const

/** What a movement notes in words of its own, and the photo: each has acts or inputs of its own. */
export const ownNames = ['custom', 'sensitiveCustom', 'tags', 'photo'] as const

/** What another system or file calls the person; `nodeId` is where the file came in, for two campuses may both have a "1". Source: IMP-4. */
export const externalKey = z.object({ nodeId: id(), source: text(100), key: text(300) })
export type ExternalKey = z.output<typeof externalKey>
const consentGiven = z.object({
  channel: z.enum(consentChannels),
  purpose: z.enum(consentPurposes),
  given: z.boolean(),
  /** Wording that was agreed to, or where the yes is on record. */
  source: text(1000),
})

/** One person to be made, with the home. Contact data are already normal: e-mails lower-cased, phones E.164. */
export const personInput = z.object({
  ...fields,
  home: z.object({ nodeId: id(), state: z.enum(openStates), joinedOn: calendarDate() }),
  keys: z.array(externalKey).optional(),
  consents: z.array(consentGiven).max(50).optional(),
  doNotContact: z.boolean().optional(),
  /** Values of custom fields that hold at the home. */
  custom: customChange.optional(),
  /** Tags to put on; they are those of the home or above. */
  tags: tagChange.pick({ add: true }).optional(),
})
export type PersonInput = z.output<typeof personInput>

/** A change to one person's fields. Absent leaves, null erases. With `version` a change made meanwhile is a conflict. */
export interface PersonChange {
  id: string
  version?: number | undefined
  fields: SomeFields
  /** Keys to add; one that another person has in this tree is a conflict. */
  keys?: ExternalKey[] | undefined
  /** Values of custom fields that hold where the person belongs. */
  custom?: CustomChange | undefined
  tags?: TagChange | undefined
}

// ── Lists and search ────────────────────────────────────────────────────────────────────────────────────────────
export const listInput = pageInput.extend({
  nodeId: id(),
  filter: peopleFilter.default({}),
  order: listOrder.default({ by: 'name', descending: false }),
  /** What lines tell beside what every line tells. */
  columns: z.array(listColumn).max(40).default([]),
})

const place = z.object({ id: id(), name: z.string() })
/** A line of a list. A field that the reader may not read is absent; one without a value is null. */
export const personLine = z.object({
  id: id(),
  name: z.string(),
  preferredName: z.string().nullish(),
  state: z.enum(personStates).optional(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  /** Null also where the reader may not see the place. */
  home: place.nullish(),
  expectedGraduation: z.string().nullish(),
  doNotContact: z.boolean().optional(),
  /** The file of the photo. */
  photoId: id().nullish(),
  /** The columns that were asked for, as far as the reader may read them. */
  columns: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable())
    .optional(),
})
export type PersonLine = z.output<typeof personLine>
export const listOutput = pageOf(personLine)

/** What somebody types to find a person: part of a name, an e-mail address or a phone number. It stays out of addresses and logs. */
export const searchInput = z.object({
  nodeId: id(),
  term: z.string().trim().min(1).max(200),
  take: z.number().int().min(1).max(500).default(50),
})
/** `refine`: more were found than are looked at. `total` is how many were looked at, of which `rows` are the best. */
export const searchOutput = z.object({ rows: z.array(personLine), total: z.number().int(), refine: z.boolean() })

// ── Detail ──────────────────────────────────────────────────────────────────────────────────────────────────────
export const aboutPerson = z.object({ id: id() })
const stateRow = z.object({
  state: z.enum(personStates),
  since: calendarDate(),
  reason: z.string().nullable(),
})
const membershipDetail = z.object({
  id: id(),
  node: place.nullable(),
  isHome: z.boolean(),
  state: z.enum(personStates),
  joinedOn: calendarDate(),
  leftOn: calendarDate().nullable(),
  /** Oldest first. */
  states: z.array(stateRow),
})
const consentDetail = z.object({
  channel: z.enum(consentChannels),
  purpose: z.enum(consentPurposes),
  given: z.boolean(),
  at: z.date(),
  source: z.string(),
  /** Who wrote it down; null where the reader doesn't see them, or nobody did. */
  by: z.string().nullable(),
})
const silence = z.object({
  since: z.date(),
  reason: z.string().nullable(),
  by: z.string().nullable(),
  liftedAt: z.date().nullable(),
  liftedBy: z.string().nullable(),
})
/** What the reader may do with the person: buttons, never a promise. */
export const personActs = [
  'update',
  'change-state',
  'archive',
  'restore',
  'change-home',
  'join-node',
  'leave-node',
  'give-consent',
  'renew-consent',
  'withdraw-consent',
  'set-do-not-contact',
  'lift-do-not-contact',
] as const
export const personDetail = z.object({
  id: id(),
  /** What a change has to name; absent, as all that follows, where the reader may not read it. */
  version: z.number().int().optional(),
  state: z.enum(personStates).optional(),
  home: place.nullish(),
  /** Only the fields that the reader may read. */
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean()]).nullable()),
  memberships: z.array(membershipDetail),
  /** The latest word for each channel and purpose; absent where the reader may not read it. */
  consents: z.array(consentDetail).optional(),
  consentHistory: z.array(consentDetail).optional(),
  doNotContact: z.object({ since: z.date(), reason: z.string().nullable() }).nullish(),
  /** Every time somebody asked not to be contacted, the latest first; absent as the consents. */
  doNotContactHistory: z.array(silence).optional(),
  /** Custom fields that hold where the person belongs and that the reader may read, in order, with the person's values. */
  custom: z.array(z.object({ field: customField, value: customValue.nullable() })),
  /** Tags that the person has; absent where the reader may not read them. */
  tags: z.array(tag).optional(),
  /** Tags that could be put on; empty where the reader may not. */
  furtherTags: z.array(tag),
  /** The file of the photo. */
  photoId: id().nullish(),
  /** Fields that the reader may change. */
  editable: z.array(z.string()),
  acts: z.array(z.enum(personActs)),
  createdAt: z.date().optional(),
  updatedAt: z.date().optional(),
})
export type PersonDetail = z.output<typeof personDetail>

// ── Acts ────────────────────────────────────────────────────────────────────────────────────────────────────────
const reason = optional(1000)
export const createInput = personInput.omit({ keys: true, home: true }).extend({
  home: z.object({ nodeId: id(), state: z.enum(openStates).default('visitor'), joinedOn: calendarDate().optional() }),
  /** Make the person although somebody alike is on record. */
  force: z.boolean().default(false),
})
/** Nothing is made (`id` null) while there are possible duplicates and nobody has said to go on. */
export const createOutput = z.object({
  id: id().nullable(),
  possibleDuplicates: z.array(
    z.object({
      id: id(),
      name: z.string(),
      /** `alike`: by nothing that is equal, but by what `reasons` say. */
      by: z.enum(['email', 'phone', 'name-and-birth-date', 'name', 'alike']),
      verdict: z.enum(['certain', 'possible']),
      reasons: z.array(z.object({ field: z.string(), likeness: z.string(), bits: z.number() })),
    }),
  ),
})
export const updateInput = z.object({
  id: id(),
  version: z.number().int(),
  fields: personFields.partial(),
  custom: customChange.optional(),
  tags: tagChange.optional(),
})
export const updateOutput = z.object({ id: id(), version: z.number().int(), changed: z.array(z.string()) })
export const changeStateInput = z.object({
  id: id(),
  /** Which membership; absent, the home. */
  nodeId: id().optional(),
  to: z.enum(openStates),
  /** From when on; absent, today. */
  on: calendarDate().optional(),
  reason,
})
export const archiveInput = z.object({ id: id(), reason })
export const joinNodeInput = z.object({
  id: id(),
  nodeId: id(),
  state: z.enum(openStates).default('member'),
  joinedOn: calendarDate().optional(),
})
export const leaveNodeInput = z.object({ id: id(), nodeId: id(), leftOn: calendarDate().optional(), reason })
export const changeHomeInput = z.object({
  id: id(),
  nodeId: id(),
  /** Whether the old home stays as a further membership. */
  keepOld: z.boolean().default(false),
  reason,
})
const wish = z.object({
  id: id(),
  channel: z.enum(consentChannels),
  purpose: z.enum(consentPurposes),
  source: text(1000),
})
export const consentInput = wish
export const doNotContactInput = z.object({ id: id(), reason })
export const setPhotoInput = z.object({
  id: id(),
  /** An upload of the caller's own, cut to a square. */
  fileId: id(),
  /** The person's yes to photos, said now: its wording or where it is on record. */
  consent: text(1000).optional(),
})
export const institutionsInput = z.object({ nodeId: id() })
export const institutionsOutput = z.object({ institutions: z.array(z.string()) })
export const done = z.object({ id: id() })

export type { Choice, PairDetail, PairReason } from './duplicates/duplicates.schema.ts'
