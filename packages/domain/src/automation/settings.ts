import { reaches } from '@ministry/access/scope'
import { notAllowed } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { nextActs } from './automation.rules.ts'
import { addDays } from '@ministry/kernel/calendar'
import {
  automationNames,
  settingsInput,
  settingsOutput,
  type AutomationName,
  type AutomationView,
} from './automation.schema.ts'
import { candidates, searches } from './candidates.ts'
import { nodesWithWords } from './chains.ts'
import { livesOf } from './facts.ts'
import { effectiveAutomation } from './settings.rules.ts'
import { sweepPlan } from './sweep-plan.ts'

/** How far the counts look ahead, in days. */
const AHEAD = 30
/** People that are looked at one by one for the counts. */
const MOST = 300

/**
 * Each automation at a node: what holds, whose word it is, what would hold without the node's own, and how much is planned for the
 * people here in the next 30 days. Errors: NotFound node; NotAllowed. Source: ORG-2, AUT.
 */
export const settings = query({
  name: 'automation.settings',
  permission: { action: 'read', noun: 'Automation' },
  input: settingsInput,
  output: settingsOutput,
  async run(ctx, { nodeId }) {
    const node = await findNode(ctx, 'read', nodeId)
    if (!reaches(ctx, 'read', 'Automation', node)) throw notAllowed('read', 'Automation')
    const nodes = await nodesWithWords(ctx, { ids: node.scopeIds })
    const chain = node.scopeIds.flatMap((id) => nodes.get(id) ?? [])
    const planned = await plannedAt(ctx, node)
    return {
      node: { id: node.id, name: node.name },
      automations: automationNames.map((automation): AutomationView => {
        const holds = effectiveAutomation(chain, automation)
        const above = effectiveAutomation(chain.slice(0, -1), automation)
        const own = chain.at(-1)?.own[automation]
        return {
          automation,
          ...holds,
          own: own?.enabled != null || own?.numbers != null,
          above: { enabled: above.enabled, numbers: above.numbers, from: above.numbersFrom ?? above.enabledFrom },
          planned: { count: planned.counts[automation] ?? 0, more: planned.more },
        }
      }),
      change: reaches(ctx, 'update', 'Automation', node),
    }
  },
})

/** Steps of the next days for people whose home is here, counted by the same rules that will take them. */
async function plannedAt(ctx: Context, node: { id: string; scopeIds: readonly string[] }) {
  const counts: Partial<Record<AutomationName, number>> = {}
  if (!reaches(ctx, 'read', 'Person', node)) return { counts, more: false }
  const plan = await sweepPlan(ctx, node, AHEAD)
  const ids = new Set<string>()
  let more = false
  for (const search of searches) {
    const found = await candidates(ctx, search, plan, { take: MOST + 1, below: node.id, ahead: AHEAD })
    more ||= found.length > MOST
    for (const id of found.slice(0, MOST)) ids.add(id)
  }
  for (const { facts, holding, past } of (await livesOf(ctx, [...ids])).values())
    for (const { automation, on, verdict } of nextActs(facts, holding.settings, past))
      if (verdict !== 'stop' && on !== null && on <= addDays(facts.today, AHEAD))
        counts[automation] = (counts[automation] ?? 0) + 1
  return { counts, more }
}
