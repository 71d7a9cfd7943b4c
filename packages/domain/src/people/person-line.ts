/** A person as a line of a list, with no more than the reader may read. */
import { abilityOf, permittedFields, type Ability } from '@ministry/access'
import { raw, sql, type Person, type Sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { PeopleFilter, PersonLine, PersonState } from './people.schema.ts'

/** Names of the fields that may be read. */
export type Readable = ReadonlySet<string> | 'all'

/** What lines are made from, and the columns that conditions of the ability speak of. */
export interface LineRow {
  id: string
  name: string
  preferredName: string | null
  state: PersonState
  email: string | null
  phone: string | null
  homeId: string | null
  homeName: string | null
  expectedGraduation: string | null
  doNotContact: boolean
  photoId: string | null
}

const columns = raw(
  `p.id, p.name, p.preferred_name as "preferredName", p.emails[1] as email, p.phones[1] as phone, p.home_node_id as "homeId",
   (select h.name from org_node h where h.id = p.home_node_id) as "homeName",
   p.expected_graduation as "expectedGraduation", p.do_not_contact as "doNotContact", p.photo_id as "photoId"`,
)

/**
 * The people of the rows before it, one by one in their order, to be joined as `cross join lateral`. OFFSET 0 keeps it so: the planner
 * takes the policies for far more selective than they are, and would rather read everybody in scope and sort them.
 */
export const eachPerson = (id: Sql, select: Sql = columns): Sql =>
  sql`(select ${select} from person p where p.id = ${id} offset 0)`

/** The same from a person as Prisma reads it. */
export function lineOf(person: Person, homes: ReadonlyMap<string, string>): LineRow {
  const homeName = homes.get(person.homeNodeId ?? '') ?? null
  return {
    ...person,
    state: person.state as PersonState,
    email: person.emails[0] ?? null,
    phone: person.phones[0] ?? null,
    homeId: homeName === null ? null : person.homeNodeId,
    homeName,
  }
}

/** Makes lines; `readable` names the fields that may be read, of everybody or of each. */
export function toLine(row: LineRow, readable: Readable): PersonLine {
  const may = (field: string) => readable === 'all' || readable.has(field)
  return {
    id: row.id,
    name: row.name,
    ...(may('preferredName') && { preferredName: row.preferredName }),
    ...(may('state') && { state: row.state }),
    ...(may('emails') && { email: row.email }),
    ...(may('phones') && { phone: row.phone }),
    ...(may('home') && {
      home: row.homeId !== null && row.homeName !== null ? { id: row.homeId, name: row.homeName } : null,
    }),
    ...(may('expectedGraduation') && { expectedGraduation: row.expectedGraduation }),
    ...(may('doNotContact') && { doNotContact: row.doNotContact }),
    ...(may('photo') && { photoId: row.photoId }),
  }
}

/**
 * The fields that may be read of everybody at a place that the caller reaches without further condition: one answer for the whole
 * page, because each right that reaches there covers every row.
 */
export function readableAt(ctx: Context, { scopeIds }: { scopeIds: readonly string[] }): Readable {
  const fields = new Set<string>()
  for (const right of ctx.rights) {
    const reads = right.actions.includes('read') || right.actions.includes('manage')
    if (right.noun !== 'Person' || right.only || !reads || !right.nodeIds.some((id) => scopeIds.includes(id))) continue
    if (!right.fields) return 'all'
    for (const field of right.fields) fields.add(field)
  }
  return fields
}

/** The fields that may be read of this very person. */
export const readableOf = (ctx: Context, row: object): ReadonlySet<string> =>
  new Set(permittedFields(ctx.ability, 'read', 'Person', row))

/** The fields of a person that a filter asks about. */
export const fieldsOf = ({
  states,
  genders,
  graduation,
  doNotContact,
  directOnly,
  joinedSince,
}: PeopleFilter): string[] => [
  ...(states ? ['state'] : []),
  ...(directOnly ? ['home'] : []),
  ...(joinedSince ? ['joined'] : []),
  ...(genders ? ['gender'] : []),
  ...(graduation ? ['expectedGraduation'] : []),
  ...(doNotContact === undefined ? [] : ['doNotContact']),
]

/** What is left of the caller's ability when only rights count that show all of these fields of a person. */
export const readingAll = (ctx: Context, fields: readonly string[]): Ability =>
  abilityOf(
    ctx.rights.filter(
      ({ noun, fields: shown }) => noun !== 'Person' || !shown || fields.every((field) => shown.includes(field)),
    ),
    ctx.principal,
  )
