import { sql } from '@ministry/db'
import { notAllowed, notFound, ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { fileColumns, type FileRow } from './file-row.ts'
import { registeredSubject, type SubjectOf } from './subject.ts'

/** The subject with the place that it belongs to, for the audit and for whoever looks after the place's files. */
export interface AttachTo extends SubjectOf {
  node: { id: string; scopeIds: readonly string[] }
}

/**
 * Attaches the caller's own unattached uploads to a subject, inside the transaction of the verb that makes or changes it. A
 * file belongs to one subject for good; what hangs on this one already is passed over. Errors: NotAllowed where the subject
 * takes no files from the caller now; NotFound for an upload of somebody else's, one that was swept, one that hangs elsewhere;
 * RuleBroken `files.attach.too-many`. Source: DOC-1.
 */
export async function attach(ctx: Context, fileIds: readonly string[], subject: AttachTo): Promise<void> {
  const wanted = [...new Set(fileIds)]
  if (wanted.length === 0) return
  if (!(await registeredSubject(ctx, subject.noun).mayAttach(ctx, subject.id))) throw notAllowed('attach', subject.noun)
  // One at a time for a subject: otherwise two could each stay below the limit and pass it together.
  await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`files of ${subject.id}`}, 0))`)
  const rows = await ctx.tx.rows<FileRow>(sql`
    select ${fileColumns} from file f
     where f.id = any (${wanted}::uuid[]) or f.subject_noun = ${subject.noun} and f.subject_id = ${subject.id}::uuid`)
  const there = new Set(rows.filter(({ subjectId }) => subjectId === subject.id).map(({ id }) => id))
  const added = wanted.filter((id) => !there.has(id))
  const most = ctx.services.files.limits.perSubject
  if (there.size + added.length > most) throw ruleBroken('files.attach.too-many', { most })
  if (added.length === 0) return
  const changed = await ctx.tx.rows<FileRow>(sql`
    update file f set subject_noun = ${subject.noun}, subject_id = ${subject.id}::uuid, node_id = ${subject.node.id}::uuid, attached_at = ${ctx.at}
     where f.id = any (${added}::uuid[]) and f.account_id = ${ctx.principal.accountId}::uuid and f.subject_id is null
    returning ${fileColumns}`)
  if (changed.length < added.length) throw notFound('File')
  for (const { id, mediaType, size, sha256, name } of changed)
    ctx.audit({
      noun: 'File',
      subjectId: id,
      node: subject.node,
      after: { attachedTo: subject.noun, subjectId: subject.id, mediaType, size, sha256 },
      person: { id: ctx.principal.personId, after: { name } },
    })
}
