import { procedure, router } from '../door.ts'
import { get } from './get.ts'
import { search } from './search.ts'

export const auditRouter = router({
  search: procedure(search),
  get: procedure(get),
})
