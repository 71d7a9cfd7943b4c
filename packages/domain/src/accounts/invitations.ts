import { find, scope } from '@ministry/access/scope'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { query } from '../verb.ts'
import { invitationStateOf } from './accounts.rules.ts'
import { invitationsInput, invitationsOutput, type InvitationState } from './accounts.schema.ts'
import { nodeNames, peopleNames } from './names.ts'

/** Invitations at a node and below, newest first. Errors: NotFound node. Source: ACC-4. */
export const invitations = query({
  name: 'accounts.invitations',
  permission: { action: 'read', noun: 'Invitation' },
  input: invitationsInput,
  output: invitationsOutput,
  async run(ctx, { nodeId, state, take, after }) {
    await find(ctx, 'read', 'OrgNode', nodeId, { id: true })
    const asked = state ? [inState(state, ctx.at)] : []
    const where = { AND: [scope(ctx, 'read', 'Invitation'), { scopeIds: { has: nodeId } }, ...asked] }
    // Identifiers are made in the order of time, so they alone are the key of the page.
    const last = after ? decodeCursor(after, 1)?.[0] : undefined
    const found = await ctx.tx.prisma.invitation.findMany({
      where: { AND: [where, typeof last === 'string' ? { id: { lt: last } } : {}] },
      orderBy: { id: 'desc' },
      take: take + 1,
      omit: { tokenHash: true },
    })
    const rows = found.slice(0, take)
    const people = await peopleNames(
      ctx,
      rows.flatMap(({ personId, invitedBy }) => [personId, invitedBy]),
    )
    const nodes = await nodeNames(
      ctx,
      rows.map(({ nodeId }) => nodeId),
    )
    return {
      rows: rows.map((row) => ({
        ...row,
        name: people.get(row.personId) ?? null,
        inviter: people.get(row.invitedBy ?? '') ?? null,
        nodeName: nodes.get(row.nodeId) ?? null,
        state: invitationStateOf(row, ctx.at),
      })),
      next: found.length > take ? encodeCursor([rows.at(-1)!.id]) : null,
      total: await ctx.tx.prisma.invitation.count({ where }),
    }
  },
})

/** The same decision as `invitationStateOf`, for rows that are not read yet. */
function inState(state: InvitationState, at: Date) {
  switch (state) {
    case 'accepted':
      return { acceptedAt: { not: null } }
    case 'revoked':
      return { acceptedAt: null, revokedAt: { not: null } }
    case 'expired':
      return { acceptedAt: null, revokedAt: null, expiresAt: { lte: at } }
    case 'open':
      return { acceptedAt: null, revokedAt: null, expiresAt: { gt: at } }
  }
}
