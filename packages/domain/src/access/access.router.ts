import { procedure, router } from '../door.ts'
import { matrix } from './matrix.ts'

export const accessRouter = router({
  matrix: procedure(matrix),
})
