import { mutation } from '../verb.ts'
import { assertFollows } from './imports.rules.ts'
import { doneOutput, getInput } from './imports.schema.ts'
import { lockImport, placeOf } from './stored.ts'

/**
 * Stops an import. Rows that are written stay written; the next chunk finds the import cancelled and ends.
 * Errors: RuleBroken `imports.step.not-now`. Source: IMP-4.
 */
export const cancel = mutation({
  name: 'imports.cancel',
  permission: { action: 'cancel', noun: 'Import' },
  input: getInput,
  output: doneOutput,
  async run(ctx, { id }) {
    const found = await lockImport(ctx, 'cancel', id)
    if (found.state === 'cancelled') return { id, state: found.state }
    assertFollows(found.state, 'cancelled')
    await ctx.tx.prisma.import.update({ where: { id }, data: { state: 'cancelled', updatedAt: ctx.at } })
    ctx.audit({
      noun: 'Import',
      subjectId: id,
      node: placeOf(found),
      before: { state: found.state },
      after: { state: 'cancelled', doneRows: found.doneRows },
    })
    return { id, state: 'cancelled' as const }
  },
})
