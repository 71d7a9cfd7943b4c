import { procedure, router } from '../door.ts'
import { change } from './change.ts'
import { create } from './create.ts'
import { deliveries } from './deliveries.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { replay } from './replay.ts'
import { rotateSecret } from './rotate-secret.ts'
import { setState } from './set-state.ts'
import { test } from './test-endpoint.ts'

export const webhooksRouter = router({
  list: procedure(list),
  get: procedure(get),
  create: procedure(create),
  change: procedure(change),
  setState: procedure(setState),
  rotateSecret: procedure(rotateSecret),
  deliveries: procedure(deliveries),
  replay: procedure(replay),
  test: procedure(test),
})
