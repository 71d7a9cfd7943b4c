/** A person as a line of a list, with no more than the reader may read. */
import { abilityOf, may, permittedFields, type Ability } from '@ministry/access'
import { join, raw, sql, type Person, type Sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { fieldOfColumn, type FieldsHere } from './filter.rules.ts'
import { customIdOf } from './filter.schema.ts'
import type { CustomValue, ListColumn, OwnColumn, PersonLine, PersonState } from './people.schema.ts'

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
  scopeIds: string[]
  homeIds: string[]
  listedInGroup: boolean
  enrolled: boolean
  donor: boolean
  /** The state at home, of which conditions of the ability speak; `state` is the one at the place. */
  homeState?: PersonState
  /** Columns that were asked for. */
  more?: Record<string, CustomValue | null>
}

const columns = raw(
  `p.id, p.name, p.preferred_name as "preferredName", p.emails[1] as email, p.phones[1] as phone, p.home_node_id as "homeId",
   (select h.name from org_node h where h.id = p.home_node_id) as "homeName",
   p.expected_graduation as "expectedGraduation", p.do_not_contact as "doNotContact",
   p.scope_ids as "scopeIds", p.home_ids as "homeIds", p.listed_in_group as "listedInGroup", p.enrolled, p.donor, p.state as "homeState",
   p.photo_id as "photoId"`,
)

/** Columns that a line doesn't have anyway, of `person p`. */
const columnsOfPerson: Partial<Record<OwnColumn, string>> = {
  gender: 'p.gender',
  birthDate: 'p.birth_date',
  institution: 'p.institution',
  courseOfStudy: 'p.course_of_study',
  languages: 'to_jsonb(p.languages)',
  street: 'p.street',
  city: 'p.city',
  province: 'p.province',
  postalCode: 'p.postal_code',
  country: 'p.country',
  emergencyName: 'p.emergency_name',
  emergencyPhone: 'p.emergency_phone',
  createdAt: `to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD')`,
  lastSign: `(select to_char(l.last_at at time zone 'UTC', 'YYYY-MM-DD') from sign_of_life l where l.person_id = p.id)`,
  // Words of places that the reader sees: the policy of tags.
  tags: `(select coalesce(jsonb_agg(t.name order by app.fold(t.name), t.id), '[]') from tag t where t.id = any (p.tag_ids) and t.retired_at is null)`,
}

/** The select list of a line with these columns, at this node. */
export function lineColumns(asked: readonly ListColumn[], nodeId: string): Sql {
  const parts = asked.flatMap((column) => {
    if (column === 'joined')
      return sql`'joined', (select min(m.joined_on)::text from membership m where m.person_id = p.id and m.left_on is null and m.scope_ids @> array[${nodeId}::uuid])`
    const custom = customIdOf(column)
    if (custom !== undefined) return sql`${column}::text, p.custom -> ${custom}`
    const from = columnsOfPerson[column as OwnColumn]
    return from === undefined ? [] : raw(`'${column}', ${from}`)
  })
  return parts.length ? sql`${columns}, jsonb_build_object(${join(parts)}) as more` : columns
}

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

/**
 * Makes lines; `readable` names the fields that may be read, of everybody or of each. `fields` are the custom fields that hold at the
 * place: columns of others are left out.
 */
export function toLine(
  { ability }: Pick<Context, 'ability'>,
  row: LineRow,
  readable: Readable,
  asked: readonly ListColumn[] = [],
  fields: FieldsHere = new Map(),
): PersonLine {
  const shows = (field: string) => readable === 'all' || readable.has(field)
  const { homeId, homeIds } = row
  const homeName =
    homeId !== null && may(ability, 'read', 'OrgNode', { id: homeId, scopeIds: homeIds }) ? row.homeName : null
  return {
    id: row.id,
    name: row.name,
    ...(shows('preferredName') && { preferredName: row.preferredName }),
    ...(shows('state') && { state: row.state }),
    ...(shows('emails') && { email: row.email }),
    ...(shows('phones') && { phone: row.phone }),
    ...(shows('home') && {
      home: homeId !== null && homeName !== null ? { id: homeId, name: homeName } : null,
    }),
    ...(shows('expectedGraduation') && { expectedGraduation: row.expectedGraduation }),
    ...(shows('doNotContact') && { doNotContact: row.doNotContact }),
    ...(shows('photo') && { photoId: row.photoId }),
    ...(asked.length && {
      columns: Object.fromEntries(
        asked.flatMap((column) => {
          const custom = customIdOf(column)
          if (custom !== undefined && !fields.has(custom)) return []
          return shows(fieldOfColumn(column, fields)) ? [[column, cellOf({ ...row, homeName }, column)]] : []
        }),
      ),
    }),
  }
}

function cellOf(row: LineRow, column: ListColumn): CustomValue | null {
  switch (column) {
    case 'preferredName':
    case 'email':
    case 'phone':
    case 'state':
    case 'doNotContact':
      return row[column]
    case 'home':
      return row.homeName
    case 'graduation':
      return row.expectedGraduation
    default:
      return row.more?.[column] ?? null
  }
}

/**
 * The fields that may be read of everybody at a place that the caller reaches without further condition: one answer for the whole
 * page, because each right that reaches there covers every row.
 */
export const readableAt = (ctx: Context, place: { scopeIds: readonly string[] }): Readable =>
  fieldsAt(ctx, place, 'read')

/** The same of any act that goes by fields. */
export function fieldsAt(ctx: Context, { scopeIds }: { scopeIds: readonly string[] }, action: string): Readable {
  const fields = new Set<string>()
  for (const right of ctx.rights) {
    const allows = right.actions.includes(action) || right.actions.includes('manage')
    if (right.noun !== 'Person' || right.only || !allows || !right.nodeIds.some((id) => scopeIds.includes(id))) continue
    if (!right.fields) return 'all'
    for (const field of right.fields) fields.add(field)
  }
  return fields
}

/** The fields that may be read of this very person. */
export const readableOf = (ctx: Context, row: object): ReadonlySet<string> =>
  new Set(permittedFields(ctx.ability, 'read', 'Person', row))

/** What is left of the caller's ability when only rights count that show all of these fields of a person. */
export const readingAll = (ctx: Context, fields: readonly string[]): Ability =>
  abilityOf(
    ctx.rights.filter(
      ({ noun, fields: shown }) => noun !== 'Person' || !shown || fields.every((field) => shown.includes(field)),
    ),
    ctx.principal,
  )
