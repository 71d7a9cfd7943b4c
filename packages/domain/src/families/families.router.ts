import { procedure, router } from '../door.ts'
import { family } from './family.ts'
import { createHousehold, joinHousehold, leaveHousehold, renameHousehold, shareAddress } from './households.ts'
import { relate } from './relate.ts'
import { unrelate } from './unrelate.ts'

export const familiesRouter = router({
  family: procedure(family),
  relate: procedure(relate),
  unrelate: procedure(unrelate),
  createHousehold: procedure(createHousehold),
  renameHousehold: procedure(renameHousehold),
  joinHousehold: procedure(joinHousehold),
  leaveHousehold: procedure(leaveHousehold),
  shareAddress: procedure(shareAddress),
})
