import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { query } from '../verb.ts'
import { importView, lookInput } from './imports.schema.ts'
import { findImport } from './stored.ts'
import { namesOf } from './names.ts'

/** An import with its columns, counts and progress. Errors: NotFound. Source: IMP-2, IMP-4. */
export const get = query({
  name: 'imports.get',
  permission: { action: 'read', noun: 'Import' },
  input: lookInput,
  output: importView,
  async run(ctx, { id, nodeId }) {
    const found = await findImport(ctx, 'read', id)
    if (nodeId !== undefined && !found.scopeIds.includes(nodeId)) throw notFound('Import')
    const { people, nodes } = await namesOf(ctx, [found])
    const { headings: _headings, fingerprint: _fingerprint, dateOrder, phones, asked, ...source } = found.source
    const [first] = await ctx.tx.rows(sql`select number from import_part where import_id = ${id}::uuid and number = 0`)
    return {
      ...found,
      ...found.mapping,
      source: { ...unsaid, ...source, asked: Object.keys(asked ?? {}), kept: first !== undefined },
      dateOrderFound: dateOrder,
      phonesFound: phones ?? null,
      nodeName: nodes.get(found.nodeId) ?? '',
      by: people.get(found.personId) ?? '',
      mine: found.accountId === ctx.principal.accountId,
      elapsed: Math.max(0, (ctx.at.getTime() - (found.committedAt ?? found.updatedAt).getTime()) / 1000),
    }
  },
})

/** Of files that came before this was noted. */
const unsaid = { delimiter: null, hiddenSheets: [], headingRow: 1, beginning: [], letters: [] }
