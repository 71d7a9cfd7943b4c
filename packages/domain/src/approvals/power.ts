/** The power of the movement: what the engine does with a case, and what an approved one does. Source: APR-7. */
import { abilityOf, rightsOf, rowScopeOf } from '@ministry/access'
import type { Caller, Context } from '../context.ts'
import { directing } from '../acting.ts'

/**
 * Goes on with a National Director's rights at the National node, in the name of whoever asks, within the same transaction. What is
 * changed by it stands in the audit as done by `system` (`case:<id>`). The database lets cases be moved on in this power alone.
 */
export function inPower<T>(
  ctx: Context,
  movementId: string,
  system: string,
  run: (power: Context) => Promise<T>,
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
  return ctx.tx.as({ scope: rowScopeOf(rights), personId, accountId, engine: movementId }, () => run(power))
}
