/** Shapes of transfers across regions. The browser may import this file. Source: PPL-4. */
import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

export const transferStates = ['open', 'accepted', 'declined', 'withdrawn', 'expired', 'void'] as const
/** Days for which an offer stands. */
export const OFFER_DAYS = 14
const words = z.string().trim().max(2000, 'transfers.text-long').nullable().default(null)

const transfer = z.object({
  id: id(),
  /** Null where the reader is told no more whom it was about. */
  name: z.string().nullable(),
  /** Only where the reader may read the person. */
  personId: id().nullable(),
  from: z.object({ place: z.string(), region: z.string().nullable() }),
  to: z.object({ id: id(), place: z.string(), region: z.string().nullable() }),
  state: z.enum(transferStates),
  /** Told as long as the name is. */
  message: z.string().nullable(),
  withNotes: z.boolean(),
  offeredBy: z.string().nullable(),
  offeredAt: z.date(),
  expiresAt: z.date(),
  decidedBy: z.string().nullable(),
  decidedAt: z.date().nullable(),
  reason: z.string().nullable(),
  /** Where the person found a home; told to the receiving side. */
  placed: z.string().nullable(),
  may: z.object({ answer: z.boolean(), withdraw: z.boolean() }),
})
export type TransferView = z.output<typeof transfer>
export const transfersInput = pageInput.extend({
  nodeId: id(),
  side: z.enum(['in', 'out']),
  state: z.enum(['open', 'ended']).default('open'),
})
export const transfersOutput = pageOf(transfer)

export const prepareInput = z.object({ personId: id() })
/** What would happen to a person who is offered. */
export const prepareOutput = z.object({
  mayOffer: z.boolean(),
  /** The offer that stands. */
  open: transfer.nullable(),
  /** Places of other regions that could take them. */
  targets: z.array(z.object({ id: id(), name: z.string(), kind: z.string(), region: z.string() })),
  /** Roles in the region that end when it is accepted. */
  roles: z.array(z.object({ id: id(), role: z.string(), place: z.string() })),
  /** Further memberships in the region that end. */
  memberships: z.array(z.object({ id: id(), place: z.string() })),
})
/** The identifier is made by the client: pressing twice offers once. */
export const offerInput = z.object({
  id: id(),
  personId: id(),
  toNodeId: id(),
  message: words,
  withNotes: z.boolean().default(false),
})
export const offered = z.object({ id: id() })
/** `nodeId`: the place asked, or one below it where the person is to be at home. */
export const acceptInput = z.object({ id: id(), nodeId: id() })
/** `void`: it can't be any more, because the person was archived or has another home by now. */
export const acceptOutput = z.object({ id: id(), state: z.enum(['accepted', 'void']), personId: id().nullable() })
export const declineInput = z.object({
  id: id(),
  reason: z.string().trim().min(3, 'transfers.reason-missing').max(2000, 'transfers.text-long'),
})
export const withdrawInput = z.object({ id: id() })
