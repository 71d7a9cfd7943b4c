/** Whose word ends a suppression: pure. Source: MSG-2, PRV-2. */
import { ruleBroken } from '@ministry/kernel/errors'

/** An address that could not be reached may be tried again by whoever knows that it was mended. */
export const liftable = (reason: string): boolean => reason === 'hard-bounce' || reason === 'soft-bounces'

/**
 * Whether an administrator may lift it. RuleBroken `messaging.lift-suppression.own-word`: a no of the person is taken back by their
 * own hand alone; `messaging.lift-suppression.provider`: the provider stopped it, and ends it there.
 */
export function assertLiftable(reason: string): void {
  if (liftable(reason)) return
  throw ruleBroken(
    reason === 'provider' ? 'messaging.lift-suppression.provider' : 'messaging.lift-suppression.own-word',
  )
}
