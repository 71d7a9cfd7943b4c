/** What the person signed in may do anywhere at all: decides which buttons are shown; the verbs decide what happens. */
import { abilityOf, mayAny, rightsOf, type Noun } from '@ministry/access'
import { running } from '@ministry/api'

/** A question to the rights of the moment. */
export function mayAnywhere({ account }: App.Locals): (action: string, noun: Noun) => boolean {
  if (!account) return () => false
  const ability = abilityOf(rightsOf(account.principal, running().services.clock.now()), account.principal)
  return (action, noun) => mayAny(ability, action, noun)
}
