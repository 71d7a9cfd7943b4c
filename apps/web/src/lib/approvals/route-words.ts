/** Conditions and steps of a route in words, and its chain as the diagram draws it. */
import { m } from '@ministry/kernel/messages'
import { formatList, formatMoney } from '@ministry/ui/format.ts'
import type { Station } from './way.ts'
import { kindName, roleName } from '#lib/words.ts'
import { seatWord, type Rule } from './route-form.ts'

/** A fact that rules ask for. */
export const factName = (fact: string): string =>
  fact === 'place' ? m.approvals_page_fact_place() : fact === 'role' ? m.shell_role() : fact
/** A value of a fact: a kind of place, a role. */
export const factValue = (fact: string, value: string): string =>
  fact === 'place' ? kindName(value) : fact === 'role' ? roleName(value) : value

/** When a rule holds: `Over KES 100.00, up to KES 1,000.00`. */
export function conditionText({ over, upTo, facts }: Rule['when'], currency: string): string {
  const money = (minor: number) => formatMoney({ minor, currency })
  const amount =
    over !== null && upTo !== null
      ? m.approvals_page_when_between({ over: money(over), upTo: money(upTo) })
      : over !== null
        ? m.approvals_page_when_over({ over: money(over) })
        : upTo !== null
          ? m.approvals_page_when_up_to({ upTo: money(upTo) })
          : undefined
  const parts = [
    amount,
    ...Object.entries(facts).map(([fact, values]) => formatList(values.map((value) => factValue(fact, value)))),
  ].filter((part) => part !== undefined)
  return parts.length ? parts.join(' · ') : m.approvals_page_when_always()
}

/** The rule that a request goes by: `Rule: up to KES 100.00`. */
export const ruleText = (when: Rule['when'], currency: string): string =>
  m.approvals_page_rule_applies({ rule: conditionText(when, currency) })

/** The chain of a rule, with nobody on its seats. */
export const stationsOfRule = ({ steps }: Rule): Station[] =>
  steps.map(({ act, seats, quorum }, step) => ({
    key: String(step),
    act,
    before: [],
    skipped: null,
    state: 'planned',
    seats: seats.map((seat, at) => ({
      key: `${step}.${at}`,
      role: seatWord(seat),
      place: null,
      state: 'planned',
      quorum: seatWord(seat) === 'board-member' ? Math.max(2, quorum) : quorum,
      agreed: 0,
      people: [],
      because: [],
      votes: [],
      assignedTo: null,
      openedAt: null,
      dueAt: null,
      closedAt: null,
      leftWhy: null,
      overdue: false,
      usualHours: null,
    })),
  }))
