import { invalidInput } from '@ministry/kernel/errors'
import { sql } from '@ministry/db'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { eachPerson } from '../people/index.ts'
import { query } from '../verb.ts'
import { rowsInput, rowsOutput } from './bulk.schema.ts'
import { findAct } from './stored.ts'

/**
 * The people of an act, by what became of them; whom the reader doesn't see has no name, and of what is to be done about oneself nobody
 * reads. A page takes two statements. Errors: NotFound.
 * Source: PPL-3.
 */
export const rows = query({
  name: 'bulk.rows',
  permission: { action: 'read', noun: 'BulkAct' },
  input: rowsInput,
  output: rowsOutput,
  async run(ctx, { id, show, take, after }) {
    const act = await findAct(ctx, 'read', id)
    const undone = show === 'undone' || show === 'spared'
    const found = await ctx.tx.rows<{
      number: number
      reason: string | null
      personId: string | null
      name: string
    }>(sql`
      select w.number, w.reason, p.id as "personId", p.name
        from (select r.number, r.person_id, case when ${undone} then r.undo_reason else r.reason end as reason from bulk_row r
               where r.bulk_id = ${id}::uuid and r.number > ${lastNumber(after)}
                 and case when ${undone} then r.undone else r.outcome end = ${show}
                 and not (${act.act === 'follow-up' && show !== 'left'} and r.person_id = ${ctx.principal.personId}::uuid)
               order by r.number limit ${take + 1}) w
        left join lateral ${eachPerson(sql`w.person_id`, sql`p.id, p.name`)} p on true
       order by w.number`)
    const page = found.slice(0, take)
    return {
      rows: page.map(({ number, reason, personId, name }) => ({
        number,
        reason,
        person: personId === null ? null : { id: personId, name },
      })),
      next: found.length > take ? encodeCursor([page.at(-1)!.number]) : null,
      total: act[show],
    }
  },
})

/** The number of the page's last row; 0 before the first page. Throws InvalidInput. */
function lastNumber(after: string | undefined): number {
  if (after === undefined) return 0
  const [number] = decodeCursor(after, 1) ?? []
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 2 ** 31) return number
  throw invalidInput('This is no cursor of this list.')
}
