/** Abilities: rights as CASL conditions over rows, the same in memory and as a Prisma filter. Source: ACS-3. */
import { AbilityBuilder, subject, type Ability as CaslAbility } from '@casl/ability'
import { permittedFieldsOf } from '@casl/ability/extra'
import { createPrismaAbility } from '@casl/prisma/runtime'
import type { Only } from './matrix.ts'
import { allPersonFields, neverAboutOneself, type Noun } from './nouns.ts'
import type { Principal, Right } from './rights.ts'

// The rows of many nouns come with capabilities of their own; what they share is the place (`scopeIds`).
export type Ability = CaslAbility<[string, Noun | object], Record<string, unknown>>
type Condition = Record<string, unknown>

/** An ability of exactly these rights. */
export function abilityOf(rights: readonly Right[], principal: Pick<Principal, 'accountId' | 'personId'>): Ability {
  const { can, cannot, build } = new AbilityBuilder<Ability>(createPrismaAbility as never)
  for (const right of rights)
    for (const [actions, condition] of conditionsOf(right, principal))
      if (right.fields) can([...actions], right.noun, [...right.fields] as never, condition as never)
      else can([...actions], right.noun, condition as never)
  if (principal.personId)
    for (const noun of neverAboutOneself) cannot('manage', noun, { personId: principal.personId } as never)
  return build()
}

function conditionsOf(
  right: Right,
  { accountId, personId }: Pick<Principal, 'accountId' | 'personId'>,
): [readonly string[], Condition][] {
  const { noun, place, nodeIds, only, actions } = right
  if (place === 'own') return [[actions, own(noun, accountId, personId)]]
  const nodes = [...nodeIds]
  if (place === 'exactly') return [[actions, { id: { in: nodes } }]]
  if (place === 'at') return [[actions, { nodeId: { in: nodes } }]]
  // Node by node: who holds two roles, one above the other, has the lower node among those below the higher.
  if (place === 'below') return [[actions, { OR: nodes.map((id) => ({ scopeIds: { has: id }, NOT: { id } })) }]]
  const narrowed = only ? [onlyConditions[only]] : []
  const at = (column: string): Condition => ({ AND: [{ [column]: { hasSome: nodes } }, ...narrowed] })
  if (noun !== 'Person') return [[actions, at('scopeIds')]]
  // Any open membership lets read, only the home lets write (PPL-2); the home is one of the memberships.
  const writes = actions.filter((action) => action !== 'read')
  const reads = actions.includes('read') || actions.includes('manage')
  return [
    ...(reads ? [[['read'], at('scopeIds')] as [string[], Condition]] : []),
    ...(writes.length ? [[writes, at('homeIds')] as [string[], Condition]] : []),
  ]
}

const onlyConditions: Record<Only, Condition> = {
  pre_graduate: { state: 'pre_graduate' },
  listed: { listedInGroup: true },
  enrolled: { enrolled: true },
  donor: { donor: true },
  finance: { kind: 'finance' },
  training: { kind: 'training' },
}

function own(noun: Noun, accountId: string, personId: string): Condition {
  if (noun === 'Account') return { id: accountId }
  if (noun === 'SignInEvent') return { accountId }
  return noun === 'Person' ? { id: personId } : { personId }
}

/** Columns that a condition speaks of with NOT, which a row without the column would pass. */
const negated: Partial<Record<Noun, string>> = { OrgNode: 'id' }

/**
 * Whether this very row may be acted on. The row needs the columns that conditions speak of (`id`, `scopeIds`, …): a missing
 * one passes no condition, and where it would, asking is a defect.
 */
export function may(ability: Ability, action: string, noun: Noun, row: object, field?: string): boolean {
  const column = negated[noun]
  if (column && (row as Condition)[column] === undefined)
    throw new Error(`Whether a ${noun} may be acted on can't be said without its ${column}`)
  return ability.can(action, subject(noun, { ...row }), field)
}

/** Whether there is any row at all that could be acted on: opens doors, never rows. */
export const mayAny = (ability: Ability, action: string, noun: Noun): boolean => ability.can(action, noun)

/** Which fields of this person may be acted on: what forms show and what verbs accept. Source: PPL-1 (permitted fields). */
export const permittedFields = (ability: Ability, action: string, noun: Noun, row: object): string[] =>
  permittedFieldsOf(ability, action, subject(noun, { ...row }) as never, {
    fieldsFrom: (rule) => rule.fields ?? [...allPersonFields, 'id'],
  })
