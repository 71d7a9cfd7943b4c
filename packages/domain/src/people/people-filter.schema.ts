/** Chips of the list of people, and whatever else it can be narrowed by. The browser may import this file. Source: PPL-3. */
import { calendarDate } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { genders, personStates } from './choices.schema.ts'
import { filterExpression } from './filter.schema.ts'

const year = z.number().int().min(1900).max(2200)
/** Chips of the list; those that are given must all hold. Source: PPL-3. */
export const peopleFilter = z.object({
  /** Where the membership stands; absent, all but archived. */
  states: z.array(z.enum(personStates)).min(1).optional(),
  /** Only people who belong to the node itself, not to one below. */
  directOnly: z.boolean().optional(),
  /** Only people of this node below. */
  belowNodeId: id().optional(),
  genders: z.array(z.enum(genders)).min(1).optional(),
  /** Years of expected graduation, both included. */
  graduation: z.object({ from: year.optional(), to: year.optional() }).optional(),
  doNotContact: z.boolean().optional(),
  /** Joined (a node here) on this day or later. */
  joinedSince: calendarDate().optional(),
  /** Whatever else, joined by and/or; it must hold beside the chips. */
  where: filterExpression.optional(),
})
export type PeopleFilter = z.output<typeof peopleFilter>

/** Some of the people at a node: everybody whom the filter finds; with `ids`, those of these whom it finds. Source: PPL-3. */
export const selection = z.object({
  nodeId: id(),
  filter: peopleFilter.default({}),
  ids: z.array(id()).min(1).max(1000).optional(),
})
export type Selection = z.output<typeof selection>
