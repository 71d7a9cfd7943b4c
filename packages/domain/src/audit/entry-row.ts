/** Entries with the names of those whom they mention, as far as the reader may see them. */
import { scope } from '@ministry/access/scope'
import type { AuditEntry } from '@ministry/db'
import type { Context } from '../context.ts'

/** Names of people and nodes by identifier; absent for what is out of sight. Two statements for any number of entries. */
export async function namesIn(ctx: Context, entries: readonly AuditEntry[]): Promise<Map<string, string>> {
  const mentioned = (...ids: (string | null)[]) => ({ id: { in: [...new Set(ids.filter((id) => id !== null))] } })
  const people = await ctx.tx.prisma.person.findMany({
    where: {
      AND: [
        scope(ctx, 'read', 'Person'),
        mentioned(...entries.flatMap((entry) => [entry.actorPersonId, entry.personId, entry.subjectId])),
      ],
    },
    select: { id: true, name: true },
  })
  const nodes = await ctx.tx.prisma.orgNode.findMany({
    where: {
      AND: [scope(ctx, 'read', 'OrgNode'), mentioned(...entries.flatMap((entry) => [entry.nodeId, entry.subjectId]))],
    },
    select: { id: true, name: true },
  })
  return new Map([...people, ...nodes].map(({ id, name }) => [id, name]))
}

/** What lists show of an entry: nothing of what was before and after. */
export const entryRow = (entry: AuditEntry, names: ReadonlyMap<string, string>) => {
  const { id, at, action, actorKind, actorPersonId, noun, subjectId, nodeId, reason } = entry
  const nameOf = (mentioned: string | null) => (mentioned && names.get(mentioned)) || null
  return {
    ...{ id, at, action, actorKind, actorPersonId, noun, subjectId, nodeId, reason },
    actor: nameOf(actorPersonId),
    subject: nameOf(subjectId),
    node: nameOf(nodeId),
  }
}
