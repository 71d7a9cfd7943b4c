/** What may follow what in a person's life with the movement, and what may be said of a person. Pure. Source: PPL-1, PPL-2, IMP-6. */
import { roles, type Role } from '@ministry/access'
import type { CalendarDate } from '@ministry/kernel/calendar'
import { personFieldNames, type PersonFields, type PersonState, type SomeFields, statesAfter } from './people.schema.ts'

/**
 * Why a membership can't go to a state on this day, as the last word of a rule code; undefined where it can. Dates are calendar
 * dates at the node. Archiving and restoring are acts of their own. Source: PPL-2.
 */
export function stateProblem(
  present: { state: PersonState; since: CalendarDate },
  to: PersonState,
  on: CalendarDate,
  today: CalendarDate,
): 'archived' | 'not-after' | 'in-future' | 'before-last' | undefined {
  if (present.state === 'archived' || to === 'archived') return 'archived'
  if (!statesAfter(present.state).includes(to)) return 'not-after'
  if (on > today) return 'in-future'
  return on < present.since ? 'before-last' : undefined
}

/** Whether a place lies in another region (or another movement) than another place: both as ancestors from the National node down. Source: PPL-4. */
export const acrossRegions = (from: readonly string[], to: readonly string[]): boolean =>
  from[0] !== to[0] || (from[1] ?? to[1]) !== (to[1] ?? from[1])

/**
 * Why these fields can't be true on this day (a calendar date at the home node), as the last word of a rule code; undefined
 * where they can. Source: PPL-1.
 */
export function impossible({ birthDate }: SomeFields, today: CalendarDate): 'born-in-future' | undefined {
  return birthDate && birthDate > today.slice(0, birthDate.length) ? 'born-in-future' : undefined
}

/** A field that would change, with the values as they are stored. */
export interface FieldChange<Field extends string = keyof PersonFields | `custom.${string}` | 'tags'> {
  /** `custom.<id>` for a custom field, `tags` for all tags of the person. */
  field: Field
  before: unknown
  after: unknown
}

/**
 * What a change would really change: absent fields stay, equal ones are not changes. A sort name counts with a new name or
 * alone; beside an unchanged name it is what made the present order. Source: IMP-2, AUD-1.
 */
export function changesTo(present: SomeFields, wanted: SomeFields): FieldChange<keyof PersonFields>[] {
  const changes: FieldChange<keyof PersonFields>[] = []
  for (const field of personFieldNames) {
    const after = wanted[field]
    const before = present[field] ?? null
    if (after === undefined || same(before, after)) continue
    if (field === 'sortName' && wanted.name !== undefined && wanted.name === present.name) continue
    changes.push({ field, before, after })
  }
  return changes
}

const same = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((item, i) => item === b[i]) : a === b

/** A role somebody holds now, with the ancestors of its node. */
export interface Seat {
  role: Role
  scopeIds: readonly string[]
}

/**
 * Whether a person holds a seat that stands higher than the caller: outside the nodes that the caller cares for, or leading the
 * very node where the caller has a role but leads nothing there or above. Members' roles are no seats. Source: IMP-6.
 */
export const outranks = (theirs: readonly Seat[], caredFor: readonly string[], led: readonly string[]): boolean =>
  theirs.some(({ role, scopeIds }) => {
    if (!scopeIds.some((id) => caredFor.includes(id))) return true
    const fromAbove = scopeIds.slice(0, -1).some((id) => caredFor.includes(id))
    return roles[role].leads && !fromAbove && !scopeIds.some((id) => led.includes(id))
  })
