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
    const { headings: _headings, fingerprint: _fingerprint, dateOrder, phones, ...source } = found.source
    return {
      ...found,
      ...found.mapping,
      source,
      dateOrderFound: dateOrder,
      phonesFound: phones ?? null,
      nodeName: nodes.get(found.nodeId) ?? '',
      by: people.get(found.personId) ?? '',
      mine: found.accountId === ctx.principal.accountId,
      elapsed: Math.max(0, (ctx.at.getTime() - (found.committedAt ?? found.updatedAt).getTime()) / 1000),
    }
  },
})
