/** Nodes as they are kept, and how they are reached. */
import type { NodeKind } from '@ministry/access'
import { find, scope } from '@ministry/access/scope'
import { sql, type OrgNode } from '@ministry/db'
import type { Context } from '../context.ts'
import { effectiveSettings, type SettingSource } from './org.rules.ts'
import type { EffectiveSettings, OwnSettings } from './org.schema.ts'

export type NodeRow = Omit<OrgNode, 'kind' | 'state'> & { kind: NodeKind; state: 'active' | 'closed' }

/** The node, if it may be seen and acted on so. Throws NotFound, NotAllowed. */
export const findNode = (ctx: Context, action: string, id: string): Promise<NodeRow> =>
  find<NodeRow>(ctx, action, 'OrgNode', id)

/** Changes of the tree happen one after the other: whoever comes second decides on what the first has left. Source: ORG-3. */
export async function lockTree({ tx }: Context): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtext('org_node'))`)
}

/** The node's visible ancestors and itself, from the top down. */
export async function chainOf(ctx: Context, { scopeIds }: NodeRow): Promise<NodeRow[]> {
  return (await ctx.tx.prisma.orgNode.findMany({
    where: { AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: scopeIds } }] },
    orderBy: { depth: 'asc' },
  })) as NodeRow[]
}

/** What the node says itself, the calendar's parts as settings of their own. */
export function ownSettingsOf(node: NodeRow): OwnSettings {
  const { timeZone, currency, language, country, contactEmail, contactPhone, address, website } = node
  const {
    terms = null,
    breaks = null,
    restDays = null,
    holidays = null,
    quietHours = null,
  } = (node.calendar ?? {}) as Partial<OwnSettings>
  return {
    ...{ timeZone, currency, language, country, contactEmail, contactPhone, address, website },
    ...{ terms, breaks, restDays, holidays, quietHours },
  }
}
/** The node as a source of settings. */
export const sourceOf = (node: NodeRow): SettingSource => ({ id: node.id, name: node.name, own: ownSettingsOf(node) })

/** What holds at this node, each setting with the node it comes from. Two statements. Throws NotFound. Source: ORG-2. */
export async function settingsOf(ctx: Context, nodeId: string): Promise<EffectiveSettings> {
  const node = await findNode(ctx, 'read', nodeId)
  return effectiveSettings((await chainOf(ctx, node)).map(sourceOf))
}
