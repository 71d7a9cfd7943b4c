import { scope } from '@ministry/access/scope'
import { encodeCursor } from '@ministry/kernel/page'
import { placesOf } from '../people/index.ts'
import { query } from '../verb.ts'
import { listInput, listOutput } from './imports.schema.ts'
import { lastImport } from './cursors.ts'
import { namesOf } from './names.ts'
import type { StoredImport } from './stored.ts'

/** Imports at a node and below, newest first. Errors: NotFound node. Source: IMP-2. */
export const list = query({
  name: 'imports.list',
  permission: { action: 'read', noun: 'Import' },
  input: listInput,
  output: listOutput,
  async run(ctx, { nodeId, take, after }) {
    await placesOf(ctx, [nodeId])
    const where = { AND: [scope(ctx, 'read', 'Import'), { scopeIds: { has: nodeId } }] }
    // Identifiers are made in the order of time, so they alone are the key of the page.
    const last = lastImport(after)
    const found = (await ctx.tx.prisma.import.findMany({
      where: { AND: [where, last === undefined ? {} : { id: { lt: last } }] },
      orderBy: { id: 'desc' },
      take: take + 1,
    })) as unknown as StoredImport[]
    const rows = found.slice(0, take)
    const { people } = await namesOf(ctx, rows)
    return {
      rows: rows.map((row) => ({ ...row, by: people.get(row.personId) ?? '' })),
      next: found.length > take ? encodeCursor([rows.at(-1)!.id]) : null,
      total: await ctx.tx.prisma.import.count({ where }),
    }
  },
})
