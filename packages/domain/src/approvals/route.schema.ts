/** Routes as data: who decides what, in which order, on which condition. The browser may import this file. Source: APR-1, APR-2. */
import * as z from 'zod'

/** The seats of the table of APR-3; a test holds this list and the access package's together. */
export const seatNames = [
  'cell-leader',
  'graduate-group-leader',
  'small-group-admin',
  'campus-leader',
  'small-group-coordinator',
  'campus-administrator',
  'alumni-coordinator',
  'regional-director',
  'regional-administrator',
  'national-director',
  'national-administrator',
  'training-coordinator',
  'finance-director',
  'board-member',
] as const
export const seatName = z.enum(seatNames)

/** Who has a say in a step: a seat by name, or the lead of the case's node or of the node above it. */
export const routeSeat = z.union([z.object({ seat: seatName }), z.object({ lead: z.enum(['here', 'above']) })])
export type RouteSeat = z.output<typeof routeSeat>

/**
 * One step of a chain. `endorse` prepares a decision and is skipped where the requester holds the seat or a higher one;
 * `decide` never is. Several seats are asked at once, and all must agree ("A + B"). `quorum`: so many of the people on one
 * seat (the Board: 2 of its members).
 */
export const routeStep = z.object({
  act: z.enum(['endorse', 'decide']),
  seats: z.array(routeSeat).min(1).max(4),
  quorum: z.number().int().min(1).max(9).default(1),
})
export type RouteStep = z.output<typeof routeStep>

/**
 * When a rule holds. Amounts are minor units of the National node's currency: more than `over`, up to and with `upTo`, so that
 * neighbouring bands leave no gap. `facts` are named by the kind (`place`: kind of the case's node; `role`: the role asked for);
 * each must be one of the listed values. An empty condition always holds.
 */
export const routeCondition = z.object({
  over: z.number().int().nullable().default(null),
  upTo: z.number().int().nullable().default(null),
  facts: z.record(z.string().max(40), z.array(z.string().max(60)).min(1).max(20)).default({}),
})
export type RouteCondition = z.output<typeof routeCondition>

/** The first rule whose condition holds gives the chain. */
export const routeRule = z.object({ when: routeCondition, steps: z.array(routeStep).min(1).max(8) })
export type RouteRule = z.output<typeof routeRule>

export const routeDefinition = z.object({
  rules: z.array(routeRule).min(1).max(40),
  /** Working days until a step escalates; the reminder comes at half of that time. Source: APR-2. */
  dueWorkingDays: z.number().int().min(1).max(30).default(3),
})
export type RouteDefinition = z.output<typeof routeDefinition>
