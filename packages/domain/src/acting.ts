/** The system acting by itself, on behalf of a movement. */
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import type { Caller, Context, Services } from './context.ts'

/** Nobody's identifier: what the system writes was written by no person. Source: RFC 9562 (nil UUID). */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Movements (National nodes) that are open. */
export const openMovements = async ({ authDb }: Services): Promise<string[]> =>
  (
    await authDb.rows<{ id: string }>(
      sql`select id from org_node where parent_id is null and state = 'active' order by id`,
    )
  ).map(({ id }) => id)

/** The role that stands for the power of these movements. */
export const directing = (movementIds: readonly string[]) =>
  movementIds.map((id) => ({
    role: 'national-director' as const,
    nodeId: id,
    scopeIds: [id],
    startsAt: new Date(0),
    endsAt: null,
  }))

/** A caller that may do in these movements what the system does there by itself, and is named in the audit as `workflow:…`. */
export const systemCaller = (movementIds: readonly string[], system: string): Caller => ({
  principal: { accountId: nobody, personId: nobody, roles: directing(movementIds) },
  system,
  request: { id: system },
})

/** Throws NotAllowed unless the system itself asks: what people do by hand has verbs of its own. */
export function assertSystem({ caller }: Context): void {
  if (!caller.system) throw notAllowed('run', 'Automation')
}
