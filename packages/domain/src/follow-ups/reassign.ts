import { may } from '@ministry/access'
import { sql, type FollowUp } from '@ministry/db'
import { conflict, notAllowed, notFound, ruleBroken } from '@ministry/kernel/errors'
import { seatsNear } from '../colleagues.ts'
import type { Context } from '../context.ts'
import { findNode } from '../org/index.ts'
import { mutation } from '../verb.ts'
import { tellAssigned } from './create-many.ts'
import { auditChange, readable } from './follow-up-row.ts'
import { reassignInput, reassignOutput } from './follow-ups.schema.ts'

/** Of one assignee at a place, at once. */
const MOST = 1000

/**
 * Gives open follow-ups to somebody with a seat where each of the people belongs, or to nobody. All of them, or none. Errors: NotFound;
 * NotAllowed; Conflict `follow-ups.changed-meanwhile`; RuleBroken `follow-ups.assign.` `no-seat`, `closed`. Source: PPL-6 (workload), ACC-7.
 */
export const reassign = mutation({
  name: 'follow-ups.reassign',
  permission: { action: 'update', noun: 'FollowUp' },
  input: reassignInput,
  output: reassignOutput,
  async run(ctx, { of, assigneeId }) {
    const found = 'items' in of ? await named(ctx, of.items) : await heldAt(ctx, of.nodeId, of.fromId)
    const rows = found.filter((row) => row.assigneeId !== assigneeId)
    if (rows.length === 0) return { given: 0 }
    for (const row of rows) {
      if (row.assigneeId !== ctx.principal.personId && !may(ctx.ability, 'update', 'FollowUp', row))
        throw notAllowed('update', 'FollowUp')
      if (row.state !== 'open') throw ruleBroken('follow-ups.assign.closed')
    }
    if (assigneeId !== null) {
      const near = await seatsNear(
        ctx,
        rows.map(({ personId }) => personId),
        'update',
        'FollowUp',
      )
      const seats = new Set(near.filter(({ personId }) => personId === assigneeId).map(({ subjectId }) => subjectId))
      if (!rows.every(({ personId }) => seats.has(personId))) throw ruleBroken('follow-ups.assign.no-seat')
    }
    const people = await ctx.tx.prisma.person.findMany({
      where: { id: { in: rows.map(({ personId }) => personId) } },
      select: { id: true, homeNodeId: true, homeIds: true },
    })
    const changed = await ctx.tx.rows<{ id: string }>(sql`
      update follow_up f set assignee_id = ${assigneeId}::uuid, updated_at = ${ctx.at}, version = f.version + 1, told_on = null
        from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ version }) => version)}::int[]) w(id, version)
       where f.id = w.id and f.version = w.version returning f.id`)
    if (changed.length !== rows.length) throw conflict('follow-ups.changed-meanwhile')
    const homes = new Map(people.map((person) => [person.id, person]))
    for (const row of rows) auditChange(ctx, row, homes.get(row.personId)!, { assigneeId })
    await tellAssigned(
      ctx,
      rows.map((row) => ({ ...row, assigneeId, nodeId: homes.get(row.personId)!.homeNodeId })),
    )
    return { given: rows.length }
  },
})

async function named(ctx: Context, items: readonly { id: string; version: number }[]): Promise<FollowUp[]> {
  const rows = await ctx.tx.prisma.followUp.findMany({
    where: { AND: [readable(ctx), { id: { in: items.map(({ id }) => id) } }] },
    orderBy: { id: 'asc' },
  })
  const versions = new Map(rows.map(({ id, version }) => [id, version]))
  for (const { id, version } of items) {
    if (!versions.has(id)) throw notFound('FollowUp')
    if (versions.get(id) !== version) throw conflict('follow-ups.changed-meanwhile')
  }
  return rows
}

async function heldAt(ctx: Context, nodeId: string, assigneeId: string | null): Promise<FollowUp[]> {
  await findNode(ctx, 'read', nodeId)
  return ctx.tx.prisma.followUp.findMany({
    where: { AND: [readable(ctx), { state: 'open', assigneeId, scopeIds: { has: nodeId } }] },
    orderBy: { id: 'asc' },
    take: MOST,
  })
}
