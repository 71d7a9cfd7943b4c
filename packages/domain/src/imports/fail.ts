import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { notify } from '../notify.ts'
import { mutation } from '../verb.ts'
import { doneOutput } from './imports.schema.ts'
import { lockImport, placeOf } from './stored.ts'

/** Ends an import that can't go on, with the reason for its page. Only the workflow calls it. Source: IMP-4. */
export const fail = mutation({
  name: 'imports.fail',
  permission: { action: 'read', noun: 'Import' },
  input: z.object({
    id: id(),
    code: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  }),
  output: doneOutput,
  async run(ctx, { id: importId, code, values }) {
    const found = await lockImport(ctx, 'read', importId)
    if (!['planning', 'committing', 'undoing'].includes(found.state)) return { id: importId, state: found.state }
    await ctx.tx.prisma.import.update({
      where: { id: importId },
      data: { state: 'failed', problem: { code, values }, updatedAt: ctx.at },
    })
    ctx.audit({
      noun: 'Import',
      subjectId: importId,
      node: placeOf(found),
      before: { state: found.state },
      after: { state: 'failed', code },
    })
    await notify(ctx, {
      personId: found.personId,
      kind: 'import-failed',
      nodeId: found.nodeId,
      aboutId: importId,
      facts: { file: found.fileName },
      dedupeKey: `import-failed:${importId}`,
    })
    return { id: importId, state: 'failed' as const }
  },
})
