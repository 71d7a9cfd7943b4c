import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { fileColumns, type FileRow } from './file-row.ts'
import { attachedFile, oneFile } from './files.schema.ts'
import { registeredSubject } from './subject.ts'

/** The file, if the caller may read it: their own while it is unattached, afterwards what hangs on a subject that they may read. */
export async function readableFile(ctx: Context, id: string): Promise<FileRow> {
  const [file] = await ctx.tx.rows<FileRow>(sql`select ${fileColumns} from file f where f.id = ${id}::uuid`)
  if (!file) throw notFound('File')
  const readable =
    file.subjectNoun && file.subjectId
      ? await registeredSubject(ctx, file.subjectNoun).mayRead(ctx, file.subjectId, file.id)
      : file.accountId === ctx.principal.accountId
  if (!readable) throw notFound('File')
  return file
}

/** What is known of a file, without its bytes. Errors: NotFound. Source: DOC-1, ACS-3. */
export const get = query({
  name: 'files.get',
  permission: 'signed-in',
  input: oneFile,
  output: attachedFile,
  run: (ctx, { id }) => readableFile(ctx, id),
})
