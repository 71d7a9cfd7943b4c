/** Shapes of duplicates: pairs of people who may be one, what is chosen when they are merged, and what an un-merge says. Source: PPL-5. */
import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'
import { customField } from '../fields/fields.schema.ts'

const verdicts = ['certain', 'possible'] as const
/** Why two people may be one: what was compared and how alike it is; no values. */
const pairReason = z.object({ field: z.string(), likeness: z.string(), bits: z.number() })
export type PairReason = z.output<typeof pairReason>

const side = z.object({
  id: id(),
  name: z.string(),
  birthDate: z.string().nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  home: z.object({ id: id(), name: z.string() }).nullish(),
})
/** `open`: nobody has decided; `proposed`: of those, the ones that somebody asks to merge; `not-same`: said to be two. */
const pairStates = ['open', 'proposed', 'not-same'] as const
export const duplicatesInput = pageInput.extend({
  nodeId: id(),
  state: z.enum(pairStates).default('open'),
  verdict: z.enum(verdicts).optional(),
})
export const duplicatesOutput = pageOf(
  z.object({
    id: id(),
    verdict: z.enum(verdicts),
    reasons: z.array(pairReason),
    first: side,
    second: side,
    proposedBy: z.string().nullable(),
    note: z.string().nullable(),
    foundAt: z.date(),
  }),
)

export const aboutPair = z.object({ firstId: id(), secondId: id() })
/** Whose value is kept of a field; of lists also both. */
const choice = z.enum(['survivor', 'merged', 'both'])
export type Choice = z.output<typeof choice>
const value = z.union([z.string(), z.array(z.string()), z.boolean(), z.number()]).nullable()
const following = z.object({ table: z.string(), number: z.number().int() })
const person = z.object({
  id: id(),
  name: z.string(),
  version: z.number().int(),
  home: z.object({ id: id(), name: z.string() }).nullable(),
  memberships: z.array(z.object({ node: z.string().nullable(), isHome: z.boolean(), state: z.string() })),
  doNotContact: z.boolean(),
  hasAccount: z.boolean(),
  /** What there is of this person that the reader may see, by table. */
  rows: z.array(following),
})
/** Two people side by side. `survivorId` and `choices` are what is proposed. */
export const pairOutput = z.object({
  pairId: id().nullable(),
  state: z.string().nullable(),
  verdict: z.enum(verdicts).nullable(),
  reasons: z.array(pairReason),
  proposedBy: z.string().nullable(),
  note: z.string().nullable(),
  first: person,
  second: person,
  survivorId: id(),
  /** Also `home` by the names of the places, `custom.<id>` with its definition, `tags` by their names, and `photo` by the file. */
  fields: z.array(
    z.object({
      ...{ field: z.string(), first: value, second: value, list: z.boolean(), choice },
      custom: customField.nullable(),
    }),
  ),
  /** Channels and purposes where one said yes and the other no: the no stands. */
  strictWords: z.array(z.object({ channel: z.string(), purpose: z.string() })),
  /** Why they can't be merged now, as rule codes. */
  obstacles: z.array(z.string()),
  mayMerge: z.boolean(),
  mayPropose: z.boolean(),
})
export type PairDetail = z.output<typeof pairOutput>

export const mergeInput = z.object({
  survivorId: id(),
  mergedId: id(),
  /** Of both as they were shown: a change made meanwhile is a conflict. */
  versions: z.object({ survivor: z.number().int(), merged: z.number().int() }),
  /** Absent, as proposed. */
  choices: z.record(z.string(), choice).default({}),
})
export const mergeOutput = z.object({ id: id(), mergeId: id(), moved: z.array(following) })
export const unmergeInput = z.object({ id: id() })
/** `kept`: fields of the record that stayed that were edited since and stay so. */
export const unmergeOutput = z.object({
  survivorId: id(),
  mergedId: id(),
  moved: z.array(following),
  kept: z.array(z.string()),
})
export const proposeMergeInput = aboutPair.extend({ note: z.string().trim().max(1000).nullish() })
export const pairDone = z.object({ id: id() })
export const mergesInput = pageInput.extend({ nodeId: id() })
export const mergesOutput = pageOf(
  z.object({
    id: id(),
    at: z.date(),
    by: z.string().nullable(),
    survivor: z.object({ id: id(), name: z.string() }),
    /** How the record was called that went. */
    mergedName: z.string(),
  }),
)
