import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { assertSystem } from '../acting.ts'
import { seatsNear } from '../colleagues.ts'
import { mutation } from '../verb.ts'
import { readable } from './follow-up-row.ts'
import { reassign } from './reassign.ts'

/** At once; whoever has more to pass on is asked again. */
const MOST = 200

/**
 * Gives what somebody was to see to at a place to their successor there, as far as the successor may see to it; the rest stays where it
 * is. `left` says whether there may be more. Only the workflow calls it. Errors: NotAllowed. Source: ACC-7, PPL-6.
 */
export const passOn = mutation({
  name: 'follow-ups.pass-on',
  permission: { action: 'update', noun: 'FollowUp' },
  input: z.object({ nodeId: id(), fromId: id(), toId: id() }),
  output: z.object({ passed: z.number().int(), left: z.boolean() }),
  async run(ctx, { nodeId, fromId, toId }) {
    assertSystem(ctx)
    ctx.asked('update', 'FollowUp')
    // Nobody is given what is to be done about themself.
    const rows = await ctx.tx.prisma.followUp.findMany({
      where: {
        AND: [readable(ctx), { state: 'open', assigneeId: fromId, scopeIds: { has: nodeId }, NOT: { personId: toId } }],
      },
      orderBy: { id: 'asc' },
      take: MOST,
    })
    const people = rows.map(({ personId }) => personId)
    const near = await seatsNear(ctx, people, 'update', 'FollowUp')
    const reached = new Set(near.filter(({ personId }) => personId === toId).map(({ subjectId }) => subjectId))
    const items = rows.filter(({ personId }) => reached.has(personId)).map(({ id, version }) => ({ id, version }))
    if (items.length === 0) return { passed: 0, left: false }
    const { given } = await reassign.within(ctx, { of: { items }, assigneeId: toId })
    return { passed: given, left: rows.length === MOST }
  },
})
