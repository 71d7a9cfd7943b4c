import { sql } from '@ministry/db'
import type { Services } from '../../context.ts'

/** Says on the author's page that a file could not be written: the state of a job of their own, which nobody else sees. Source: REP-3. */
export const failExport = (services: Services, id: string, accountId: string): Promise<void> =>
  services.db.transaction({ scope: {}, accountId }, {}, async (tx) => {
    await tx.rows(sql`update people_export set state = 'failed' where id = ${id}::uuid and state = 'waiting'`)
  })
