import { procedure, router } from '../door.ts'
import { changeSettings } from './change-settings.ts'
import { close } from './close.ts'
import { get } from './get.ts'
import { move } from './move.ts'
import { open } from './open.ts'
import { rename } from './rename.ts'
import { reopen } from './reopen.ts'
import { search } from './search.ts'
import { tree } from './tree.ts'

export const orgRouter = router({
  tree: procedure(tree),
  search: procedure(search),
  get: procedure(get),
  open: procedure(open),
  rename: procedure(rename),
  move: procedure(move),
  close: procedure(close),
  reopen: procedure(reopen),
  changeSettings: procedure(changeSettings),
})
