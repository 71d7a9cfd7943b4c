/** The system acting by itself, on behalf of a movement. */
import { abilityOf, rightsOf, rowScopeOf } from '@ministry/access'
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
const directing = (movementIds: readonly string[]) =>
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

/**
 * Goes on with a National Director's rights at the National node, in the name of whoever asks, within the same transaction: for acts
 * whose own rule has decided already. What is changed by it stands in the audit as done by `system`. `engine` is the approvals' alone.
 */
export function inMovement<T>(
  ctx: Context,
  movementId: string,
  system: string,
  run: (power: Context) => Promise<T>,
  engine?: string,
): Promise<T> {
  const { accountId, personId } = ctx.principal
  const principal = { accountId, personId, roles: directing([movementId]) }
  const caller: Caller = { principal, system, request: ctx.caller.request }
  const rights = rightsOf(principal, ctx.at)
  const power: Context = {
    ...{ caller, principal, at: ctx.at, ability: abilityOf(rights, principal), rights },
    ...{ services: ctx.services, tx: ctx.tx, asked: ctx.asked, emit: ctx.emit },
    audit: (change) => ctx.audit({ by: caller, ...change }),
  }
  return ctx.tx.as({ scope: rowScopeOf(rights), personId, accountId, engine }, () => run(power))
}
