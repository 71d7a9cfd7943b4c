import { limitReached } from '@ministry/kernel/errors'

export interface Turns {
  /** Runs the task when it is its turn. Throws LimitReached `auth.busy` where too many wait already. */
  take<T>(task: () => Promise<T>): Promise<T>
}

/** At most `atOnce` tasks run, the rest wait in the order they came; at most `waiting` of them wait. */
export function createTurns({ atOnce, waiting }: { atOnce: number; waiting: number }): Turns {
  const queue: (() => void)[] = []
  let running = 0
  const leave = () => {
    const next = queue.shift()
    if (next) next()
    else running--
  }
  return {
    async take(task) {
      if (running < atOnce) running++
      else if (queue.length < waiting) await new Promise<void>((resolve) => queue.push(resolve))
      else throw limitReached('auth.busy', { retryAfter: 5 })
      try {
        return await task()
      } finally {
        leave()
      }
    },
  }
}
