import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { undoRequested } from './imports.events.ts'
import { assertFollows, noneUndone } from './imports.rules.ts'
import { doneOutput, getInput } from './imports.schema.ts'
import { lockImport, placeOf } from './stored.ts'

/**
 * Takes a whole import back, by a durable job: what nobody has touched since is as before, what somebody has is spared and listed.
 * Errors: NotFound; RuleBroken `imports.step.not-now`, `imports.undo.nothing-written`. Source: IMP-5.
 */
export const undo = mutation({
  name: 'imports.undo',
  permission: { action: 'undo', noun: 'Import' },
  input: getInput,
  output: doneOutput,
  async run(ctx, { id }) {
    const found = await lockImport(ctx, 'undo', id)
    if (found.state === 'undoing' || found.state === 'undone') return { id, state: found.state } // pressed twice
    assertFollows(found.state, 'undoing')
    if (!found.result || found.result.created + found.result.changed === 0)
      throw ruleBroken('imports.undo.nothing-written')
    await ctx.tx.prisma.import.update({
      where: { id },
      data: { state: 'undoing', undo: noneUndone(), undoneAt: ctx.at, updatedAt: ctx.at },
    })
    ctx.audit({
      noun: 'Import',
      subjectId: id,
      node: placeOf(found),
      before: { state: found.state },
      after: { state: 'undoing', result: found.result },
    })
    ctx.emit({
      name: undoRequested.name,
      data: {
        importId: id,
        accountId: ctx.principal.accountId,
        personId: ctx.principal.personId,
        nodeId: found.nodeId,
        scopeIds: found.scopeIds,
      },
      subject: `import:${id}`,
    })
    return { id, state: 'undoing' as const }
  },
})
