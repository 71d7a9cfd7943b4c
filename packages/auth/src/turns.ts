import { limitReached } from '@ministry/kernel/errors'

export interface Turns {
  /** Runs the task when it is its turn. Throws LimitReached `auth.busy` where too many wait already. */
  take<T>(task: () => Promise<T>): Promise<T>
}

interface Room {
  atOnce: number
  /** So many wait at most. */
  waiting: number
  /** As soon as so many wait, one more runs at once, until fewer do. */
  crowd?: number
}

/** At most `atOnce` tasks run, one more in a crowd; the rest wait in the order they came. */
export function createTurns({ atOnce, waiting, crowd = Infinity }: Room): Turns {
  const queue: (() => void)[] = []
  let running = 0
  const leave = () => {
    const next = running > atOnce && queue.length < crowd ? undefined : queue.shift()
    if (next) next()
    else running--
  }
  return {
    async take(task) {
      if (running < atOnce) running++
      else if (queue.length < waiting) {
        const turn = new Promise<void>((resolve) => queue.push(resolve))
        if (running === atOnce && queue.length >= crowd) {
          running++
          queue.shift()!()
        }
        await turn
      } else throw limitReached('auth.busy', { retryAfter: 5 })
      try {
        return await task()
      } finally {
        leave()
      }
    },
  }
}
