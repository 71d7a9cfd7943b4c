import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { shownColumns } from './file-row.ts'
import type { AttachedFile } from './files.schema.ts'
import { assertReadable, type SubjectOf } from './subject.ts'

/**
 * The files of a subject, the first attached first, for use inside other verbs' transactions. Errors: NotFound where the
 * caller may not read the subject. Source: DOC-1, ACS-3.
 */
export async function filesOf(ctx: Context, subject: SubjectOf): Promise<AttachedFile[]> {
  await assertReadable(ctx, subject)
  return ctx.tx.rows<AttachedFile>(sql`
    select ${shownColumns} from file f
     where f.subject_noun = ${subject.noun} and f.subject_id = ${subject.id}::uuid order by f.attached_at, f.id`)
}
