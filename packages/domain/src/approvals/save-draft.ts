import { allow, find } from '@ministry/access/scope'
import { newId } from '@ministry/kernel/id'
import { sql } from '@ministry/db'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { draftSaved, saveDraftInput } from './approvals.schema.ts'
import { kindOf, routeHash } from './kinds.ts'

/**
 * Keeps a draft of the route of a kind, one at a time; it changes nothing until it is published. Errors: NotFound node or kind;
 * NotAllowed; Conflict `approvals.draft.changed-meanwhile`; RuleBroken `approvals.save-draft.national-only`. Source: APR-1.
 */
export const saveDraft = mutation({
  name: 'approvals.save-draft',
  permission: { action: 'update', noun: 'Route' },
  input: saveDraftInput,
  output: draftSaved,
  async run(ctx, { nodeId, kind, definition, note, hash }) {
    const place = await find<{ kind: string; scopeIds: string[] }>(ctx, 'read', 'OrgNode', nodeId)
    allow(ctx, 'update', 'Route', { nodeId, scopeIds: place.scopeIds })
    if (place.kind !== 'National') throw ruleBroken('approvals.save-draft.national-only')
    kindOf(ctx.services, kind)
    await ctx.tx.rows(sql`select id from approval_route where node_id = ${nodeId}::uuid and kind = ${kind} for update`)
    const [newest] = await ctx.tx.prisma.approvalRoute.findMany({
      where: { nodeId, kind },
      orderBy: { version: 'desc' },
      take: 1,
    })
    const data = { definition, note: note ?? null }
    const draft = newest?.publishedAt === null ? newest : null
    if (hash !== (draft && routeHash(draft.definition))) throw conflict('approvals.draft.changed-meanwhile')
    const { id, version } = draft
      ? await ctx.tx.prisma.approvalRoute.update({ where: { id: draft.id }, data })
      : await ctx.tx.prisma.approvalRoute.create({
          data: {
            ...{ id: newId(ctx.at), nodeId, kind, version: (newest?.version ?? 0) + 1 },
            ...{ ...data, createdAt: ctx.at, createdBy: ctx.principal.personId },
          },
        })
    ctx.audit({
      noun: 'Route',
      subjectId: id,
      node: { id: nodeId, scopeIds: place.scopeIds },
      before: draft ? { definition: draft.definition } : undefined,
      after: { kind, version, definition },
      reason: note,
    })
    return { id, version, hash: routeHash(definition) }
  },
})
