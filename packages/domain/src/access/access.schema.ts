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
