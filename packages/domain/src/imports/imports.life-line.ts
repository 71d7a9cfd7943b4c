import { sql } from '@ministry/db'
import { readableAt, type LifeLineSource } from '../life-line.ts'

/** The imports that made or changed a person, where the reader may read imports. Source: PPL-3, IMP-2. */
export const importsOfLife: LifeLineSource = {
  key: 'imports.rows',
  entries: (ctx, { id }) => sql`
    select 'import:' || r.import_id || ':' || r.number as id, coalesce(i.committed_at, i.updated_at) as at, false as whole_day,
           'imports.' || r.outcome as kind, jsonb_build_object('file', i.file_name, 'import', i.id, 'node', i.node_id) as values
      from import_row r join import i on i.id = r.import_id
     where r.person_id = ${id}::uuid and r.outcome in ('created', 'changed') and i.scope_ids && ${readableAt(ctx, 'Import')}::uuid[]`,
}
