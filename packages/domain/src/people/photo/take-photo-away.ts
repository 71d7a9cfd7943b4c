import { sql } from '@ministry/db'
import type { Context } from '../../context.ts'
import type { PersonRow } from '../person-row.ts'

/**
 * Deletes the photo's file, whoever sent it, and notes it; the bytes follow with the next sweep. Nothing happens where there is
 * none. The row of the person is left to the caller. Source: PPL-1, DOC-1.
 */
export async function takePhotoAway(ctx: Context, person: PersonRow): Promise<void> {
  if (person.photoId === null) return
  const removed = await ctx.tx.rows<{ id: string; sha256: string }>(sql`
    delete from file f where f.id = ${person.photoId}::uuid and f.subject_noun = 'Person' and f.subject_id = ${person.id}::uuid
    returning f.id, f.sha256`)
  for (const { id, sha256 } of removed)
    ctx.audit({
      noun: 'File',
      subjectId: id,
      node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
      before: { attachedTo: 'Person', subjectId: person.id, sha256 },
    })
}
