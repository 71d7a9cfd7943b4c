import { procedure, router } from '../door.ts'
import { get } from './get.ts'
import { outbox } from './outbox.ts'

export const messagingRouter = router({
  outbox: procedure(outbox),
  get: procedure(get),
})
