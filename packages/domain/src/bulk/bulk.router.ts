import { procedure, router } from '../door.ts'
import { begin } from './begin.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { preview } from './preview.ts'
import { rows } from './rows.ts'
import { stop } from './stop.ts'
import { undo } from './undo.ts'

export const bulkRouter = router({
  preview: procedure(preview),
  begin: procedure(begin),
  get: procedure(get),
  rows: procedure(rows),
  list: procedure(list),
  stop: procedure(stop),
  undo: procedure(undo),
})
