import { procedure, router } from '../door.ts'
import { accept } from './accept.ts'
import { decline } from './decline.ts'
import { list } from './list.ts'
import { offer } from './offer.ts'
import { prepare } from './prepare.ts'
import { withdraw } from './withdraw.ts'

export const transfersRouter = router({
  list: procedure(list),
  prepare: procedure(prepare),
  offer: procedure(offer),
  accept: procedure(accept),
  decline: procedure(decline),
  withdraw: procedure(withdraw),
})
