import { sql } from '@ministry/db'
import { query } from '../verb.ts'
import { decidableCodes, getInput, undecidedOutput } from './imports.schema.ts'
import { findImport } from './stored.ts'

/**
 * Rows that wait for a person's word, by the reason why they do: how many, and of how many one record alone is found. They can be decided
 * together (`imports.choose-alike`). Errors: NotFound. Source: IMP-2, PPL-5.
 */
export const undecided = query({
  name: 'imports.undecided',
  permission: { action: 'read', noun: 'Import' },
  input: getInput,
  output: undecidedOutput,
  async run(ctx, { id }) {
    const { state, plan } = await findImport(ctx, 'read', id)
    if (state !== 'planned' || !plan?.conflict) return []
    return ctx.tx.rows<{ code: (typeof decidableCodes)[number]; rows: number; one: number }>(sql`
      select detail->'problems'->0->>'code' as code, count(*)::int as rows,
             count(*) filter (where jsonb_array_length(detail->'candidates') = 1)::int as one
        from import_row where import_id = ${id}::uuid and verdict = 'conflict'
         and detail->'problems'->0->>'code' = any (${[...decidableCodes]}::text[])
       group by 1 order by 2 desc, 1`)
  },
})
