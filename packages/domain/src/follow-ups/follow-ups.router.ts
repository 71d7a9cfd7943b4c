import { procedure, router } from '../door.ts'
import { change } from './change.ts'
import { close } from './close.ts'
import { create } from './create.ts'
import { list } from './list.ts'
import { mine } from './mine.ts'
import { ofPerson } from './of-person.ts'
import { reassign } from './reassign.ts'
import { reopen } from './reopen.ts'
import { snooze } from './snooze.ts'
import { takers } from './takers.ts'
import { workload } from './workload.ts'

export const followUpsRouter = router({
  mine: procedure(mine),
  list: procedure(list),
  ofPerson: procedure(ofPerson),
  workload: procedure(workload),
  takers: procedure(takers),
  create: procedure(create),
  change: procedure(change),
  close: procedure(close),
  reopen: procedure(reopen),
  snooze: procedure(snooze),
  reassign: procedure(reassign),
})
