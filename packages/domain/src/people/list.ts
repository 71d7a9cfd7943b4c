import { reaches } from '@ministry/access/scope'
import { empty, join, sql } from '@ministry/db'
import { invalidInput } from '@ministry/kernel/errors'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { behind, onlyStates, personConditions, rowConditions, type Behind } from './list-conditions.ts'
import { listFew } from './list-few.ts'
import { listInput, listOutput, type PeopleFilter } from './people.schema.ts'
import { eachPerson, fieldsOf, readableAt, toLine, type LineRow } from './person-line.ts'
import { placeToList, type ListedPlace } from './place-to-list.ts'

/**
 * A page of the people at a node and below, by name. Two statements: the node with its counts, and the page (with an exact count
 * where filters go beyond states). Whoever sees only some people there (themselves, consenting fellow members, pre-graduates) gets
 * exactly these. Errors: NotFound (the node), InvalidInput (a cursor from elsewhere). Source: PPL-3, ACS-3, ACS-4.
 */
export const list = query({
  name: 'people.list',
  permission: { action: 'read', noun: 'Person' },
  input: listInput,
  output: listOutput,
  async run(ctx, { nodeId, filter, take, after }) {
    const last = after === undefined ? undefined : readCursor(after)
    const place = await placeToList(ctx, nodeId, filter)
    const readable = readableAt(ctx, place)
    const all = readable === 'all' || fieldsOf(filter).every((field) => readable.has(field))
    const { rows, total } =
      all && reaches(ctx, 'read', 'Person', place)
        ? await listAll(ctx, place, filter, take, last)
        : await listFew(ctx, place, filter, take, last)
    const end = rows.length > take ? rows[take - 1] : undefined
    return {
      rows: rows.slice(0, take).map(({ line }) => line),
      next: end ? encodeCursor([end.sortName, end.line.id]) : null,
      total,
    }
  },
})

function readCursor(after: string): Behind {
  const [sortName, id] = decodeCursor(after, 2) ?? []
  if (typeof sortName === 'string' && typeof id === 'string') return { sortName, id }
  throw invalidInput('This is not the end of a page of people.', [{ path: 'after', message: 'people.list.cursor' }])
}

/** The page where everybody may be seen: one walk along the index of the node, in its order. One row more than asked tells whether it goes on. */
async function listAll(ctx: Context, place: ListedPlace, filter: PeopleFilter, take: number, last: Behind | undefined) {
  const rowIs = rowConditions(place.id, filter)
  const personIs = personConditions(filter)
  const exact = !onlyStates(filter)
  const count = sql`
    select count(*)::int as total from person_scope s where ${join(rowIs, ' and ')}
      ${personIs.length ? sql`and exists ${eachPerson(sql`s.person_id`, personIs)}` : empty}`
  const rows = await ctx.tx.rows<LineRow & { sortName: string; total?: number }>(sql`
    select p.*, s.state, s.sort_name as "sortName" ${exact ? sql`, (${count}) as total` : empty}
      from person_scope s cross join lateral ${eachPerson(sql`s.person_id`, personIs)} p
     where ${join([...rowIs, ...(last ? [behind(last)] : [])], ' and ')}
     order by s.sort_name, s.person_id limit ${take + 1}`)
  const readable = readableAt(ctx, place)
  const afterTheEnd = async () => (last ? (await ctx.tx.rows<{ total: number }>(count))[0]!.total : 0)
  return {
    rows: rows.map((row) => ({ line: toLine(row, readable), sortName: row.sortName })),
    total: exact ? (rows[0]?.total ?? (await afterTheEnd())) : place.people,
  }
}
