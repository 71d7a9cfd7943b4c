import * as z from 'zod'

/** A sentence's parts: who may do what to which things, how far, under which condition, in which fields (null: all). */
export const grantView = z.object({
  actions: z.array(z.string()),
  nouns: z.array(z.string()),
  reach: z.string(),
  only: z.string().nullable(),
  fields: z.array(z.string()).nullable(),
})
export type GrantView = z.infer<typeof grantView>

/** The matrix as the administrators' page shows it: a row for each role, a cell for each area, in the order of the two lists. */
export const matrixOutput = z.object({
  areas: z.array(z.object({ area: z.string(), nouns: z.array(z.string()) })),
  roles: z.array(
    z.object({
      role: z.string(),
      /** Kind of node it is held at; null is nowhere in the tree. */
      at: z.string().nullable(),
      leads: z.boolean(),
      cells: z.array(z.object({ area: z.string(), word: z.string(), grants: z.array(grantView) })),
    }),
  ),
  withAnyRole: z.array(grantView),
  withAccount: z.array(grantView),
})

/** A role of the reader's own, at its place, as far as it speaks for or against an act. Dates are instants; `place` null is nowhere. */
const roleSpoken = z.object({
  role: z.string(),
  place: z.object({ id: z.string(), name: z.string() }).nullable(),
  startsAt: z.date(),
  endsAt: z.date().nullable(),
  area: z.string(),
  /** The word in the role's cell of the matrix; null is what comes with any role. */
  word: z.string().nullable(),
  reach: z.string(),
  only: z.string().nullable(),
})
/** Reasons for a yes (`self`, `role`) or a no (the others), as `Reason` of `@ministry/access/why` tells them. */
export const whyReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('self') }),
  z.object({ kind: z.literal('own-field') }),
  roleSpoken.extend({ kind: z.enum(['role', 'ended', 'begins', 'field', 'condition', 'elsewhere']) }),
])
export const whyAct = z.object({
  action: z.string(),
  allowed: z.boolean(),
  reasons: z.array(whyReason),
  /** Roles that would give the act, where none of the reader's own has to do with it. */
  given: z.array(z.string()),
})
export type WhyAct = z.infer<typeof whyAct>
