/** Sentences of the operators' page. */
import type { Api } from '@ministry/api'
import { m } from '@ministry/kernel/messages'
import { formatNumber, formatSpan } from '@ministry/ui'

type Overview = Awaited<ReturnType<Api['monitoring']['overview']>>
type Here = Extract<Overview['engine'], { at: 'here' }>
type Stuck = Here['stuck'][number]

const states = {
  running: m.monitoring_state_running,
  completed: m.monitoring_state_completed,
  failed: m.monitoring_state_failed,
  cancelled: m.monitoring_state_cancelled,
}
/** How a run stands. */
export const runStateName = (state: keyof typeof states): string => states[state]()

/** How it is, in a sentence or two, with the tone of its notice. */
export function healthText({ engine, outbox }: Overview, instant: (at: Date) => string) {
  if (engine.at === 'server')
    return {
      tone: engine.health === 'well' ? ('info' as const) : ('warm' as const),
      title: m.monitoring_server(),
      text: m.monitoring_server_text(),
    }
  const span = formatSpan(Math.max(2, engine.oldestDueSeconds, engine.oldestUnroutedSeconds, outbox.oldestSeconds))
  const functions = formatNumber(engine.functions)
  if (engine.health === 'well')
    return { tone: 'good' as const, title: m.monitoring_well(), text: m.monitoring_well_text({ functions, span }) }
  if (engine.health === 'slow')
    return { tone: 'warm' as const, title: m.monitoring_slow(), text: m.monitoring_slow_text({ span }) }
  if (engine.health === 'stuck')
    return { tone: 'danger' as const, title: m.monitoring_stuck(), text: m.monitoring_stuck_text() }
  return {
    tone: 'danger' as const,
    title: m.monitoring_down(),
    text: engine.leaderSeenAt
      ? m.monitoring_down_text({ since: instant(engine.leaderSeenAt) })
      : m.monitoring_down_never_text(),
  }
}

/** Why something is held up. */
export function stuckText({ why, functionId, eventName, times }: Stuck): string {
  const name = functionId ?? ''
  const count = formatNumber(times ?? 0)
  switch (why) {
    case 'no-leader':
      return m.monitoring_stuck_no_leader()
    case 'function-missing':
      return m.monitoring_stuck_function_missing({ function: name })
    case 'crashes':
      return m.monitoring_stuck_crashes({ function: name, times: count })
    case 'concurrency':
      return m.monitoring_stuck_concurrency({ function: name })
    case 'throttle':
      return m.monitoring_stuck_throttle({ function: name })
    case 'retrying':
      return m.monitoring_stuck_retrying({ function: name, times: count })
    case 'busy':
      return m.monitoring_stuck_busy({ function: name })
    case 'long':
      return m.monitoring_stuck_long({ function: name })
    case 'unrouted':
      return eventName === null ? m.monitoring_stuck_unrouted_any() : m.monitoring_stuck_unrouted({ event: eventName })
  }
}

const kinds = {
  step: m.monitoring_kind_step,
  sleep: m.monitoring_kind_sleep,
  event: m.monitoring_kind_event,
  invoke: m.monitoring_kind_invoke,
  call: m.monitoring_kind_call,
  timeout: m.monitoring_kind_timeout,
}
/** What a step is, or what a run waits for. */
export const kindName = (kind: keyof typeof kinds): string => kinds[kind]()

type Kind = Awaited<ReturnType<Api['monitoring']['run']>>['attempts'][number]['problem']['kind']
const problems: Record<Kind, () => string> = {
  'provider-away': m.monitoring_problem_provider_away,
  'provider-refuses': m.monitoring_problem_provider_refuses,
  limit: m.monitoring_problem_limit,
  unstorable: m.monitoring_problem_unstorable,
  crashes: m.monitoring_problem_crashes,
  'function-missing': m.monitoring_problem_function_missing,
  'too-many': m.monitoring_problem_too_many,
  network: m.monitoring_problem_network,
  database: m.monitoring_problem_database,
  timeout: m.monitoring_problem_timeout,
  rule: m.monitoring_problem_rule,
  input: m.monitoring_problem_input,
  missing: m.monitoring_problem_missing,
  'not-allowed': m.monitoring_problem_not_allowed,
  'too-large': m.monitoring_problem_too_large,
  defect: m.monitoring_problem_defect,
  other: m.monitoring_problem_other,
}
/** What a kind of failure means, in our own words. */
export const problemSentence = (kind: Kind): string => problems[kind]()
