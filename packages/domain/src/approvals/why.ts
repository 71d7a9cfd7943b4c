import { seatsHeld } from '@ministry/access'
import * as z from 'zod'
import { explainActs, whyAct } from '../access/index.ts'
import { query } from '../verb.ts'
import { caseInput } from './approvals.schema.ts'
import { findCase, readers } from './case-row.ts'
import { describe } from './summaries.ts'

/**
 * Why the reader can see a request: it is their own, they sit or sat on a seat that is asked, they signed, or they read what it is
 * about (`right`, by the grants that decide). Errors: NotFound. Source: ACS-5, APR-1.
 */
export const why = query({
  name: 'approvals.why',
  permission: 'signed-in',
  input: caseInput,
  output: z.object({
    own: z.boolean(),
    signed: z.boolean(),
    /** Seats of the reader's, or handed to or on by them. */
    seats: z.array(z.object({ seat: z.string(), place: z.object({ id: z.string(), name: z.string() }).nullable() })),
    noun: z.string(),
    right: whyAct.nullable(),
  }),
  async run(ctx, { id }) {
    const row = await findCase(ctx, id)
    const { personId } = ctx.principal
    const keys = seatsHeld(ctx.principal, ctx.at).map(({ key }) => key)
    const mine = [{ seatKey: { in: keys } }, { assignedTo: personId }, { assignedBy: personId }]
    const seats = await ctx.tx.prisma.approvalSeat.findMany({
      where: { caseId: id, state: { not: 'skipped' }, OR: mine },
      select: { role: true, nodeId: true },
      distinct: ['seatKey'],
      orderBy: { id: 'asc' },
    })
    const vote = await ctx.tx.prisma.approvalVote.findFirst({
      where: { caseId: id, OR: [{ personId }, { forPersonId: personId }] },
      select: { id: true },
    })
    const reader = readers.find(([noun]) => noun === row.noun)
    const [right = null] = reader ? await explainActs(ctx, [{ noun: reader[0], action: reader[1] }], row) : []
    const { place } = await describe(ctx, [row])
    return {
      own: row.personId === personId,
      signed: vote !== null,
      seats: seats.map(({ role, nodeId }) => ({ seat: role, place: place(nodeId) })),
      noun: row.noun,
      right,
    }
  },
})
