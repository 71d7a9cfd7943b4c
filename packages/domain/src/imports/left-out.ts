import { sql } from '@ministry/db'
import { encodeCursor } from '@ministry/kernel/page'
import { readPeople } from '../people/index.ts'
import { query } from '../verb.ts'
import { leftOutInput, leftOutOutput, type Problem } from './imports.schema.ts'
import { lastNumber } from './cursors.ts'
import { findImport } from './stored.ts'

interface StoredRow {
  number: number
  cells: string[]
  personId: string | null
  problems: Problem[] | null
}

/**
 * Rows that were not taken, as they stand in the file and with what is wrong with each: what a person downloads to put right.
 * Before the commit these are the conflicts and errors of the dry run, after it the rows that failed. Errors: NotFound.
 * Source: IMP-2, IMP-5.
 */
export const leftOut = query({
  name: 'imports.left-out',
  permission: { action: 'read', noun: 'Import' },
  input: leftOutInput,
  output: leftOutOutput,
  async run(ctx, { id, take, after }) {
    const found = await findImport(ctx, 'read', id)
    const last = lastNumber(after)
    const stored = await ctx.tx.rows<StoredRow>(sql`
      select number, cells, person_id as "personId", detail->'problems' as problems from import_row
       where import_id = ${id}::uuid and number > ${last}
         and (outcome = 'failed' or (outcome is null and verdict in ('conflict', 'error'))) order by number limit ${take + 1}`)
    const page = stored.slice(0, take)
    // As in the list of rows: nobody learns of people here whom they may not see.
    const visible = await readPeople(
      ctx,
      page.flatMap(({ personId }) => personId ?? []),
    )
    return {
      headings: found.source.headings,
      rows: page
        .filter(({ personId }) => personId === null || visible.has(personId))
        .map(({ number, cells, problems }) => ({ number, cells, problems: problems ?? [] })),
      next: stored.length > take ? encodeCursor([page.at(-1)!.number]) : null,
    }
  },
})
