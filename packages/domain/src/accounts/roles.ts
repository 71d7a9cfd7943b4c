import { active, may } from '@ministry/access'
import { find, scope } from '@ministry/access/scope'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { mayAppoint } from './appointments.rules.ts'
import { rolesInput, rolesOutput } from './accounts.schema.ts'
import { nodeNames, peopleNames } from './names.ts'

/** Role assignments of a person, or at a node and below, newest first. Errors: NotFound person or node. Source: ACC-2. */
export const roles = query({
  name: 'accounts.roles',
  permission: { action: 'read', noun: 'RoleAssignment' },
  input: rolesInput,
  output: rolesOutput,
  async run(ctx, { personId, nodeId, state, take, after }) {
    if (nodeId) await find(ctx, 'read', 'OrgNode', nodeId, { id: true })
    if (personId) await find(ctx, 'read', 'Person', personId, { id: true })
    const where = {
      AND: [
        scope(ctx, 'read', 'RoleAssignment'),
        ...(personId ? [{ personId }] : []),
        ...(nodeId ? [{ scopeIds: { has: nodeId } }] : []),
        ...(state === 'present' ? [{ OR: [{ endsAt: null }, { endsAt: { gt: ctx.at } }] }] : []),
        ...(state === 'past' ? [{ endsAt: { lte: ctx.at } }] : []),
      ],
    }
    const last = after ? decodeCursor(after, 1)?.[0] : undefined
    const found = await ctx.tx.prisma.roleAssignment.findMany({
      where: { AND: [where, typeof last === 'string' ? { id: { lt: last } } : {}] },
      orderBy: { id: 'desc' },
      take: take + 1,
    })
    const rows = found.slice(0, take)
    const people = await peopleNames(
      ctx,
      rows.map((row) => row.personId),
    )
    const nodes = await nodeNames(
      ctx,
      rows.map((row) => row.nodeId),
    )
    const held = ctx.principal.roles.filter(active(ctx.at))
    return {
      rows: rows.map((row) => ({
        ...row,
        name: people.get(row.personId) ?? null,
        nodeName: nodes.get(row.nodeId ?? '') ?? null,
        state: stateOf(row, ctx.at),
        mayEnd: stateOf(row, ctx.at) !== 'ended' && mayEnd(ctx, held, row),
      })),
      next: found.length > take ? encodeCursor([rows.at(-1)!.id]) : null,
      total: await ctx.tx.prisma.roleAssignment.count({ where }),
    }
  },
})

type Row = { role: string; personId: string; scopeIds: string[]; startsAt: Date; endsAt: Date | null }

const stateOf = (row: Row, at: Date): 'coming' | 'active' | 'ended' =>
  row.endsAt && row.endsAt <= at ? 'ended' : row.startsAt > at ? 'coming' : 'active'

const mayEnd = (ctx: Context, held: Context['principal']['roles'], row: Row) =>
  row.personId !== ctx.principal.personId &&
  may(ctx.ability, 'end', 'RoleAssignment', row) &&
  mayAppoint(held, row.role, row)
