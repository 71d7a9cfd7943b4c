import { procedure, router } from '../door.ts'
import { get } from './get.ts'
import { remove } from './remove.ts'
import { upload } from './upload.ts'

export const filesRouter = router({
  upload: procedure(upload),
  get: procedure(get),
  remove: procedure(remove),
})
