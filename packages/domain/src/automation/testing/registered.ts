/** What the capabilities below put into the life line and into the signs of life, as the product has it. Only tests import this. */
import { rolesOfLife, signInSigns } from '../../accounts/index.ts'
import { mailsOfLife } from '../../messaging/index.ts'
import { editsOfLife, joiningSigns, membershipsOfLife, ownEditSigns, wishesOfLife } from '../../people/index.ts'
import { automationsOfLife } from '../automation.life-line.ts'

export const registered = {
  lifeLine: [membershipsOfLife, editsOfLife, wishesOfLife, rolesOfLife, mailsOfLife, automationsOfLife],
  signs: [signInSigns, ownEditSigns, joiningSigns],
}
