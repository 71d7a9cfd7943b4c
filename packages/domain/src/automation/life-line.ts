import { permittedFields } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { empty, join, sql } from '@ministry/db'
import { invalidInput } from '@ministry/kernel/errors'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { query } from '../verb.ts'
import type { PersonRow } from '../people/index.ts'
import { lifeLineInput, lifeLineOutput, type LineEntry } from './automation.schema.ts'

/**
 * All that is on record of a person's way, the latest first, in keyset pages: each source gives what the reader may see of it.
 * Errors: NotFound (a person that can't be seen); InvalidInput (a forged cursor). Source: PPL-3, AUT.
 */
export const lifeLine = query({
  name: 'automation.life-line',
  permission: { action: 'read', noun: 'Person' },
  input: lifeLineInput,
  output: lifeLineOutput,
  async run(ctx, { personId, take, after }) {
    const person = await find<PersonRow>(ctx, 'read', 'Person', personId)
    const own = personId === ctx.principal.personId
    const readable = new Set(permittedFields(ctx.ability, 'read', 'Person', person))
    const parts = ctx.services.lifeLine.flatMap(({ entries }) => entries(ctx, { id: personId, own, readable }) ?? [])
    if (parts.length === 0) return { rows: [], next: null }
    const found = await ctx.tx.rows<LineEntry>(sql`
      select l.id, l.at, l.whole_day as "wholeDay", l.kind, l.values from (${join(parts, ' union all ')}) l
       where l.at is not null ${after === undefined ? empty : before(after)}
       order by l.at desc, l.id desc limit ${take + 1}`)
    const rows = found.slice(0, take)
    const last = rows.at(-1)
    return { rows, next: found.length > take && last ? encodeCursor([last.at.toISOString(), last.id]) : null }
  },
})

function before(after: string) {
  const [at, id] = decodeCursor(after, 2) ?? []
  if (typeof at !== 'string' || typeof id !== 'string') throw invalidInput('This is no cursor of this list.')
  return sql`and (l.at, l.id) < (${at}::timestamptz, ${id})`
}
