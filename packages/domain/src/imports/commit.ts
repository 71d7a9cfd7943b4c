import { mutation } from '../verb.ts'
import { commitRequested } from './imports.events.ts'
import { assertFollows, noResults } from './imports.rules.ts'
import { commitInput, doneOutput } from './imports.schema.ts'
import { lockImport, placeOf } from './stored.ts'

/**
 * Accepts the dry run: its rows are written by a durable job, which goes on after a crash and repeats no row.
 * Nobody is written to unless `welcome` says so. Errors: RuleBroken `imports.step.not-now`. Source: IMP-4, IMP-8.
 */
export const commit = mutation({
  name: 'imports.commit',
  permission: { action: 'commit', noun: 'Import' },
  input: commitInput,
  output: doneOutput,
  async run(ctx, { id, welcome }) {
    const found = await lockImport(ctx, 'commit', id)
    if (found.state === 'committing' || found.state === 'done') return { id, state: found.state } // pressed twice
    assertFollows(found.state, 'committing')
    await ctx.tx.prisma.import.update({
      where: { id },
      data: {
        ...{ state: 'committing', committedAt: ctx.at, updatedAt: ctx.at, result: noResults(), doneRows: 0 },
        options: { welcome },
      },
    })
    ctx.audit({
      noun: 'Import',
      subjectId: id,
      node: placeOf(found),
      before: { state: found.state },
      after: { state: 'committing', plan: found.plan, welcome },
    })
    ctx.emit({
      name: commitRequested.name,
      data: {
        importId: id,
        accountId: ctx.principal.accountId,
        personId: ctx.principal.personId,
        nodeId: found.nodeId,
        scopeIds: found.scopeIds,
      },
      subject: `import:${id}`,
    })
    return { id, state: 'committing' as const }
  },
})
