import { may } from '@ministry/access'
import { sql, empty } from '@ministry/db'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import type { Context } from '../../context.ts'
import { query } from '../../verb.ts'
import type { PersonRow } from '../person-row.ts'
import { readableOf } from '../person-line.ts'
import { assertReaches, placesOf } from '../places.ts'
import { homeNames } from '../home-names.ts'
import { readPeople } from '../read-people.ts'
import { duplicatesInput, duplicatesOutput, type PairReason } from './duplicates.schema.ts'

interface PairRow {
  id: string
  firstId: string
  secondId: string
  verdict: 'certain' | 'possible'
  score: number
  reasons: PairReason[]
  proposedBy: string | null
  note: string | null
  foundAt: Date
}

/**
 * Pairs of people at a node who may be one, the certain first, with what speaks for it; a pair is shown to whoever has both wholly in
 * reach. `proposed` has also one's own proposals that others decide. Errors: NotFound node, NotAllowed. Source: PPL-5, ACS-2.
 */
export const list = query({
  name: 'people.duplicates',
  permission: { action: 'read', noun: 'Duplicate' },
  input: duplicatesInput,
  output: duplicatesOutput,
  async run(ctx, { nodeId, state, verdict, take, after }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    assertReaches(ctx, 'read', 'Duplicate', place)
    const here = sql`d.scope_ids @> array[${nodeId}::uuid]`
    const wanted = {
      open: sql`${here} and d.state = 'open'`,
      proposed: sql`d.state = 'open' and d.proposed_at is not null and (${here} or d.proposed_by = ${ctx.principal.personId}::uuid)`,
      'not-same': sql`${here} and d.state = 'not-same'`,
    }[state]
    const filter = sql`${wanted} ${verdict ? sql`and d.verdict = ${verdict}` : empty}`
    const [group, score, last] = (after && decodeCursor(after, 3)) || []
    const behind =
      typeof group === 'string' && typeof score === 'number' && typeof last === 'string'
        ? sql`and (d.verdict, -d.score, d.id) > (${group}, ${-score}::float8, ${last}::uuid)`
        : empty
    const found = await ctx.tx.rows<PairRow>(sql`
      select d.id, d.first_id as "firstId", d.second_id as "secondId", d.verdict, d.score, d.reasons, d.note, d.found_at as "foundAt",
             (select p.name from person p where p.id = d.proposed_by) as "proposedBy"
        from duplicate_pair d where ${filter} ${behind} order by d.verdict, -d.score, d.id limit ${take + 1}`)
    const [count] = await ctx.tx.rows<{ total: number }>(
      sql`select count(*)::int as total from duplicate_pair d where ${filter}`,
    )
    const rows = found.slice(0, take)
    const people = await readPeople(
      ctx,
      rows.flatMap(({ firstId, secondId }) => [firstId, secondId]),
    )
    const homes = await homeNames(ctx, [...people.values()])
    const end = rows.at(-1)
    return {
      rows: rows.flatMap(({ firstId, secondId, ...row }) => {
        const [first, second] = [people.get(firstId), people.get(secondId)]
        return first && second ? [{ ...row, first: sideOf(ctx, first, homes), second: sideOf(ctx, second, homes) }] : []
      }),
      next: found.length > take ? encodeCursor([end!.verdict, end!.score, end!.id]) : null,
      total: count!.total,
    }
  },
})

function sideOf(ctx: Context, person: PersonRow, homes: ReadonlyMap<string, string>) {
  const readable = readableOf(ctx, person)
  const home = person.homeNodeId === null ? undefined : homes.get(person.homeNodeId)
  return {
    id: person.id,
    name: person.name,
    ...(readable.has('birthDate') && { birthDate: person.birthDate }),
    ...(readable.has('emails') && { email: person.emails[0] ?? null }),
    ...(readable.has('phones') && { phone: person.phones[0] ?? null }),
    ...(may(ctx.ability, 'read', 'Person', person, 'home') && {
      home: home ? { id: person.homeNodeId!, name: home } : null,
    }),
  }
}
