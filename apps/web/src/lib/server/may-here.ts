/** What may be seen and begun at a place: opens buttons and words, never doors; the verb decides in the end. */
import { abilityOf, may, rightsOf, type Noun } from '@ministry/access'
import { running } from '@ministry/api'
import type { Place } from '#lib/shell/place.ts'

/** Whether whoever is signed in may see all rows of the noun at the place and below, not only some of them. */
export const seesAllHere = (locals: App.Locals, place: Place, noun: Noun): boolean =>
  allowedAt(locals, place, 'read', noun)

/** Whether they may do this to rows of the noun there. Nothing is begun at a closed place. */
export const mayHere = (locals: App.Locals, place: Place, action: string, noun: Noun): boolean =>
  !place.closed && allowedAt(locals, place, action, noun)

function allowedAt({ account }: App.Locals, { id, above }: Place, action: string, noun: Noun): boolean {
  if (!account) return false
  const { principal } = account
  const scopeIds = [...above.map(({ id }) => id), id]
  const ability = abilityOf(rightsOf(principal, running().services.clock.now()), principal)
  return may(ability, action, noun, { id, nodeId: id, scopeIds, homeIds: scopeIds })
}
