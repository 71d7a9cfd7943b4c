import { procedure, router } from '../door.ts'
import { cancel } from './cancel.ts'
import { events } from './events.ts'
import { functions } from './functions.ts'
import { overview } from './overview.ts'
import { replay } from './replay.ts'
import { retry } from './retry.ts'
import { run } from './run.ts'
import { runs } from './runs.ts'

export const monitoringRouter = router({
  overview: procedure(overview),
  functions: procedure(functions),
  runs: procedure(runs),
  run: procedure(run),
  events: procedure(events),
  retry: procedure(retry),
  cancel: procedure(cancel),
  replay: procedure(replay),
})
