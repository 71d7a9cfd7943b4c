/**
 * Why somebody may or may not: the same grants, asked one by one instead of joined, so that each answer names its role, its place and
 * its dates. What is explained is what is decided; a property holds them together. Source: ACS-5.
 */
import { abilityOf, may } from './ability.ts'
import { grantsOf, policy, type Grant, type Only, type Policy, type Reach } from './matrix.ts'
import { areaOf, type Area, type Noun } from './nouns.ts'
import { placeOf, type Principal, type Right } from './rights.ts'
import { active, roleNames, type HeldRole, type Role } from './roles.ts'

export interface Act {
  action: string
  noun: Noun
  /** Absent: any field at all. */
  field?: string | undefined
}

/** A held role that speaks for or against, with what it would give. */
interface OfRole {
  role: Role
  nodeId: string | null
  startsAt: Date
  endsAt: Date | null
  area: Area
  /** The word in the role's cell; null where any role gives it. */
  word: string | null
  reach: Reach
  only: Only | null
}
/**
 * Why not, from what is nearest to a yes:
 * `ended`, `begins` the role gave it or will · `field` it gives the act, but not in this field · `condition` it gives the act here, but only
 * for some (`only`) · `elsewhere` it gives the act, but not here.
 * Of one's own data: `self`, or `own-field` where it is not this field that one changes oneself.
 */
export type Against = 'ended' | 'begins' | 'field' | 'condition' | 'elsewhere'
export type Reason =
  { kind: 'self' } | { kind: 'own-field' } | ({ kind: 'role' } & OfRole) | ({ kind: Against } & OfRole)
export interface Explanation {
  allowed: boolean
  /** Reasons of the answer, nearest first; without any, no role held now, before or later has to do with it. */
  reasons: Reason[]
  /** Where no reason is to be told: the roles that would give the act. */
  given: Role[]
}

const nearest: readonly Against[] = ['field', 'condition', 'begins', 'ended', 'elsewhere']

/**
 * Explains what `may` decides about this row. `row` null: nothing that the person can see, be it hidden or not there; the two
 * are told apart nowhere. Source: ACS-3, ACS-5.
 */
export function explain(
  principal: Principal,
  at: Date,
  act: Act,
  row: object | null,
  by: Policy = policy,
): Explanation {
  const anyField = { ...act, field: undefined }
  const permits = (grant: Grant, held: HeldRole | null, asked: Act = act) =>
    row !== null && passes(principal, grant, held, asked, row)
  const given = roleNames.filter((role) => grantsOf(role, by).some((grant) => speaksOf(grant, act)))
  const self = by.withAccount.some((grant) => permits(grant, null))
  const ownField = !self && by.withAccount.some((grant) => permits(grant, null, anyField))
  const reasons = principal.roles.flatMap((held): Reason[] => {
    const begun = active(at)(held)
    return grantsWithWords(held.role, by).flatMap(([grant, word]): Reason[] => {
      if (!speaksOf(grant, anyField)) return []
      const of = ofRole(held, grant, word, act.noun)
      if (!begun) {
        const would = row === null ? speaksOf(grant, act) : permits(grant, held)
        return would ? [{ kind: held.startsAt > at ? 'begins' : 'ended', ...of }] : []
      }
      if (permits(grant, held)) return [{ kind: 'role', ...of }]
      if (permits(grant, held, anyField)) return [{ kind: 'field', ...of }]
      if (grant.only && permits(withoutOnly(grant), held)) return [{ kind: 'condition', ...of }]
      return speaksOf(grant, act) ? [{ kind: 'elsewhere', ...of }] : []
    })
  })
  const allowed = self || reasons.some(({ kind }) => kind === 'role')
  if (allowed)
    return {
      allowed,
      reasons: once([...(self ? [{ kind: 'self' } as const] : []), ...reasons.filter(isFor)]),
      given: [],
    }
  const against = once([...(ownField ? [{ kind: 'own-field' } as const] : []), ...reasons]).sort(
    (one, other) => rank(one) - rank(other),
  )
  return { allowed, reasons: against, given: against.length ? [] : given }
}

const isFor = ({ kind }: Reason) => kind === 'role'
const rank = ({ kind }: Reason) => nearest.indexOf(kind as Against)
const isOwn = (reason: Reason): reason is Extract<Reason, { kind: 'self' | 'own-field' }> =>
  reason.kind === 'self' || reason.kind === 'own-field'

const withoutOnly = ({ actions, nouns, reach, fields }: Grant): Grant => ({
  actions,
  nouns,
  reach,
  ...(fields && { fields }),
})

const speaksOf = ({ actions, nouns, fields }: Grant, { action, noun, field }: Act) =>
  nouns.includes(noun) &&
  (actions.includes(action) || actions.includes('manage')) &&
  (field === undefined || fields === undefined || fields.includes(field))

/** Whether this grant alone, held in this role, lets the act be done. */
function passes(principal: Principal, grant: Grant, held: HeldRole | null, { action, noun, field }: Act, row: object) {
  if (!grant.nouns.includes(noun)) return false
  const [place, nodeIds] = held ? placeOf(grant, held) : (['own', []] as const)
  if (place !== 'own' && nodeIds.length === 0) return false
  const right: Right = {
    ...{ actions: grant.actions, noun, place, nodeIds },
    ...(grant.only && { only: grant.only }),
    ...(grant.fields && { fields: grant.fields }),
  }
  return may(abilityOf([right], principal), action, noun, row, field)
}

/** The grants of a role with the word of the cell that they come from. */
function grantsWithWords(role: Role, by: Policy): [Grant, string | null][] {
  const own = Object.entries(by.matrix[role]).flatMap(([area, word]) =>
    by.cells[area as Area][word]!.map((grant): [Grant, string | null] => [grant, word]),
  )
  const more = grantsOf(role, by).filter((grant) => !own.some(([one]) => one === grant))
  return [...own, ...more.map((grant): [Grant, null] => [grant, null])]
}

const ofRole = (
  { role, nodeId, startsAt, endsAt }: HeldRole,
  { reach, only }: Grant,
  word: string | null,
  noun: Noun,
): OfRole => ({ role, nodeId, startsAt, endsAt, area: areaOf(noun), word, reach, only: only ?? null })

/** Each role says the same only once: for a yes its strongest word, for a no what is nearest to a yes. */
function once(reasons: Reason[]): Reason[] {
  const seen = new Map<string, Reason>()
  for (const reason of reasons) {
    const key = isOwn(reason)
      ? 'own'
      : `${reason.role} ${reason.nodeId} ${reason.startsAt.getTime()} ${reason.endsAt?.getTime()}`
    const before = seen.get(key)
    if (!before || rank(reason) < rank(before)) seen.set(key, reason)
  }
  return [...seen.values()]
}
