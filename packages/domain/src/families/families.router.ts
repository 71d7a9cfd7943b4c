import { procedure, router } from '../door.ts'
import { createHousehold } from './create-household.ts'
import { family } from './family.ts'
import { joinHousehold } from './join-household.ts'
import { leaveHousehold } from './leave-household.ts'
import { relate } from './relate.ts'
import { renameHousehold } from './rename-household.ts'
import { shareAddress } from './share-address.ts'
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
