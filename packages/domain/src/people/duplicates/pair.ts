import { may } from '@ministry/access'
import { join, raw, sql } from '@ministry/db'
import type { Context } from '../../context.ts'
import { query } from '../../verb.ts'
import { detailOf } from '../detail.ts'
import { personFieldNames } from '../people.schema.ts'
import type { PersonRow } from '../person-row.ts'
import { compare } from './compare.ts'
import { aboutPair, pairOutput, type Choice, type PairDetail, type PairReason } from './duplicates.schema.ts'
import { knownPerson } from './likely.ts'
import { chosenFields, isList, proposedChoices } from './merge.rules.ts'
import { movingLinks } from './merge.ts'
import { populationFor } from './population.ts'
import { proposedWords } from './proposed-words.ts'
import { bothPeople, obstaclesTo } from './two-people.ts'

/**
 * Two people side by side: every field with what is proposed, everything that would follow as far as the reader may see it, and what
 * stands against a merge. Errors: NotFound. Source: PPL-5, PPL-2.
 */
export const pair = query({
  name: 'people.pair',
  permission: { action: 'read', noun: 'Duplicate' },
  input: aboutPair,
  output: pairOutput,
  async run(ctx, { firstId, secondId }) {
    const [first, second] = await bothPeople(ctx, firstId, secondId)
    const noted = await notedOf(ctx, first.id, second.id)
    const sides = [await sideOf(ctx, first), await sideOf(ctx, second)] as const
    const [keeps, goes, obstacles] = await staying(ctx, [first, second], sides)
    const choices = { ...proposedChoices(keeps, goes), ...(await proposedWords(ctx, keeps, goes)) }
    const either = [first, second].some((person) => may(ctx.ability, 'merge', 'Person', person))
    return {
      pairId: noted?.id ?? null,
      state: noted?.state ?? null,
      verdict: noted?.verdict ?? null,
      reasons: noted?.reasons ?? (await reasonsOf(ctx, first, second)),
      proposedBy: noted?.proposedBy ?? null,
      note: noted?.note ?? null,
      first: sides[0].shown,
      second: sides[1].shown,
      survivorId: keeps.id,
      fields: [...homesOf(sides), ...fieldsOf(sides[0], sides[1], choices), ...wordsOf(sides[0], sides[1], choices)],
      strictWords: strictWords(sides[0], sides[1]),
      obstacles,
      mayMerge: obstacles.length === 0,
      mayPropose: either && obstacles.includes('people.merge.not-wholly'),
    }
  },
})

interface Noted {
  id: string
  state: string
  verdict: 'certain' | 'possible'
  reasons: PairReason[]
  proposedBy: string | null
  note: string | null
}
async function notedOf({ tx }: Context, one: string, other: string): Promise<Noted | undefined> {
  const [first, second] = [one, other].sort()
  const [row] = await tx.rows<Noted>(sql`
    select d.id, d.state, d.verdict, d.reasons, d.note, (select p.name from person p where p.id = d.proposed_by) as "proposedBy"
      from duplicate_pair d where d.first_id = ${first}::uuid and d.second_id = ${second}::uuid`)
  return row
}
/** Where nobody has compared them yet. */
async function reasonsOf(ctx: Context, first: PersonRow, second: PersonRow): Promise<PairReason[]> {
  const known = [knownPerson(first), knownPerson(second)] as const
  const population = await populationFor(ctx, first.homeIds[0]!, known)
  return compare(known[0], known[1], population).reasons
}

type Side = Awaited<ReturnType<typeof sideOf>>
async function sideOf(ctx: Context, person: PersonRow) {
  const detail = await detailOf(ctx, person.id)
  const rows = await rowsOf(ctx, person.id)
  return {
    detail,
    shown: {
      id: person.id,
      name: person.name,
      version: person.version,
      home: detail.home ?? null,
      memberships: detail.memberships
        .filter(({ leftOn }) => leftOn === null)
        .map(({ node, isHome, state }) => ({ node: node?.name ?? null, isHome, state })),
      doNotContact: person.doNotContact,
      hasAccount: rows.some(({ table }) => table === 'account'),
      rows,
    },
  }
}

/** What the merge carries along by rules of its own. */
const further = [
  { table: 'consent', column: 'person_id' },
  { table: 'relation', column: 'a_id' },
  { table: 'relation', column: 'b_id' },
]

