import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../verb.ts'
import { uploadInput, uploadOutput } from './imports.schema.ts'
import { keepFile } from './kept-file.ts'
import { importingAt } from './kinds.ts'
import { counted, noting, pasted, readingLimits, temporaryFile } from './reading/index.ts'
import { takeTable } from './take-table.ts'

/**
 * Takes a file (or text pasted from a spreadsheet) and keeps its rows as they are; nothing is read into people yet.
 * Columns are matched by headings, by what the rows hold, and by what was chosen the last time for such a file.
 * Errors: InvalidInput, LimitReached (`imports.read.*`) where the file can't be read; NotFound node;
 * RuleBroken `imports.upload.node-closed`. Source: IMP-1, IMP-2.
 */
export const upload = mutation({
  name: 'imports.upload',
  permission: { action: 'create', noun: 'Import' },
  input: uploadInput,
  output: uploadOutput,
  timeout: 600_000,
  async run(ctx, { nodeId, kind: name, fileName, content, ...asked }) {
    const { kind, place: node } = await importingAt(ctx, nodeId, name)
    if (node.state !== 'active') throw ruleBroken('imports.upload.node-closed', { name: node.name })
    const importId = newId(ctx.at)
    const file = await temporaryFile()
    const given = counted(typeof content === 'string' ? pasted(content) : content, readingLimits.fileBytes)
    try {
      await ctx.tx.prisma.import.create({
        data: {
          id: importId,
          kind: kind.name,
          nodeId,
          accountId: ctx.principal.accountId,
          personId: ctx.principal.personId,
          fileName,
          state: 'mapping',
          source: {},
          createdAt: ctx.at,
          updatedAt: ctx.at,
        },
      })
      const { source, mapping, rowCount } = await takeTable(ctx, importId, kind, node, noting(given, file), asked)
      await keepFile(ctx, importId, file)
      await ctx.tx.prisma.import.update({
        where: { id: importId },
        data: { source: { ...source }, mapping: { ...mapping }, rowCount },
      })
      ctx.audit({
        noun: 'Import',
        subjectId: importId,
        node,
        after: { kind: kind.name, state: 'mapping', rowCount, headings: source.headings },
      })
      return { id: importId }
    } finally {
      await file.close()
    }
  },
})
