/** What holds for an automation at a node: its own word, else that of the nearest above that has one. Pure. Source: ORG-2, AUT. */
import {
  automationNames,
  automationNumbers,
  unsaidSettings,
  type AutomationName,
  type AutomationSettings,
} from './automation.schema.ts'

/** What a node says itself: null is as above. */
export interface OwnAutomation {
  enabled: boolean | null
  numbers: Record<string, unknown> | null
}
export interface AutomationSource {
  id: string
  name: string
  own: Partial<Record<AutomationName, OwnAutomation>>
}
export interface Effective<A extends AutomationName = AutomationName> {
  enabled: boolean
  enabledFrom: { id: string; name: string } | null
  numbers: Omit<AutomationSettings[A], 'enabled'>
  numbersFrom: { id: string; name: string } | null
}

/**
 * What holds at the last node of the chain (from the National node down). Numbers are inherited as a whole, so that what belongs
 * together is never mixed from two places. Source: ORG-2.
 */
export function effectiveAutomation<A extends AutomationName>(
  chain: readonly AutomationSource[],
  automation: A,
): Effective<A> {
  const { enabled: unsaid, ...numbers } = unsaidSettings[automation]
  const switched = chain.findLast(({ own }) => own[automation]?.enabled != null)
  const counted = chain.findLast(({ own }) => readNumbers(automation, own[automation]?.numbers) !== null)
  return {
    enabled: switched?.own[automation]?.enabled ?? unsaid,
    enabledFrom: switched ? { id: switched.id, name: switched.name } : null,
    numbers: (readNumbers(automation, counted?.own[automation]?.numbers) ?? numbers) as Effective<A>['numbers'],
    numbersFrom: counted ? { id: counted.id, name: counted.name } : null,
  }
}

/** Numbers as they are kept; null where there are none, or where they no longer fit the product. */
function readNumbers(automation: AutomationName, kept: unknown): object | null {
  const read = automationNumbers[automation].safeParse(kept)
  return read.success ? read.data : null
}

/** All automations of a node, without where they come from. */
export const effectiveAutomations = (chain: readonly AutomationSource[]): AutomationSettings =>
  Object.fromEntries(
    automationNames.map((automation) => {
      const { enabled, numbers } = effectiveAutomation(chain, automation)
      return [automation, { ...numbers, enabled }]
    }),
  ) as AutomationSettings
