import type { Context } from '../context.ts'
import { mayKeepKeysOf } from './accounts.rules.ts'
import { placesOfPerson } from './person-places.ts'

/** Whether the caller may see what opens this person's account: see `mayKeepKeysOf`. Nobody is, for themself. Source: ACS-3. */
export async function keepsKeysOf(ctx: Context, personId: string): Promise<boolean> {
  if (personId === ctx.principal.personId) return false
  return mayKeepKeysOf(ctx.principal.roles, await placesOfPerson(ctx, personId), ctx.at)
}
