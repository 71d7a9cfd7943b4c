/** The system acting by itself, on behalf of a movement. */
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import type { Caller, Context, Services } from '../context.ts'

/** Nobody's identifier: what the system writes was written by no person. Source: RFC 9562 (nil UUID). */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Movements (National nodes) that are open. */
export const openMovements = async ({ authDb }: Services): Promise<string[]> =>
  (
    await authDb.rows<{ id: string }>(
      sql`select id from org_node where parent_id is null and state = 'active' order by id`,
    )
  ).map(({ id }) => id)

/** A caller that may do in these movements what automations do there, and is named in the audit as `workflow:…`. */
export const systemCaller = (movementIds: readonly string[], system: string): Caller => ({
  principal: {
    accountId: nobody,
    personId: nobody,
    roles: movementIds.map((id) => ({
      role: 'national-director',
      nodeId: id,
      scopeIds: [id],
      startsAt: new Date(0),
      endsAt: null,
    })),
  },
  system,
  request: { id: system },
})

/** Throws NotAllowed unless the system itself asks: what people do by hand has verbs of its own. */
export function assertSystem({ caller }: Context): void {
  if (!caller.system) throw notAllowed('run', 'Automation')
}
