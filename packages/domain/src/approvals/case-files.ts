/** What was sent along with a request. Source: APR-4, DOC-1. */
import type { Context } from '../context.ts'
import type { FileSubject } from '../file-subject.ts'
import { attach, detach, filesOf } from '../files/index.ts'
import { readableCases, type CaseRow } from './case-row.ts'

const noun = 'ApprovalCase'

/** Files of a case: read by whoever reads it, sent by the requester while it isn't decided. */
export const caseFiles: FileSubject = {
  noun,
  mayRead: async (ctx, id) =>
    (await ctx.tx.prisma.approvalCase.count({ where: { AND: [{ id }, readableCases(ctx)] } })) > 0,
  mayAttach: async (ctx, id) => {
    const own = { id, personId: ctx.principal.personId, state: { in: ['open', 'sent_back'] } }
    return (await ctx.tx.prisma.approvalCase.count({ where: own })) > 0
  },
}

/** Hangs exactly these files on the case, in the requester's own power. Errors as of `attach` and `detach`. */
export async function keepFiles(ctx: Context, id: string, fileIds: readonly string[], node: Node): Promise<void> {
  const before = fileIds.length || node.had.length ? (await filesOf(ctx, { noun, id })).map((file) => file.id) : []
  const subject = { noun, id, node }
  await detach(
    ctx,
    before.filter((one) => !fileIds.includes(one)),
    subject,
  )
  await attach(ctx, fileIds, subject)
}
interface Node {
  id: string
  scopeIds: readonly string[]
  /** What hung on it before. */
  had: readonly string[]
}

/** The files of a case that the caller may read, in the order of the request. */
export async function shownFiles(ctx: Context, { id, fileIds }: Pick<CaseRow, 'id' | 'fileIds'>) {
  if (fileIds.length === 0) return []
  const files = await filesOf(ctx, { noun, id })
  return files.toSorted((a, b) => fileIds.indexOf(a.id) - fileIds.indexOf(b.id))
}
