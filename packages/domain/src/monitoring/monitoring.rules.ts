/** What an operator may do with a run, and how well the machine is. Source: OPS-1. */
import { ruleBroken } from '@ministry/kernel/errors'

type State = 'running' | 'completed' | 'failed' | 'cancelled'
/** What decides over an act. */
export interface Standing {
  state: State
  /** An attempt has failed and the next one isn't due yet. */
  waitsForAttempt: boolean
  /** This version of the product has the function. */
  functionPresent: boolean
  /** The reader's movement is the only one that it is about. */
  ownAlone: boolean
}
/** `go`: do it · `nothing`: it has been done. */
export type Verdict = 'go' | 'nothing'

/** A failed run goes on where it failed; one that waits for its next attempt doesn't wait. Rules: function-gone, not-failed. */
export function retryOf({ state, waitsForAttempt, functionPresent }: Standing): Verdict {
  if (state === 'completed' || state === 'cancelled') throw ruleBroken('monitoring.retry.not-failed')
  if (!functionPresent) throw ruleBroken('monitoring.retry.function-gone')
  return state === 'failed' || waitsForAttempt ? 'go' : 'nothing'
}

/** A run that is under way ends. Rules: ended, of-all (one that may be about other movements too). */
export function cancelOf({ state, ownAlone }: Standing): Verdict {
  if (state === 'cancelled') return 'nothing'
  if (state !== 'running') throw ruleBroken('monitoring.cancel.ended')
  if (!ownAlone) throw ruleBroken('monitoring.cancel.of-all')
  return 'go'
}

/** What started an ended run starts another. Rules: still-running, function-gone, of-all. */
export function replayOf({ state, functionPresent, ownAlone }: Standing): Verdict {
  if (state === 'running') throw ruleBroken('monitoring.replay.still-running')
  if (!functionPresent) throw ruleBroken('monitoring.replay.function-gone')
  if (!ownAlone) throw ruleBroken('monitoring.replay.of-all')
  return 'go'
}

/** Codes of all rules here: the catalogue has a text for each. */
export const ruleCodes = [
  'monitoring.retry.not-failed',
  'monitoring.retry.function-gone',
  'monitoring.cancel.ended',
  'monitoring.cancel.of-all',
  'monitoring.replay.still-running',
  'monitoring.replay.function-gone',
  'monitoring.replay.of-all',
  'monitoring.runs.on-server',
] as const

/** Whether the act makes sense, for the buttons. */
export function makesSense(rule: (standing: Standing) => Verdict, standing: Standing): boolean {
  try {
    return rule(standing) === 'go'
  } catch {
    return false
  }
}

const SLOW_SECONDS = 30
const DOWN_SECONDS = 60

/**
 * `down`: nobody works · `stuck`: something doesn't go on by itself · `slow`: work has waited for half a minute · `well`.
 * What is tried again by itself, or waits for its turn, isn't stuck.
 */
export function healthOf({
  seenSeconds,
  oldestSeconds,
  whys,
}: {
  /** Since a process was last seen to work; undefined where functions run elsewhere. */
  seenSeconds: number | undefined
  /** The longest wait of a job, an event or a row of the outbox. */
  oldestSeconds: number
  whys: readonly string[]
}): 'well' | 'slow' | 'stuck' | 'down' {
  if (seenSeconds !== undefined && seenSeconds > DOWN_SECONDS) return 'down'
  if (whys.some((why) => why === 'function-missing' || why === 'crashes')) return 'stuck'
  return oldestSeconds > SLOW_SECONDS || whys.length ? 'slow' : 'well'
}
