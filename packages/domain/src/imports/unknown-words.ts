import { sql } from '@ministry/db'
import { query } from '../verb.ts'
import { getInput, unknownWordsOutput } from './imports.schema.ts'
import { wordKey } from './reading/index.ts'
import { findImport } from './stored.ts'

const SHOWN = 50

/**
 * Words of the file that should be one of a few options and aren't known, for a person to say what they mean: `settings.meanings`
 * of the next dry run. Errors: NotFound. Source: IMP-2.
 */
export const unknownWords = query({
  name: 'imports.unknown-words',
  permission: { action: 'read', noun: 'Import' },
  input: getInput,
  output: unknownWordsOutput,
  async run(ctx, { id }) {
    const { mapping, state, plan } = await findImport(ctx, 'read', id)
    if (state !== 'planned' || !plan?.error) return []
    const found = await ctx.tx.rows<{ heading: string; word: string; rows: number }>(sql`
      select p->>'column' as heading, p->>'value' as word, count(*)::int as rows
        from import_row r cross join lateral jsonb_array_elements(r.detail->'problems') p
       where r.import_id = ${id}::uuid and r.verdict = 'error' and p->>'code' = 'imports.value.unknown-choice'
       group by 1, 2 order by 3 desc, 2 limit ${SHOWN}`)
    const fields = new Map(mapping.columns.map(({ heading, field }) => [heading, field]))
    const words = new Map<string, { field: string; heading: string; word: string; key: string; rows: number }>()
    for (const { heading, word, rows } of found) {
      const field = fields.get(heading)
      if (!field) continue
      const key = wordKey(word)
      const same = words.get(`${field} ${key}`)
      if (same) same.rows += rows
      else words.set(`${field} ${key}`, { field, heading, word, key, rows })
    }
    return [...words.values()].sort((one, other) => other.rows - one.rows)
  },
})
