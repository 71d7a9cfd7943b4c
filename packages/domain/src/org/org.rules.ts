/** What may stand where, and what holds at a node. Source: ORG-1, ORG-2, ORG-3. */
import { allowedChildren, type NodeKind } from '@ministry/access'
import type { EffectiveSettings, OwnSettings } from './org.schema.ts'

/** What the rules look at. */
export interface Standing {
  id: string
  kind: NodeKind
  state: string
  /** From the National node down to the node itself. */
  scopeIds: readonly string[]
}

/** Whether a node of this kind may stand under that. Source: ORG-1. */
export const fits = (kind: NodeKind, parent: NodeKind): boolean => allowedChildren[parent].includes(kind)

/** Why the node can't move there: a part of the rule's code, or null where it can. Source: ORG-3. */
export function obstacleToMove(node: Standing, parent: Standing): string | null {
  if (parent.scopeIds.includes(node.id)) return 'into-own-subtree'
  if (!fits(node.kind, parent.kind)) return 'kind-not-allowed'
  if (node.state !== 'active') return 'closed'
  return parent.state === 'active' ? null : 'parent-closed'
}

/** Whether the move leaves the region; the region stands right below the National node. Source: ACS-1 (system). */
export const crossesRegions = (node: Standing, parent: Standing): boolean =>
  node.scopeIds[0] !== parent.scopeIds[0] || node.scopeIds[1] !== parent.scopeIds[1]

/** A node with what it says itself. */
export interface SettingSource {
  id: string
  name: string
  own: OwnSettings
}

const unsaid: { [K in keyof OwnSettings]: EffectiveSettings[K]['value'] } = {
  timeZone: 'UTC',
  currency: 'USD',
  language: 'en',
  country: null,
  contactEmail: null,
  contactPhone: null,
  address: null,
  website: null,
  terms: [],
  breaks: [],
  restDays: [],
  holidays: [],
  quietHours: { from: '21:00', to: '08:00' },
}

/**
 * What holds at the last node of the chain: its own settings, else those of the nearest above that has one, else the product's.
 * The chain goes from the National node down to the node. Source: ORG-2.
 */
export function effectiveSettings(chain: readonly SettingSource[]): EffectiveSettings {
  const found = Object.entries(unsaid).map(([name, otherwise]) => {
    const source = chain.findLast(({ own }) => own[name as keyof OwnSettings] !== null)
    return source
      ? [name, { value: source.own[name as keyof OwnSettings], from: { id: source.id, name: source.name } }]
      : [name, { value: otherwise, from: null }]
  })
  return Object.fromEntries(found) as EffectiveSettings
}

/** Nodes with each parent before its children, children by kind and then by name in the reader's sense of order. */
export function inTreeOrder<Node extends { id: string; parentId: string | null; kind: string; name: string }>(
  nodes: readonly Node[],
): Node[] {
  const present = new Set(nodes.map(({ id }) => id))
  const { compare } = new Intl.Collator('en', { numeric: true })
  const sorted = nodes.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name) || compare(a.id, b.id))
  const under = Map.groupBy(sorted, ({ parentId }) => (parentId && present.has(parentId) ? parentId : null))
  const walk = (parent: string | null): Node[] => (under.get(parent) ?? []).flatMap((node) => [node, ...walk(node.id)])
  return walk(null)
}
