import { procedure, router } from '../door.ts'
import { changeSettings } from './change-settings.ts'
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
  settings: procedure(settings),
  changeSettings: procedure(changeSettings),
})
