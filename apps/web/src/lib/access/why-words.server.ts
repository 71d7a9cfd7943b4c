/** Why somebody may or may not, in sentences. Source: ACS-5. */
import { m } from '@ministry/kernel/messages'
import { formatInstant, formatList } from '@ministry/ui/format.ts'
import type { Api } from '@ministry/api'
import { actionName, cellWord, conditionName, fieldName, reachName } from '#lib/words.server.ts'
import { areaName, roleName } from '#lib/words.ts'

type Act = Awaited<ReturnType<Api['access']['why']>>['acts'][number]
type Reason = Act['reasons'][number]

/** One sentence for each reason; where no role has to do with it, who could. `field`: the one that was asked about. */
export function whySentences({ reasons, given }: Act, timeZone: string, field?: string): string[] {
  if (reasons.length) return reasons.map((reason) => sentence(reason, timeZone, field))
  return [m.access_why_given({ roles: formatList(given.map(roleName)) })]
}

function sentence(reason: Reason, timeZone: string, field: string | undefined): string {
  if (reason.kind === 'self') return m.access_why_self()
  if (reason.kind === 'own-field') return m.access_why_own_field()
  const { kind, place, startsAt, endsAt, area, word, reach, only } = reason
  const day = (at: Date) => formatInstant(at, timeZone, 'day')
  const role = place ? m.access_why_seat({ role: roleName(reason.role), place: place.name }) : roleName(reason.role)
  switch (kind) {
    case 'ended':
      return m.access_why_ended({ role, day: day(endsAt!) })
    case 'begins':
      return m.access_why_begins({ role, day: day(startsAt) })
    case 'field':
      return m.access_why_field({ role, field: field ? fieldName(field) : '' })
    case 'condition':
      return m.access_why_condition({ role, only: conditionName(only!) })
    case 'elsewhere':
      return m.access_why_elsewhere({ role, reach: reachName(reach) })
    case 'role': {
      const since = endsAt
        ? m.access_why_between({ day: day(startsAt), end: day(endsAt) })
        : m.access_why_since({ day: day(startsAt) })
      if (word === null) return m.access_why_any_role({ role, since })
      return m.access_why_role({ role, since, area: areaName(area), word: cellWord(word) })
    }
  }
}

/** The acts with their words, for the list of what somebody may and may not. */
export const whyActs = (acts: readonly Act[], timeZone: string, field?: string) =>
  acts.map((act) => ({
    action: act.action,
    name: actionName(act.action),
    allowed: act.allowed,
    sentences: whySentences(act, timeZone, field),
  }))
