/**
 * What lists of people can be narrowed by, as data: terms, joined by and/or. The same expression stands in an address, in a saved
 * view, and behind an export. The browser may import this file. Source: PPL-3.
 */
import { calendarDate, partialMonth } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { consentChannels, consentPurposes, genders, personStates } from './choices.schema.ts'

const some = <const T extends readonly [string, ...string[]]>(values: T) => z.array(z.enum(values)).min(1).max(30)
const not = z.literal(true).optional()
const words = z.string().trim().min(1).max(200)
/** A day of any year, `MM-DD`. */
const dayOfYear = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
const years = z.number().int().min(0).max(150)
/** Fields of a person that hold words. */
export const textFields = ['institution', 'courseOfStudy', 'city', 'province', 'country', 'languages'] as const

/** One question about a person. `not` turns it round: whoever doesn't fit, those without a value among them. */
export const filterTerm = z.discriminatedUnion('field', [
  /** Where the membership here stands. */
  z.object({ field: z.literal('state'), is: some(personStates), not }),
  z.object({ field: z.literal('gender'), is: some(genders), not }),
  /** Belongs to the place itself, not only to one below. */
  z.object({ field: z.literal('directly'), not }),
  /** Joined (the place or one below; `directly`: the place itself) in this time, both days included. */
  z.object({
    field: z.literal('joined'),
    from: calendarDate().optional(),
    to: calendarDate().optional(),
    directly: z.literal(true).optional(),
    not,
  }),
  /** Expected to graduate in these years or months, both included. */
  z.object({ field: z.literal('graduation'), from: partialMonth().optional(), to: partialMonth().optional(), not }),
  /** Birthday between two days of the year, both included; from December to January where the first is later. */
  z.object({ field: z.literal('birthday'), from: dayOfYear, to: dayOfYear, not }),
  /** Full years today; of whom only the year is known, those reached this year. */
  z.object({ field: z.literal('age'), from: years.optional(), to: years.optional(), not }),
  /** One of the words stands in it; accents and case don't matter. */
  z.object({ field: z.enum(textFields), has: z.array(words).min(1).max(10), not }),
  z.object({ field: z.literal('doNotContact'), not }),
  /** The latest word on this channel and purpose: a yes, a no, or none. */
  z.object({
    field: z.literal('consent'),
    channel: z.enum(consentChannels),
    purpose: z.enum(consentPurposes),
    is: z.enum(['given', 'refused', 'unasked']),
    not,
  }),
  /** Something of the kind is known at all. */
  z.object({
    field: z.literal('known'),
    is: z.enum(['email', 'phone', 'birthDate', 'gender', 'graduation', 'institution', 'address', 'emergency']),
    not,
  }),
  /** Last sign of life on this day or later, or before it (where none is known, neither). */
  z.object({ field: z.literal('lastSign'), from: calendarDate().optional(), before: calendarDate().optional(), not }),
  /** Holds one of these roles here or below today. */
  z.object({
    field: z.literal('role'),
    is: z
      .array(z.string().regex(/^[a-z-]{1,60}$/))
      .min(1)
      .max(30),
    not,
  }),
  /** Has one of these tags; `every`: all of them. */
  z.object({ field: z.literal('tags'), is: z.array(id()).min(1).max(30), every: z.literal(true).optional(), not }),
  /**
   * A custom field that holds at the place: has one of these values (options by key), a value from … to (numbers, days), words in it,
   * or any value at all where none of these is asked.
   */
  z.object({
    field: z.literal('custom'),
    id: id(),
    is: z
      .array(z.union([z.string().min(1).max(500), z.number(), z.boolean()]))
      .min(1)
      .max(30)
      .optional(),
    from: z.union([z.number(), calendarDate()]).optional(),
    to: z.union([z.number(), calendarDate()]).optional(),
    has: words.optional(),
    not,
  }),
])
export type FilterTerm = z.output<typeof filterTerm>

/** Terms joined by and (`all`) or by or (`any`), in turn within each other. None at all is true of everybody. */
export type FilterExpression = FilterTerm | { all: FilterExpression[] } | { any: FilterExpression[] }
const joined = (depth: number): z.ZodType<FilterExpression> => {
  const part = depth === 0 ? filterTerm : z.union([filterTerm, joined(depth - 1)])
  return z.union([
    z.strictObject({ all: z.array(part).max(20) }),
    z.strictObject({ any: z.array(part).min(1).max(20) }),
  ])
}
const mostTerms = 60

/** The terms of an expression, from left to right. */
export const termsOf = (expression: FilterExpression): FilterTerm[] => {
  if ('all' in expression) return expression.all.flatMap(termsOf)
  return 'any' in expression ? expression.any.flatMap(termsOf) : [expression]
}

/** At most three levels and sixty terms. */
export const filterExpression: z.ZodType<FilterExpression> = z
  .union([filterTerm, joined(2)])
  .refine((expression) => termsOf(expression).length <= mostTerms)

/** What lists can be ordered by; ties by name. Nobody knows: last, whichever the direction. */
export const sortFields = [
  'name',
  'joined',
  'graduation',
  'home',
  'state',
  'birthDate',
  'institution',
  'city',
  'createdAt',
  'lastSign',
] as const
/** A custom field, where fields of the product are meant too. */
const customName = z.templateLiteral(['custom.', z.uuid()])
export type CustomName = `custom.${string}`
/** The id of the custom field that such a name means. */
export const customIdOf = (name: string): string | undefined =>
  name.startsWith('custom.') ? name.slice('custom.'.length) : undefined
export type SortField = (typeof sortFields)[number] | CustomName
export const listOrder = z.object({
  by: z.union([z.enum(sortFields), customName]).default('name'),
  descending: z.boolean().default(false),
})
export type ListOrder = z.output<typeof listOrder>

/** Columns of a list beside the name and custom fields. */
export const listColumns = [
  'preferredName',
  'email',
  'phone',
  'home',
  'state',
  'joined',
  'graduation',
  'gender',
  'birthDate',
  'institution',
  'courseOfStudy',
  'languages',
  'street',
  'city',
  'province',
  'postalCode',
  'country',
  'emergencyName',
  'emergencyPhone',
  'doNotContact',
  'lastSign',
  'createdAt',
  'tags',
] as const
export type OwnColumn = (typeof listColumns)[number]
export const listColumn = z.union([z.enum(listColumns), customName])
export type ListColumn = OwnColumn | CustomName
/** What is shown where nobody has chosen. */
export const usualColumns: readonly ListColumn[] = ['email', 'phone', 'home', 'graduation', 'state']
