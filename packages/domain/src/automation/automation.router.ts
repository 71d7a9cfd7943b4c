import { procedure, router } from '../door.ts'
import { moveNow } from './move-now.ts'
import { changeSettings } from './change-settings.ts'
import { chooseNetwork } from './choose-network.ts'
import { graduations } from './graduations.ts'
import { lifeLine } from './life-line.ts'
import { next } from './next.ts'
import { pause } from './pause.ts'
import { postpone } from './postpone.ts'
import { resume } from './resume.ts'
import { settings } from './settings.ts'

export const automationRouter = router({
  next: procedure(next),
  lifeLine: procedure(lifeLine),
  pause: procedure(pause),
  postpone: procedure(postpone),
  resume: procedure(resume),
  moveNow: procedure(moveNow),
  chooseNetwork: procedure(chooseNetwork),
  graduations: procedure(graduations),
  settings: procedure(settings),
  changeSettings: procedure(changeSettings),
})
