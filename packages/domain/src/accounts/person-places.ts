import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { PersonPlace } from './accounts.rules.ts'

/** Home and open roles of a person, also where the caller sees nothing of them: for decisions, never for show. */
export const placesOfPerson = (ctx: Context, personId: string): Promise<PersonPlace[]> =>
  ctx.tx.rows<PersonPlace>(sql`
    select role, node_id as "nodeId", scope_ids as "scopeIds" from app.person_places(${personId}::uuid, ${ctx.at})`)
