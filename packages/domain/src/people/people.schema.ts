/** Shapes of people: what goes in and out of the verbs. The browser may import this file. Source: PPL-1, PPL-2, PPL-3. */
import { calendarDate, partialDate, partialMonth } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

/** Where a membership stands in the life-cycle. Source: PPL-2. */
export const personStates = ['visitor', 'member', 'pre_graduate', 'alumni', 'inactive', 'archived'] as const
export type PersonState = (typeof personStates)[number]
/** Every state but archived: what a membership can begin in, and what lists show unless asked otherwise. */
export const openStates = ['visitor', 'member', 'pre_graduate', 'alumni', 'inactive'] as const
export type OpenState = (typeof openStates)[number]
export const genders = ['female', 'male', 'other'] as const
export const consentChannels = ['email', 'sms', 'phone', 'post', 'in-app'] as const
/** `group-list`: fellow members of the group may see name, e-mail and phone. */
export const consentPurposes = ['ministry', 'newsletter', 'fundraising', 'photos', 'group-list'] as const

const text = (max: number) => z.string().trim().min(1).max(max)
const optional = (max: number) => text(max).nullish()

/** What is written about a person. Absent leaves a value as it is, null erases it. Source: PPL-1. */
const fields = {
  /** As the person writes it. */
  name: text(300),
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
export const personFieldNames = Object.keys(fields) as (keyof PersonFields)[]

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
  consents: z.array(consentGiven).optional(),
  doNotContact: z.boolean().optional(),
})
export type PersonInput = z.output<typeof personInput>

/** A change to one person's fields. Absent leaves, null erases. With `version` a change made meanwhile is a conflict. */
export interface PersonChange {
  id: string
  version?: number | undefined
  fields: Partial<PersonFields>
  /** Keys to add; one that another person has in this tree is a conflict. */
  keys?: ExternalKey[] | undefined
}
