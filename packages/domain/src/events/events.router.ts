import { procedure, router } from '../door.ts'
import { change } from './change.ts'
import { create } from './create.ts'
import { get } from './get.ts'
import { list } from './list.ts'

export const eventsRouter = router({
  list: procedure(list),
  get: procedure(get),
  create: procedure(create),
  change: procedure(change),
})
