import { may } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { notFound } from '@ministry/kernel/errors'
import { seatsNear } from '../colleagues.ts'
import type { PersonRow } from '../people/index.ts'
import { query } from '../verb.ts'
import { leftAlone, readable, todayOf, viewsOf } from './follow-up-row.ts'
import { ofPersonInput, ofPersonOutput } from './follow-ups.schema.ts'

/** What is to be done about a person, and what was: open ones first. Errors: NotFound. Source: PPL-6. */
export const ofPerson = query({
  name: 'follow-ups.of-person',
  permission: { action: 'read', noun: 'FollowUp' },
  input: ofPersonInput,
  output: ofPersonOutput,
  async run(ctx, { personId }) {
    if (personId === ctx.principal.personId) throw notFound('FollowUp')
    const person = await find<PersonRow>(ctx, 'read', 'Person', personId)
    const rows = await ctx.tx.prisma.followUp.findMany({
      where: { AND: [readable(ctx), { personId }] },
      orderBy: [{ closedAt: { sort: 'desc', nulls: 'first' } }, { wantedOn: 'asc' }, { id: 'asc' }],
      take: 100,
    })
    const left =
      person.homeNodeId && rows.some(({ state }) => state === 'open')
        ? await leftAlone(ctx, { nodeId: person.homeNodeId })
        : new Set<string>()
    const mayCreate =
      may(ctx.ability, 'create', 'FollowUp', { scopeIds: person.scopeIds }) && person.state !== 'archived'
    const near = mayCreate ? await seatsNear(ctx, [personId], 'update', 'FollowUp') : []
    return {
      rows: await viewsOf(ctx, rows, left),
      today: await todayOf(ctx),
      mayCreate,
      takers: near
        .filter((one, index) => near.findIndex((other) => other.personId === one.personId) === index)
        .map(({ personId: id, name, role, node }) => ({ id, name, role, place: node })),
    }
  },
})
