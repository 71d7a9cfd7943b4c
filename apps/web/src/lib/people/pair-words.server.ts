/** Pairs of people in words: what speaks for them, what is kept, what follows. */
import { m } from '@ministry/kernel/messages'
import type { CustomField, CustomValue, PairDetail, PairReason } from '@ministry/domain/people/schema'
import { textOfCode } from '#lib/server/say.ts'
import { fieldName, fieldText } from './field-text.server.ts'
import { customText } from './own-facts.server.ts'
import { channelName, purposeName, stateName } from './words.ts'

const kebab = (word: string) => word.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const inWords = (reasons: readonly PairReason[]) =>
  reasons.flatMap(({ field, likeness }) => textOfCode(`people.reason.${kebab(field)}.${likeness}`) ?? [])

/** `the same date of birth, the first name spelled otherwise`; what speaks against it apart. */
export const reasonsText = (reasons: readonly PairReason[]) => ({
  pro: inWords(reasons.filter(({ bits }) => bits > 0).sort((a, b) => b.bits - a.bits)),
  contra: inWords(reasons.filter(({ bits }) => bits < 0)),
})

/** Two people side by side, every value as people read it. */
export function pairView(pair: PairDetail) {
  const { first, second, survivorId } = pair
  const kept = (choice: string) =>
    choice === 'both' ? 'both' : (choice === 'survivor') === (survivorId === first.id) ? 'first' : 'second'
  const shown = (custom: CustomField | null, field: string, value: unknown) =>
    custom ? customText(custom, value as CustomValue | null) : fieldText(field, value)
  return {
    ...pair,
    reasons: reasonsText(pair.reasons),
    people: [first, second].map(({ memberships, rows, ...person }) => ({
      ...person,
      places: memberships.map(({ node, state }) =>
        node === null ? m.people_merge_at_hidden() : m.people_merge_at({ place: node, state: stateName(state) }),
      ),
      follows: followsOf(rows),
    })),
    fields: pair.fields.map(({ field, first, second, list, choice, custom }) => ({
      ...{
        field,
        list,
        label: custom?.label ?? (field === 'home' ? m.people_home() : fieldName(field)),
        kept: kept(choice),
      },
      first: shown(custom, field, first),
      second: shown(custom, field, second),
      // Two places may be called the same.
      same: field !== 'home' && JSON.stringify(first) === JSON.stringify(second),
    })),
    strictWords: pair.strictWords.map(({ channel, purpose }) =>
      m.people_merge_strict({ purpose: purposeName(purpose), channel: channelName(channel) }),
    ),
    obstacles: pair.obstacles.map((code) => textOfCode(code) ?? m.error_rule_broken()),
  }
}

/** Kinds of rows with how many there are; what has no name of its own is counted together. */
function followsOf(rows: PairDetail['first']['rows']) {
  const counts = new Map<string, number>()
  for (const { table, number } of rows) {
    const name =
      textOfCode(`people.follow.${table.replaceAll('_', '-')}`) ??
      textOfCode(`people.follow.${table.split('_')[0]!}`) ??
      m.people_follow_other()
    counts.set(name, (counts.get(name) ?? 0) + number)
  }
  return [...counts].map(([name, number]) => ({ name, number }))
}
