import { sql } from '@ministry/db'
import type { AttachedFile } from './files.schema.ts'

/** A row as the product knows it; what is shown of it is `AttachedFile`. */
export interface FileRow extends AttachedFile {
  storageKey: string
  accountId: string
  subjectNoun: string | null
  subjectId: string | null
}

/** Columns of a `file f` that lists show. */
export const shownColumns = sql`
  f.id, f.name, f.media_type as "mediaType", f.size, f.sha256, f.width, f.height, f.uploaded_at as "uploadedAt"`
/** All columns of a `file f` that the product knows. */
export const fileColumns = sql`
  ${shownColumns}, f.storage_key as "storageKey", f.account_id as "accountId", f.subject_noun as "subjectNoun", f.subject_id as "subjectId"`
