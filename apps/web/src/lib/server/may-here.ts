/** What may be begun at a place: opens buttons, never doors; the verb decides in the end. */
import { abilityOf, may, rightsOf, type Noun } from '@ministry/access'
import { running } from '@ministry/api'
import type { Place } from '#lib/shell/place.ts'

/** Whether whoever is signed in may do this to rows of the noun at the place. Nothing is begun at a closed place. */
export function mayHere({ account }: App.Locals, { id, above, closed }: Place, action: string, noun: Noun): boolean {
  if (!account || closed) return false
  const { principal } = account
  const scopeIds = [...above.map(({ id }) => id), id]
  const ability = abilityOf(rightsOf(principal, running().services.clock.now()), principal)
  return may(ability, action, noun, { nodeId: id, scopeIds, homeIds: scopeIds })
}
