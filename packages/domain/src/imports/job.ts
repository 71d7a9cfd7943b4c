/** An import as its kind sees it. */
import type { Context } from '../context.ts'
import type { ImportField, ImportJob, ImportKind, ReadRow } from '../import-kind.ts'
import { placesOf } from '../people/index.ts'
import { kindOf } from './kinds.ts'
import { rowReader, type RawRow } from './read-row.ts'
import type { StoredImport } from './stored.ts'

export interface Job {
  kind: ImportKind
  job: ImportJob
  /** Reads rows by the columns and meanings that were confirmed. */
  read(raw: readonly RawRow[]): Promise<ReadRow[]>
}

/** The job of a stored import, with its place of today. Throws NotFound where the place or the kind is gone. */
export async function jobOf(ctx: Context, found: StoredImport): Promise<Job> {
  const kind = kindOf(ctx.services, found.kind)
  const place = (await placesOf(ctx, [found.nodeId])).get(found.nodeId)!
  const { columns, settings } = found.mapping
  const job: ImportJob = {
    id: found.id,
    place,
    source: found.source.name,
    settings,
    headingOf: (field) => columns.find((column) => column.field === field)?.heading ?? null,
  }
  const read = async (raw: readonly RawRow[]) => {
    const fields: readonly ImportField[] = await kind.fields(ctx, place)
    return raw.map(rowReader(fields, found.mapping, place.today))
  }
  return { kind, job, read }
}
