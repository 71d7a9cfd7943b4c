import { sql } from '@ministry/db'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import type { AttachTo } from './attach.ts'
import { registeredSubject } from './subject.ts'

/**
 * Takes the caller's own files away from a subject, for good, inside the transaction of the verb that changes it; the bytes
 * follow with the next sweep. Errors: NotAllowed where the subject can't be changed by the caller now; NotFound for files that
 * somebody else attached or that hang elsewhere. Source: DOC-1.
 */
export async function detach(ctx: Context, fileIds: readonly string[], subject: AttachTo): Promise<void> {
  const unwanted = [...new Set(fileIds)]
  if (unwanted.length === 0) return
  if (!(await registeredSubject(ctx, subject.noun).mayAttach(ctx, subject.id))) throw notAllowed('attach', subject.noun)
  const removed = await ctx.tx.rows<{ id: string; name: string; sha256: string }>(sql`
    delete from file f where f.id = any (${unwanted}::uuid[]) and f.account_id = ${ctx.principal.accountId}::uuid
       and f.subject_noun = ${subject.noun} and f.subject_id = ${subject.id}::uuid
    returning f.id, f.name, f.sha256`)
  if (removed.length < unwanted.length) throw notFound('File')
  for (const { id, name, sha256 } of removed)
    ctx.audit({
      noun: 'File',
      subjectId: id,
      node: subject.node,
      before: { attachedTo: subject.noun, subjectId: subject.id, sha256 },
      person: { id: ctx.principal.personId, before: { name } },
    })
}