/** What there is of a person, as far as policies show it to the reader; two statements. */
async function rowsOf(ctx: Context, id: string): Promise<PairDetail['first']['rows']> {
  const links = [...movingLinks(ctx), ...further]
  // Some tables are behind doors of their own: what is in them is nobody's to count.
  const open = await ctx.tx.rows<{ table: string }>(sql`
    select t as table from unnest(${links.map(({ table }) => table)}::text[]) t where has_table_privilege(quote_ident(t), 'select')`)
  const readable = new Set(open.map(({ table }) => table))
  const counts = links
    .filter(({ table }) => readable.has(table))
    .map(
      ({ table, column }) =>
        sql`select ${table} as table, count(*)::int as number from ${raw(`"${table}"`)} t where t.${raw(`"${column}"`)} = ${id}::uuid`,
    )
  const rows = await ctx.tx.rows<{ table: string; number: number }>(
    sql`select "table", sum(number)::int as number from (${join(counts, ' union all ')}) c group by 1 having sum(number) > 0 order by 1`,
  )
  return rows
}

/** Who signs in with a record keeps it; else the older one stays. Where that can't be done and the other way round can, it is proposed so. */
async function staying(
  ctx: Context,
  [first, second]: readonly [PersonRow, PersonRow],
  [one, other]: readonly [Side, Side],
): Promise<[keeps: PersonRow, goes: PersonRow, obstacles: string[]]> {
  const firstStays = one.shown.hasAccount === other.shown.hasAccount ? first.id < second.id : one.shown.hasAccount
  const [keeps, goes] = firstStays ? [first, second] : [second, first]
  const obstacles = await obstaclesTo(ctx, keeps, goes)
  if (obstacles.length && (await obstaclesTo(ctx, goes, keeps)).length === 0) return [goes, keeps, []]
  return [keeps, goes, obstacles]
}

/** The homes, where they differ: that of the record that stays is kept unless somebody chooses. */
function homesOf([{ shown: one }, { shown: other }]: readonly [Side, Side]): PairDetail['fields'] {
  if (!one.home || !other.home || one.home.id === other.home.id) return []
  const [first, second] = [one.home.name, other.home.name]
  return [{ field: 'home', first, second, list: false, choice: 'survivor', custom: null }]
}

/** Fields that either has, as far as both may be read. */
function fieldsOf(
  { detail: one }: Side,
  { detail: other }: Side,
  choices: Record<string, Choice>,
): PairDetail['fields'] {
  const blank = (value: unknown) => value == null || (Array.isArray(value) && value.length === 0)
  return personFieldNames
    .filter((field) => chosenFields.includes(field) && field in one.fields && field in other.fields)
    .map((field) => ({
      field,
      first: one.fields[field] ?? null,
      second: other.fields[field] ?? null,
      list: isList(field),
      choice: choices[field] ?? 'survivor',
      custom: null,
    }))
    .filter(({ first, second }) => !blank(first) || !blank(second))
}

/** Custom fields, tags and photos that either has, as far as they may be read. */
function wordsOf(
  { detail: one }: Side,
  { detail: other }: Side,
  choices: Record<string, Choice>,
): PairDetail['fields'] {
  const valueIn = ({ custom }: Side['detail'], id: string) => custom.find(({ field }) => field.id === id)?.value ?? null
  const defined = new Map([...one.custom, ...other.custom].map(({ field }) => [field.id, field]))
  const custom = [...defined].map(([id, field]) => ({
    ...{ field: `custom.${id}`, custom: field, list: field.kind === 'several-of' },
    ...{ first: valueIn(one, id), second: valueIn(other, id) },
  }))
  const named = ({ tags }: Side['detail']) => (tags?.length ? tags.map(({ name }) => name) : null)
  const further = [
    { field: 'tags', custom: null, list: true, first: named(one), second: named(other) },
    { field: 'photo', custom: null, list: false, first: one.photoId ?? null, second: other.photoId ?? null },
  ]
  return [...custom, ...further]
    .filter(({ first, second }) => first !== null || second !== null)
    .map((row) => ({ ...row, choice: choices[row.field] ?? 'survivor' }))
}

/** Where one said yes and the other no. */
function strictWords({ detail: one }: Side, { detail: other }: Side): PairDetail['strictWords'] {
  return (one.consents ?? []).flatMap(({ channel, purpose, given }) => {
    const against = other.consents?.find((word) => word.channel === channel && word.purpose === purpose)
    return against && against.given !== given ? [{ channel, purpose }] : []
  })
}
