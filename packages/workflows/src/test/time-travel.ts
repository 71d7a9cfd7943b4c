import type { Clock } from '@ministry/kernel/calendar'
import { at, durationMs } from '../executor/durations.ts'
import type { Executor } from '../executor/executor.ts'

export type MovableClock = Clock & { set(at: string | Date): void }

/**
 * Moves the clock by a duration (`14d`, `1h30m`) and lets everything happen that falls due in between, each at its own
 * time and in order: a sleep after a sleep, every morning's schedule, a timeout before the event that came too late.
 */
export async function travel(executor: Executor, clock: MovableClock, duration: string): Promise<void> {
  const target = clock.now().getTime() + durationMs(duration)
  await executor.idle()
  for (let due = await executor.nextDue(); due && due.getTime() <= target; due = await executor.nextDue()) {
    if (due > clock.now()) clock.set(due)
    await executor.idle()
  }
  clock.set(at(target))
  await executor.idle()
}
