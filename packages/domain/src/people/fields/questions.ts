/** Questions of lists to custom fields and tags, as conditions on `person p`. Source: PPL-3, ACS-3. */
import { join, sql, type Sql } from '@ministry/db'
import { rightOf } from './fields.rules.ts'
import type { CustomField, CustomQuestion, TagQuestion } from './fields.schema.ts'

/**
 * The fields of a person (`custom`, `sensitiveCustom`, `tags`) that somebody must be able to read to ask this: for `readingAll` and
 * `readableAt`. A field that doesn't hold at the place counts as sensitive.
 */
export const asksAbout = (
  questions: { custom?: readonly CustomQuestion[] | undefined; tags?: TagQuestion | undefined },
  fields: readonly CustomField[],
): string[] => [
  ...new Set([
    ...(questions.custom ?? []).map(({ field }) =>
      rightOf(fields.find(({ id }) => id === field) ?? { sensitive: true }),
    ),
    ...(questions.tags ? ['tags'] : []),
  ]),
]

/**
 * A condition on `person p` for statements under row-level security. Whole places are asked with `app.custom_condition` inside a
 * function of its owner: the planner never uses an index of jsonb below a policy. Source: PPL-3.
 */
export function customHolds({ field, is, not, from, to, contains, filled }: CustomQuestion): Sql {
  const value = sql`p.custom->>${field}`
  const among = (values: readonly unknown[]) =>
    sql`(${join(
      values.map(
        (one) =>
          sql`p.custom @> ${JSON.stringify({ [field]: one })}::jsonb or p.custom @> ${JSON.stringify({ [field]: [one] })}::jsonb`,
      ),
      ' or ',
    )})`
  const bounded = (bound: string | number, sign: Sql) =>
    typeof bound === 'number'
      ? sql`case jsonb_typeof(p.custom->${field}) when 'number' then (${value})::numeric ${sign} ${bound}::numeric else false end`
      : sql`coalesce(${value} ${sign} ${bound}, false)`
  return all([
    is && among(is),
    not && sql`not ${among(not)}`,
    from !== undefined && bounded(from, sql`>=`),
    to !== undefined && bounded(to, sql`<=`),
    contains !== undefined && sql`coalesce(position(app.fold(${contains}) in app.fold(${value})) > 0, false)`,
    filled !== undefined && sql`(p.custom->${field} is not null) = ${filled}`,
  ])
}

/** The same for tags. Source: PPL-3. */
export const tagsHold = ({ any, all: every, none }: TagQuestion): Sql =>
  all([
    any && sql`p.tag_ids && ${any}::uuid[]`,
    every && sql`p.tag_ids @> ${every}::uuid[]`,
    none && sql`not (p.tag_ids && ${none}::uuid[])`,
  ])

const all = (parts: readonly (Sql | false | undefined)[]): Sql => {
  const given = parts.filter((part) => part !== false && part !== undefined)
  return given.length ? sql`(${join(given, ' and ')})` : sql`true`
}
