/** A run as its page shows it: sentences, and where each step stands on the line of time. */
import type { Api } from '@ministry/api'
import { kindName, problemSentence, runStateName } from '../../words.server.ts'

type Run = Awaited<ReturnType<Api['monitoring']['run']>>

/** `from` and `wide` are hundredths of the time from the run's begin until its end, or until now. */
export function runView(run: Run, now: Date) {
  const begin = (run.calledAt ?? run.startedAt).getTime()
  const whole = Math.max(1, (run.endedAt ?? now).getTime() - begin)
  const share = (ms: number) => Math.min(100, Math.max(0, (ms / whole) * 100))
  let before = begin
  const steps = run.steps.map((step) => {
    const end = step.completedAt.getTime()
    const start = step.durationMs === null ? before : end - step.durationMs
    before = end
    const wide = Math.max(1, share(end - start))
    return {
      ...step,
      problem: worded(step.problem),
      kindName: kindName(step.kind),
      seconds: (end - start) / 1000,
      from: Math.min(100 - wide, share(start - begin)),
      wide,
    }
  })
  return {
    ...run,
    problem: worded(run.problem),
    attempts: run.attempts.map((attempt) => ({ ...attempt, problem: worded(attempt.problem) })),
    stateName: runStateName(run.state),
    steps,
    pending: run.pending.map((one) => ({ ...one, kindName: kindName(one.kind) })),
    children: run.children.map((child) => ({ ...child, stateName: runStateName(child.state) })),
  }
}

type Problem = Run['attempts'][number]['problem']
function worded<P extends Problem | null>(problem: P): P extends null ? null : Problem & { sentence: string }
function worded(problem: Problem | null) {
  return problem && { ...problem, sentence: problemSentence(problem.kind) }
}
