import { procedure, router } from '../door.ts'
import { matrix } from './matrix.ts'
import { why } from './why.ts'

export const accessRouter = router({
  matrix: procedure(matrix),
  why: procedure(why),
})
