/** The file of an import as it came: kept until it is written or given up, so that it can be read in another way. Source: IMP-2. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { TemporaryFile } from './reading/index.ts'

const partBytes = 512 * 1024

/** Keeps the file. The database lets go of it when the import is written or cancelled. */
export async function keepFile({ tx }: Context, importId: string, file: TemporaryFile): Promise<void> {
  let number = 0
  for await (const bytes of file.pieces(partBytes)) {
    await tx.rows(
      sql`insert into import_part (import_id, number, bytes) values (${importId}::uuid, ${number}, ${bytes})`,
    )
    number++
  }
}

/** The kept file piece by piece; nothing where none is kept. */
export async function* keptFile({ tx }: Context, importId: string): AsyncGenerator<Buffer> {
  for (let number = 0; ; number++) {
    const [part] = await tx.rows<{ bytes: Buffer }>(
      sql`select bytes from import_part where import_id = ${importId}::uuid and number = ${number}`,
    )
    if (!part) return
    yield part.bytes
  }
}
