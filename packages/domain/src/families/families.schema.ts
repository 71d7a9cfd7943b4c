/** Shapes of households and relations. The browser may import this file. Source: PPL-7. */
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

/** Kinds of a relation as they are kept: `a` is the parent, guardian, mentor of `b`. */
export const relationKinds = ['spouse', 'sibling', 'friend', 'parent', 'guardian', 'mentor'] as const
export type RelationKind = (typeof relationKinds)[number]
/** What somebody else is to the person whose page it is. */
export const relatives = [
  'spouse',
  'sibling',
  'friend',
  'parent',
  'child',
  'guardian',
  'ward',
  'mentor',
  'mentee',
] as const
export type Relative = (typeof relatives)[number]
export const householdRoles = ['adult', 'child'] as const

const person = z.object({ id: id(), name: z.string() })
export const familyInput = z.object({ personId: id() })
export const familyOutput = z.object({
  /** What others are to the person; only those whom the reader may read. */
  relations: z.array(z.object({ id: id(), is: z.enum(relatives), person })),
  households: z.array(
    z.object({
      id: id(),
      name: z.string(),
      /** The person first. */
      members: z.array(
        person.extend({
          role: z.enum(householdRoles),
          /** In one line; absent where the reader may not read it. */
          address: z.string().nullish(),
        }),
      ),
      /** Whose address differs from this person's, and may be set by the reader. */
      mayShareAddress: z.boolean(),
    }),
  ),
  mayWrite: z.boolean(),
})
export const relateInput = z.object({ personId: id(), otherId: id(), is: z.enum(relatives) })
export const related = z.object({ id: id() })
export const unrelateInput = z.object({ id: id() })
const name = z.string().trim().min(1, 'families.name-missing').max(200, 'families.name-long')
/** The identifier is made by the client. The person is the household's first member. */
export const createHouseholdInput = z.object({
  id: id(),
  name,
  personId: id(),
  role: z.enum(householdRoles).default('adult'),
})
export const renameHouseholdInput = z.object({ id: id(), name })
export const joinHouseholdInput = z.object({ id: id(), personId: id(), role: z.enum(householdRoles).default('adult') })
export const leaveHouseholdInput = z.object({ id: id(), personId: id() })
export const shareAddressInput = z.object({ id: id(), fromId: id() })
export const shareAddressOutput = z.object({ changed: z.number().int() })
