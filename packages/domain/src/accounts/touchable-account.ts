import { find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { answersFor } from './accounts.rules.ts'
import { placesOfPerson } from './person-places.ts'

interface TouchableAccount {
  id: string
  personId: string
  deactivatedAt: Date | null
  scopeIds: string[]
}

/** The account, if the caller answers for all that its person is and holds. Throws NotFound, NotAllowed, RuleBroken `accounts.<act>.oneself` or `beyond-your-reach`. */
export async function findTouchable(
  ctx: Context,
  act: 'deactivate' | 'reactivate' | 'reset-second-factor',
  id: string,
) {
  // Who may close an account may open it to its owner again.
  const action = act === 'reset-second-factor' ? 'deactivate' : act
  const account = await find<TouchableAccount>(ctx, action, 'Account', id, {
    id: true,
    personId: true,
    deactivatedAt: true,
    scopeIds: true,
  })
  if (id === ctx.principal.accountId) throw ruleBroken(`accounts.${act}.oneself`)
  const places = await placesOfPerson(ctx, account.personId)
  if (!answersFor(ctx.principal.roles, action, 'Account', places, ctx.at))
    throw ruleBroken(`accounts.${act}.beyond-your-reach`)
  const at = places.find(({ nodeId }) => nodeId)?.nodeId
  return { account, place: at ? { id: at, scopeIds: account.scopeIds } : undefined }
}
