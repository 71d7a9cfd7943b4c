/** The power of the movement: what the engine does with a case, and what an approved one does. Source: APR-7. */
import { inMovement } from '../acting.ts'
import type { Context } from '../context.ts'

/**
 * Goes on as the movement (`inMovement`), in the name of whoever asks; changes stand in the audit as done by `system` (`case:<id>`). The
 * database lets cases be moved on in this power alone.
 */
export const inPower = <T>(
  ctx: Context,
  movementId: string,
  system: string,
  run: (power: Context) => Promise<T>,
): Promise<T> => inMovement(ctx, movementId, system, run, movementId)
