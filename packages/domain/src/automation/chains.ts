/** Nodes with what they say of automations and of the calendar. */
import { scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { dateIn, type CalendarDate } from '@ministry/kernel/calendar'
import type { Context } from '../context.ts'
import { effectiveSettings, sourceOf, type NodeRow } from '../org/index.ts'
import type { AutomationName, AutomationSettings } from './automation.schema.ts'
import { effectiveAutomations, type AutomationSource, type OwnAutomation } from './settings.rules.ts'
import type { Period } from './silence.rules.ts'

interface Kept extends OwnAutomation {
  nodeId: string
  automation: AutomationName
}

/** Visible nodes with the own words of each, by id: those named, or all at and below a node with what stands above it. Two statements. */
export async function nodesWithWords(
  ctx: Context,
  which: { ids: readonly string[] } | { below: { id: string; scopeIds: readonly string[] } },
): Promise<Map<string, NodeRow & AutomationSource>> {
  const among =
    'ids' in which
      ? { id: { in: [...which.ids] } }
      : { OR: [{ scopeIds: { has: which.below.id } }, { id: { in: [...which.below.scopeIds] } }] }
  const nodes = (await ctx.tx.prisma.orgNode.findMany({
    where: { AND: [scope(ctx, 'read', 'OrgNode'), among] },
  })) as NodeRow[]
  const kept = await ctx.tx.rows<Kept>(sql`
    select s.node_id as "nodeId", s.automation, s.enabled, nullif(s.numbers, '{}') as numbers
      from automation_setting s where s.node_id = any (${nodes.map(({ id }) => id)}::uuid[])`)
  const byNode = Map.groupBy(kept, ({ nodeId }) => nodeId)
  return new Map(
    nodes.map((node) => {
      const own = Object.fromEntries(
        (byNode.get(node.id) ?? []).map(({ automation, enabled, numbers }) => [automation, { enabled, numbers }]),
      )
      return [node.id, { ...node, own }]
    }),
  )
}

/** What holds for the people of a node. */
export interface Holding {
  today: CalendarDate
  settings: AutomationSettings
  terms: readonly Period[]
  breaks: readonly Period[]
  chain: readonly (NodeRow & AutomationSource)[]
}

/** What holds at a node, from its visible ancestors down to itself. */
export function holdingAt(
  ctx: Context,
  nodes: ReadonlyMap<string, NodeRow & AutomationSource>,
  scopeIds: readonly string[],
): Holding {
  const chain = scopeIds.flatMap((id) => nodes.get(id) ?? [])
  const { timeZone, terms, breaks } = effectiveSettings(chain.map(sourceOf))
  return {
    today: dateIn(ctx.at, timeZone.value),
    settings: effectiveAutomations(chain),
    terms: terms.value,
    breaks: breaks.value,
    chain,
  }
}
